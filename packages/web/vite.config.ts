import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `granary start` listens; the development server passes API calls and the socket on to it. */
const server = process.env.GRANARY_SERVER ?? 'http://127.0.0.1:8000';

export default defineConfig({
  base: '/app/',
  plugins: [react()],
  server: { proxy: { '/api': { target: server, ws: true } } },
  build: { target: 'es2023', sourcemap: false, assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
});
