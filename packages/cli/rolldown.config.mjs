import { defineConfig } from 'rolldown';

// One bundle with lazy chunks: a command loads only what it needs, and `validate` never waits for the AWS SDK.
export default defineConfig({
  input: { main: 'src/main.ts' },
  platform: 'node',
  output: { dir: 'dist', format: 'esm', minify: true, cleanDir: true, chunkFileNames: 'chunks/[name]-[hash].js' },
});
