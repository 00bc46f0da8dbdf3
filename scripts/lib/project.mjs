// The project's folder, and running programs in it.
import { spawn } from 'node:child_process'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../..')

export const inProject = (...parts) => path.join(root, ...parts)

/** A program that a package of ours brings, started by this Node without a shell: `[command, ...arguments]`. */
export const packaged = (script, ...args) => [process.execPath, inProject('node_modules', script), ...args]

/** Runs a program in the project's folder on our terminal and resolves to its exit code. Ctrl-C reaches it by itself. */
export function run([command, ...args], options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
    const pass = (signal) => child.kill(signal)
    process.on('SIGTERM', pass)
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      process.off('SIGTERM', pass)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1))
    })
  })
}

/** Runs a program that must succeed. */
export async function mustRun(command, failure) {
  const code = await run(command).catch((error) => error.message)
  if (code !== 0) throw new Error(`${failure} (${code})`)
}
