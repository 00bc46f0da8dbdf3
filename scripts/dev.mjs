// `npm run dev`: the server from its sources, restarted on change, and vite before it with hot reload.
import './lib/node.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { packaged, run } from './lib/project.mjs'

await ensureInstalled()
const server = ['watch', '--clear-screen=false', 'src/main/cli.ts', 'start', ...process.argv.slice(2)]
const codes = await Promise.all([run(packaged('tsx/dist/cli.mjs', ...server)), run(packaged('vite/bin/vite.js'))])
process.exitCode = Math.max(...codes)
