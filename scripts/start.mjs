// `npm start`: everything from a bare clone to a running server.
import './lib/node.mjs'
import { runCli } from './lib/cli.mjs'

await runCli(['start', ...process.argv.slice(2)])
