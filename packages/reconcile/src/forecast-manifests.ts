import type { Manifest } from '@iot-rollouts/validation';
import { targetReference } from './actual.js';
import { desiredState } from './desired.js';
import type { ForecastNote } from './plan/plan.js';
import { jobForecast } from './plan/plan-changes.js';

/**
 * How each Job among the manifests would spread, from the manifests alone.
 *
 * @param devices size of every job's fleet; left out, a job whose targets are all single things counts them.
 */
export function forecastManifests(
  manifests: readonly Manifest[],
  devices?: number,
): readonly ({ readonly name: string } & ForecastNote)[] {
  const desired = desiredState(manifests);
  return [...desired.values()].flatMap((it) => {
    if (it.kind !== 'Job') return [];
    const onlyThings = it.targets.every((target) => targetReference(target)?.type === 'thing');
    return [{ name: it.name, ...jobForecast(it, desired, devices ?? (onlyThings ? it.targets.length : undefined)) }];
  });
}
