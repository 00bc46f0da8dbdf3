// What package-lock.json should hold for platforms other than the one it was written on.
import { readFileSync } from 'node:fs'
import { inProject } from './project.mjs'

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'windows',
]
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32']

/** These packages are named after the platform they are for: `@biomejs/cli-linux-x64-musl`. */
function platformOf(name) {
  const words = name.split(/[-/]/)
  const system = systems.find((known) => words.includes(known))
  const cpu = processors.find((known) => words.includes(known))
  return {
    ...(system && { os: [system === 'windows' ? 'win32' : system] }),
    ...(cpu && { cpu: [cpu] }),
    ...(words.includes('musl') && { libc: ['musl'] }),
  }
}

export const readLock = () => JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8'))

/** The optional dependencies without an entry, as entries; npm skips those whose platform is not its own. */
export function missingPlatforms(packages) {
  const wanted = Object.values(packages).flatMap(({ optionalDependencies = {}, dev }) =>
    Object.entries(optionalDependencies).map(([name, range]) => ({ name, version: range.replace(/^[~^]/, ''), dev })),
  )
  return Object.fromEntries(
    wanted
      .filter(({ name }) => !Object.keys(packages).some((place) => place.endsWith(`node_modules/${name}`)))
      .map(({ name, version, dev }) => [
        `node_modules/${name}`,
        { version, ...platformOf(name), ...(dev && { dev }), optional: true },
      ]),
  )
}
