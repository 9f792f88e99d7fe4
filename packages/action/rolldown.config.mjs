import { defineConfig } from 'rolldown';
import { thirdPartyLicenses } from '../../scripts/release-licenses.mjs';

// `@actions/core` carries an HTTP client for OIDC tokens, which this Action leaves to the AWS SDK: without side effects
// in these packages, the bundler drops what nobody calls.
const isPureImport = (id) => /node_modules[\\/](@actions|undici|tunnel)[\\/]/.test(id);

export default defineConfig({
  input: { main: 'src/main.ts' },
  platform: 'node',
  plugins: [thirdPartyLicenses()],
  treeshake: { moduleSideEffects: (id) => !isPureImport(id) },
  output: { dir: 'dist', format: 'esm', minify: true, cleanDir: true, chunkFileNames: 'chunks/[name]-[hash].js' },
});
