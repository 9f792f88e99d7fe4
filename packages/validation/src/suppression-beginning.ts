/** What a comment that is to silence a finding begins with, right or wrong. */
export const suppressionBeginning = 'iot-rollouts-disable';
