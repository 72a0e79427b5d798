import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { routesPlugin } from '../shared/routesPlugin.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

export default defineConfig({
  root: here,
  base: '/m/',
  cacheDir: fileURLToPath(new URL('../../node_modules/.vite/mobile', import.meta.url)),
  plugins: [
    react(),
    routesPlugin(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      injectRegister: false,
      injectManifest: { globPatterns: ['**/*.{js,css,html,woff2,svg,png}'] },
      manifest: {
        name: 'Fieldloop 外勤闭环',
        short_name: '外勤闭环',
        lang: 'zh-CN',
        start_url: '/m/',
        scope: '/m/',
        display: 'standalone',
        orientation: 'portrait',
        background_color: '#F5F6F8',
        theme_color: '#F5F6F8',
        icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
      },
    }),
  ],
  build: {
    outDir: fileURLToPath(new URL('../../dist/mobile', import.meta.url)),
    emptyOutDir: true,
    manifest: true,
    // The list of what each later page needs is long and hardly compresses; the service worker keeps those files on the phone anyway.
    modulePreload: {
      resolveDependencies: (file, needs) => (/Today|Login/.test(file) ? needs : needs.filter((need) => need.endsWith('.css'))),
    },
    target: ['chrome87', 'safari15.4'],
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: {
    fs: { allow: [fileURLToPath(new URL('../..', import.meta.url))] },
    proxy: { '/api': `http://127.0.0.1:${process.env.PORT ?? 8080}` },
  },
})
