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
    // CommonJS: Node starts its loader of ES modules as long as `validate` takes for a manifest.
    format: 'cjs',
    dynamicImportInCjs: false,
    minify: true,
    cleanDir: true,
    // What every command begins with, in one file: each further one takes a good half millisecond to find and to link.
    codeSplitting: {
      groups: [
        { name: 'start', test: /cli\/src\/(?:run|arguments|host|commands\/validate)\.ts$|nearest-name|levenshtein/ },
        {
          name: 'start',
          test: /validation\/dist\/(?:node\/(?:few-manifests|plain-glob|search|path-inside)|settings)\.js$/,
        },
      ],
    },
  },
});
