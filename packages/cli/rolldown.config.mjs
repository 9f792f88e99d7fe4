import { defineConfig } from 'rolldown';
import { thirdPartyLicenses } from '../../scripts/release-licenses.mjs';

// One bundle with lazy chunks: a command loads only what it needs, and `validate` never waits for the AWS SDK. All files
// are in one folder, because a thread is started from the file that stands beside the one that starts it.
export default defineConfig({
  input: { main: 'src/main.ts', 'share-worker': '../validation/dist/node/share-worker.js' },
  platform: 'node',
  plugins: [thirdPartyLicenses()],
  output: { dir: 'dist', format: 'esm', minify: true, cleanDir: true },
});
