/**
 * A repository as a fleet of some years may have it: for each release of a product, a job for each region. Names, targets,
 * texts, paces and limits differ; jobs of one release share a document and, as teams do, a policy of when to abort.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const products = ['thermostat', 'gateway', 'heat-pump', 'meter', 'valve', 'smoke-alarm', 'boiler', 'air-monitor'];
const regions = ['eu-central', 'eu-west', 'us-east', 'us-west', 'ap-south', 'ap-northeast', 'sa-east', 'ca-central'];
const teams = ['climate', 'connectivity', 'metering', 'safety', 'platform'];
const places = ['homes', 'offices', 'schools', 'hospitals', 'factories', 'shops'];

/** Writes so many manifests of 40 lines below `rollouts/`, and the documents that they name. The same ones each time. */
export function writeManifests(root, count) {
  const chance = chanceFrom(count);
  for (const folder of ['rollouts', 'documents']) mkdirSync(join(root, folder), { recursive: true });
  for (let written = 0; written < count; ) {
    const release = newRelease(written / regions.length, chance);
    writeFileSync(join(root, 'documents', `${release.id}.json`), documentOf(release));
    for (const region of regions) {
      if (written === count) break;
      const name = `${release.id}-${region}`;
      writeFileSync(join(root, 'rollouts', `${name}.yaml`), manifestOf(name, release, region, chance));
      written += 1;
    }
  }
}

function newRelease(number, chance) {
  const product = products[number % products.length];
  const series = Math.floor(number / products.length);
  const version = `${1 + Math.floor(series / 60)}.${Math.floor(series / 6) % 10}.${series % 6}`;
  return {
    product,
    version,
    id: `${product}-${version.replaceAll('.', '-')}`,
    team: chance.oneOf(teams),
    costCenter: 4000 + chance.below(900),
    account: 100000000000 + chance.below(1e9),
    failed: { threshold: 5 + chance.below(60) / 2, executed: 20 + 10 * chance.below(30) },
    timedOut: { threshold: 10 + chance.below(40), executed: 50 + 10 * chance.below(30) },
  };
}

function manifestOf(name, { id, product, version, team, costCenter, account, failed, timedOut }, region, chance) {
  const base = 10 + chance.below(90);
  const maximum = base * (5 + chance.below(15));
  const place = chance.oneOf(places);
  const minutes = 15 + chance.below(45);
  return `# ${product} ${version} in ${region}: ${place} first, the rest when the first have reported
apiVersion: iot-rollouts/v1
kind: Job
metadata:
  name: ${name}
spec:
  description: ${product} firmware ${version} for ${place} in ${region}, change ${10000 + chance.below(90000)}
  targets:
    - thinggroup/${product}-${region}-${place}
    - thinggroup/${product}-${region}-ring-${chance.below(20)}
  targetSelection: ${chance.oneOf(['SNAPSHOT', 'CONTINUOUS'])}
  documentFile: ../documents/${id}.json
  jobExecutionsRolloutConfig:
    maximumPerMinute: ${Math.min(1000, maximum)}
    exponentialRate:
      baseRatePerMinute: ${base}
      incrementFactor: ${(1.2 + chance.below(35) / 10).toFixed(1)}
      rateIncreaseCriteria:
        numberOfSucceededThings: ${50 * (1 + chance.below(40))}
  abortConfig:
    criteriaList:
      - failureType: FAILED
        action: CANCEL
        thresholdPercentage: ${failed.threshold}
        minNumberOfExecutedThings: ${failed.executed}
      - failureType: TIMED_OUT
        action: CANCEL
        thresholdPercentage: ${timedOut.threshold}
        minNumberOfExecutedThings: ${timedOut.executed}
  timeoutConfig:
    inProgressTimeoutInMinutes: ${minutes}
  # The URL must live for as long as a device may take.
  presignedUrlConfig:
    roleArn: arn:aws:iam::${account}:role/firmware-${region}
    expiresInSec: ${60 * (minutes + chance.below(61 - minutes))}
  tags:
    team: ${team}
    ring: "${chance.below(20)}"
    release: "${version}"
    costCenter: "${costCenter}"
`;
}

function documentOf({ product, version }) {
  const url = `\${aws:iot:s3-presigned-url:https://s3.eu-central-1.amazonaws.com/acme-firmware/${product}/${version}.bin}`;
  return `${JSON.stringify({ operation: 'install', product, version, url }, undefined, 2)}\n`;
}

/** Numbers that look drawn by chance and are the same for the same seed. */
function chanceFrom(seed) {
  let state = seed >>> 0;
  const below = (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return { below, oneOf: (values) => values[below(values.length)] };
}
