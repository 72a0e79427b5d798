import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { routesPlugin } from '../shared/routesPlugin.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

export default defineConfig({
  root: here,
  base: '/console/',
  cacheDir: fileURLToPath(new URL('../../node_modules/.vite/console', import.meta.url)),
  plugins: [react(), routesPlugin()],
  build: {
    outDir: fileURLToPath(new URL('../../dist/console', import.meta.url)),
    emptyOutDir: true,
    manifest: true,
    target: ['chrome87', 'safari15.4'],
    // Fonts and icons stay files: they are cached on their own and never delay the script.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
  },
  server: {
    fs: { allow: [fileURLToPath(new URL('../..', import.meta.url))] },
    // The host stays as the browser sent it: the API takes writes from its own pages alone.
    proxy: { '/api': { target: `http://127.0.0.1:${process.env.PORT ?? 8080}`, changeOrigin: false } },
  },
})
