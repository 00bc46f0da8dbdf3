// Builds what changed: the server with esbuild into dist/server, the web apps with vite into dist/web.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inProject, mustRun, packaged, root } from './project.mjs'

const isTest = (file) => /\.test\.tsx?$/.test(file)
const isWebOnly = (file) => /(^|\/)ui\/|^src\/main\/(web|portal)\//.test(file)
const isServerOnly = (file) => file.startsWith('src/kernel/server/')

function sources() {
  return readdirSync(inProject('src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .filter((file) => !isTest(file))
    .toSorted()
}

function hash(files) {
  const digest = createHash('sha256')
  for (const file of files) digest.update(`${file}\0`).update(readFileSync(inProject(file)))
  return digest.digest('hex')
}

/** Server code and the entries of its worker threads, side by side, so that a thread is found beside whoever starts it. */
async function buildServer(files) {
  const { build } = await import('esbuild')
  rmSync(inProject('dist/server'), { recursive: true, force: true })
  await build({
    absWorkingDir: root,
    entryPoints: ['src/main/cli.ts', ...files.filter((file) => file.endsWith('.thread.ts'))],
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    outdir: 'dist/server',
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    sourcemap: true,
    logLevel: 'warning',
  })
}

async function buildWeb() {
  await mustRun(packaged('vite/bin/vite.js', 'build', '--logLevel', 'warn'), 'The web application could not be built')
}

const hasWeb = () => existsSync(inProject('src/main/web/index.html'))

const parts = [
  {
    name: 'server',
    inputs: (files) => [...files.filter((file) => !isWebOnly(file)), 'package.json', 'scripts/lib/build.mjs'],
    build: buildServer,
  },
  {
    name: 'web',
    inputs: (files) =>
      hasWeb()
        ? [...files.filter((file) => !isServerOnly(file)), 'package-lock.json', 'vite.config.ts', 'postcss.config.cjs']
        : [],
    build: buildWeb,
  },
]

/** Builds the parts whose inputs differ from those of the last build; all of them unless told which. */
export async function ensureBuilt(names = parts.map(({ name }) => name)) {
  const files = sources()
  for (const { name, inputs, build } of parts.filter((part) => names.includes(part.name))) {
    const wanted = inputs(files)
    const stamp = inProject('dist', `.${name}.stamp`)
    const digest = hash(wanted)
    if (wanted.length === 0 || (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest)) continue
    console.log(`Building the ${name}…`)
    rmSync(stamp, { force: true })
    await build(wanted)
    mkdirSync(path.dirname(stamp), { recursive: true })
    writeFileSync(stamp, digest)
  }
}
