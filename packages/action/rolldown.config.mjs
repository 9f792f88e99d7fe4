import { defineConfig } from 'rolldown';
import { thirdPartyLicenses } from '../../scripts/release-licenses.mjs';

// Lazy chunks: `validate` never reads what plans, talks to GitHub or calls AWS.
export default defineConfig({
  input: { main: 'src/main.ts' },
  // Built by itself after this, so that it holds only its own part of files that other commands use too. Only `main.js`
  // imports it.
  external: ['./quiet.js'],
  makeAbsoluteExternalsRelative: false,
  platform: 'node',
  plugins: [thirdPartyLicenses()],
  output: {
    dir: 'dist',
    format: 'esm',
    minify: true,
    cleanDir: true,
    chunkFileNames: 'chunks/[name]-[hash].js',
    paths: { './quiet.js': './chunks/quiet.js' },
  },
});
