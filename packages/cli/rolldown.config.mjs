import { defineConfig } from 'rolldown';
import { thirdPartyLicenses } from '../../scripts/release-licenses.mjs';

// One bundle with lazy chunks: a command loads only what it needs, and `validate` never waits for the AWS SDK. All files
// are in one folder, because a thread is started from the file that stands beside the one that starts it.
export default defineConfig({
  input: { main: 'src/main.ts', 'share-worker': '../validation/dist/node/share-worker.js' },
  // Built by itself after this, so that it holds only its own part of files that other commands use too.
  external: ['./quiet.js'],
  makeAbsoluteExternalsRelative: false,
  platform: 'node',
  plugins: [thirdPartyLicenses()],
  output: {
    dir: 'dist',
    format: 'esm',
    minify: true,
    cleanDir: true,
    // What every command begins with, in one file: each further one takes a good half millisecond to find and to link.
    codeSplitting: {
      groups: [
        { name: 'start', test: /cli\/src\/(?:run|arguments|host|commands\/validate)\.ts$|nearest-name|levenshtein/ },
      ],
    },
  },
});
