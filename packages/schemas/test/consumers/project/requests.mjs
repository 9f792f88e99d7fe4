/** Requests that every consumer is shown: one that AWS takes, and ones that are one step away from it. */
export const good = {
  jobId: 'thermostat-2-4-1',
  targets: ['arn:aws:iot:us-east-1:123456789012:thinggroup/thermostats'],
  documentSource: 'https://example.com/ota.json',
  // 2028 code points, which are 4056 UTF-16 units.
  description: '🔥'.repeat(2028),
  abortConfig: {
    criteriaList: [
      { failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 10, minNumberOfExecutedThings: 100 },
    ],
  },
  tags: [{ Key: 'équipe', Value: 'Çlimat' }],
};

/** What is wrong -> the request. */
export const bad = {
  'a required member is missing': without('targets'),
  'one code point too many': { ...good, description: '🔥'.repeat(2029) },
  'a control character': { ...good, description: 'one\ntwo' },
  'a space in the id': { ...good, jobId: 'a b' },
  'a word that is not in the enumeration': { ...good, targetSelection: 'SNAPSHOTS' },
  'a number below the range': {
    ...good,
    jobExecutionsRolloutConfig: { maximumPerMinute: 0 },
  },
  'no items': { ...good, targets: [] },
};

/** Only the strict flavour refuses it. */
export const misspelt = { ...good, descripton: 'OTA' };

function without(member) {
  const { [member]: _left, ...others } = good;
  return others;
}
