import { describe, expect, it } from 'vitest';
import { commandFor } from '../src/event.js';
import { type Inputs, readInputs } from '../src/inputs.js';
import { metadata } from './support/runner.js';

describe('the inputs', () => {
  it('that are read are those that action.yml declares', () => {
    const asked = new Set<string>();
    readInputs((name) => {
      asked.add(name);
      return '';
    });
    expect([...asked].sort()).toEqual(Object.keys(metadata.inputs).sort());
  });

  it('have defaults that mean what is documented', () => {
    const inputs = readInputs((name) => (name === 'github-token' ? '' : (metadata.inputs[name]?.default ?? '')));
    expect(inputs).toEqual<Inputs>({
      names: [],
      requireProtectedEnvironment: false,
      comment: true,
      labels: false,
      prune: [],
      recreate: [],
      wait: false,
      waitTimeoutMinutes: 60,
      failOnWarning: false,
    });
  });

  it('give the command, or the event does', () => {
    const command = (name: string) => commandFor({ name, payload: {} }, { names: [] }, undefined);
    expect(['pull_request', 'merge_group', 'push', 'schedule', 'workflow_dispatch'].map(command)).toEqual([
      'plan',
      'validate',
      'apply',
      'drift',
      'status',
    ]);
  });
});
