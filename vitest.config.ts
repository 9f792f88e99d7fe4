import { defineConfig } from 'vitest/config';

// Tests of a package import its own sources; other packages are imported as built, the way a user gets them.
// VITEST_JSON names a file for a machine-readable report.
const jsonReport = process.env.VITEST_JSON;

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: jsonReport === undefined ? ['default'] : ['default', ['json', { outputFile: jsonReport }]],
  },
});
