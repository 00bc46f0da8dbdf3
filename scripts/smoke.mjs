// Starts the product as a new user would, on the Node that runs this, asks whether it is well, and stops it.
import './lib/node.mjs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inProject } from './lib/project.mjs'

async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  return port
}

async function waitUntilHealthy(address, server) {
  const deadline = Date.now() + 180_000
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`the server ended with status ${server.exitCode}`)
    const answer = await fetch(`${address}/healthz`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(100)
  }
  throw new Error('the server did not become healthy')
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'throughline-smoke-'))
// The user that runs PostgreSQL must come through.
chmodSync(folder, 0o755)
const port = await freePort()
const started = performance.now()
const server = spawn(process.execPath, [inProject('scripts/start.mjs')], {
  stdio: 'inherit',
  env: { ...process.env, PORT: String(port), DATA_DIR: path.join(folder, 'data') },
})
try {
  await waitUntilHealthy(`http://127.0.0.1:${port}`, server)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  server.kill('SIGINT')
  const [code] = await once(server, 'exit')
  if (code !== 0) throw new Error(`the server stopped with status ${code}`)
  console.log(`✓ starts and stops on Node ${process.versions.node} (healthy after ${seconds} s)`)
} catch (error) {
  console.error(`✗ start-up on Node ${process.versions.node}: ${error.message}`)
  server.kill('SIGKILL')
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
