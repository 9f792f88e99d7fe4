import { defineConfig } from 'vitest/config';

// Tests of a package import its own sources; other packages are imported as built, the way a user gets them.
export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
