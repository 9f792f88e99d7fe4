import { defineConfig } from 'rolldown';
import { thirdPartyLicenses } from '../../scripts/release-licenses.mjs';

// Lazy chunks: `validate` never reads what plans, talks to GitHub or calls AWS.
export default defineConfig({
  input: { main: 'src/main.ts' },
  platform: 'node',
  plugins: [thirdPartyLicenses()],
  output: { dir: 'dist', format: 'esm', minify: true, cleanDir: true, chunkFileNames: 'chunks/[name]-[hash].js' },
});
