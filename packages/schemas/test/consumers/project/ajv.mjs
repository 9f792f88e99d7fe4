/** Ajv in strict mode on every shipped file: each shape compiles, and each draft and flavour gives its verdict. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { bad, good, misspelt } from './requests.mjs';

for (const service of ['iot', 'iot-jobs-data']) {
  for (const [draft, Validator, definitions] of [
    ['2020-12', Ajv2020, '$defs'],
    ['draft-07', Ajv, 'definitions'],
  ]) {
    for (const flavour of ['strict', 'lenient']) {
      const file = `@iot-rollouts/schemas/json-schema/${service}.${flavour}.${draft}.json`;
      const bundle = JSON.parse(readFileSync(new URL(import.meta.resolve(file)), 'utf8'));
      const ajv = new Validator({ strict: true, strictTypes: true, strictTuples: true, allErrors: true });
      ajv.addSchema(bundle);
      const shape = (name) => {
        const validate = ajv.getSchema(`${bundle.$id}#/${definitions}/${name}`);
        assert.ok(validate, `${file}: ${name}`);
        return validate;
      };
      const names = Object.keys(bundle[definitions]);
      assert.ok(names.length > 50);
      for (const name of names) shape(name);
      if (service === 'iot-jobs-data') continue;

      const validate = shape('CreateJobRequest');
      assert.equal(validate(good), true, JSON.stringify(validate.errors));
      assert.equal(validate(misspelt), flavour === 'lenient', file);
      for (const [why, request] of Object.entries(bad)) assert.equal(validate(request), false, `${file}: ${why}`);
    }
  }
}
