import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
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

/** Beside each text file its compressed forms, made once at the build: the server sends what the browser takes. */
const compressed: Plugin = {
  name: 'throughline-compressed',
  apply: 'build',
  async writeBundle({ dir = '' }) {
    for (const entry of await readdir(dir, { recursive: true })) {
      if (!/\.(js|css|html|svg)$/.test(entry)) continue
      const file = path.join(dir, entry)
      const text = await readFile(file)
      await writeFile(`${file}.gz`, gzipSync(text, { level: 9 }))
      await writeFile(`${file}.br`, brotliCompressSync(text))
    }
  },
}

export default defineConfig({
  root: 'src/main',
  publicDir: 'web/public',
  plugins: [react(), pages, leanDefinitions, compressed],
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
          {
            test: /node_modules.(jsvat|ibantools|decimal\.js)|kernel.(currencies|money|countries|taxId)\.ts/,
            sideEffects: false,
          },
        ],
      },
      input: ['src/main/web/index.html', 'src/main/portal/index.html'],
      // What every page needs comes in one file, not in fifty: a browser fetches six at a time.
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 3 },
            { name: 'font', test: /fontsource/, priority: 3 },
            { name: 'base', tags: ['$initial'], test: /^(?!.*(areas|main)[\\/]portal)/, priority: 2 },
            { name: 'icons', test: /@tabler/, minShareCount: 3, priority: 1 },
          ],
        },
      },
    },
  },
})
