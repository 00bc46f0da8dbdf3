import { existsSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { leanDefinitions } from './src/main/web/leanDefinitions.ts'

/** In development, addresses of pages lead to the app that owns them, as the server does in production. */
const pages: Plugin = {
  name: 'throughline-pages',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      const isPage = request.headers.accept?.includes('text/html') && !request.url?.startsWith('/api/')
      if (isPage) request.url = request.url?.startsWith('/portal') ? '/portal/index.html' : '/web/index.html'
      next()
    })
  },
}

export default defineConfig({
  root: 'src/main',
  publicDir: 'web/public',
  plugins: [react(), pages, leanDefinitions],
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': `http://127.0.0.1:${process.env.PORT ?? 3000}` } },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    // The content security policy admits no inline script and no data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // what only the server checks is left out of the first script where nothing on screen asks for it
      treeshake: {
        moduleSideEffects: [
          { test: /node_modules.(jsvat|ibantools|decimal\.js)|kernel.(money|countries|taxId)\.ts/, sideEffects: false },
        ],
      },
      input: ['src/main/web/index.html', 'src/main/portal/index.html'].filter(existsSync),
    },
  },
})
