// Checks who imports whom, and that the checker sees every file and catches one planted violation of every rule.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { inProject, packaged, root } from './project.mjs'

const config = createRequire(import.meta.url)(inProject('.dependency-cruiser.cjs'))

/** What each rule must catch: the planted file and what it imports, in a copy of the sources. */
const planted = {
  'no-cycles': ['src/areas/planted/a.ts', './b.ts'],
  'kernel-knows-no-area': ['src/kernel/planted.ts', '../areas/planted/actions.ts'],
  'areas-know-no-main': ['src/areas/planted/main.ts', '../../main/planted.ts'],
  'areas-meet-at-index': ['src/areas/planted/meets.ts', '../other/actions.ts'],
  'pure-stays-pure': ['src/areas/planted/rules.ts', '../../kernel/server/planted.ts'],
  'pure-knows-no-node': ['src/areas/planted/model.ts', 'node:fs'],
  'screens-know-no-server': ['src/areas/planted/ui/Page.tsx', '../actions.ts'],
  'server-knows-no-screen': ['src/areas/planted/queries.ts', './ui/Page.tsx'],
  'nothing-uses-tests': ['src/areas/planted/tested.ts', './planted.test.ts'],
}

/** The rules of order are one rule written many times: each is planted alike. */
for (const { name } of config.forbidden) {
  const area = /^(\w+)-knows-no-later-area$/.exec(name)?.[1]
  if (area) planted[name] = [`src/areas/${area}/planted.ts`, '../analytics/index.ts']
}

/** What no import shows: the compiler without types of a platform, or the linter, must refuse it in pure files. */
const impure = ['fetch("")', 'process.cwd()', 'document.title', 'setTimeout(() => {})']
const impureByLint = ['Date.now()', 'Math.random()']

const targets = {
  'src/areas/planted/b.ts': `import './a.ts'`,
  'src/areas/planted/actions.ts': '',
  'src/areas/planted/planted.test.ts': '',
  'src/areas/other/actions.ts': '',
  'src/areas/analytics/index.ts': '',
  'src/kernel/server/planted.ts': '',
  'src/main/planted.ts': '',
}

async function findViolations(baseDir) {
  const { output } = await cruise(
    ['src'],
    { ...config.options, ruleSet: { forbidden: config.forbidden }, validate: true, baseDir },
    undefined,
    { tsConfig: extractTSConfig(inProject(config.options.tsConfig.fileName)) },
  )
  return { violations: output.summary.violations, seen: new Set(output.modules.map(({ source }) => source)) }
}

const isSource = (file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts')

const sourceFiles = () =>
  readdirSync(inProject('src'), { recursive: true })
    .filter(isSource)
    .map((file) => `src/${file.split(path.sep).join('/')}`)

const copied = [
  'src',
  'package.json',
  'tsconfig.base.json',
  'tsconfig.web.json',
  'tsconfig.pure.json',
  '.oxlintrc.json',
]

/** Runs `work` in a copy of the project that has `files` besides, by path and content. */
async function inPlantedCopy(files, work) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'planted-'))
  try {
    for (const name of copied) cpSync(inProject(name), path.join(folder, name), { recursive: true })
    symlinkSync(inProject('node_modules'), path.join(folder, 'node_modules'))
    for (const [file, content] of files) {
      const target = path.join(folder, file)
      mkdirSync(path.dirname(target), { recursive: true })
      writeFileSync(target, content)
    }
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What is wrong, in sentences; nothing if all is well. */
export async function checkBoundaries() {
  const { violations, seen } = await findViolations(root)
  const unseen = sourceFiles().filter((file) => !seen.has(file))
  return [
    ...violations.map(({ rule, from, to }) => `${rule.name}: ${from} imports ${to}`),
    ...unseen.map((file) => `the checker does not see ${file}`),
  ]
}

/** The rules that a planted violation did not make speak. */
export async function checkRulesBite() {
  const violations = Object.values(planted).map(([file, imported]) => [file, `import '${imported}'\n`])
  const found = await inPlantedCopy([...Object.entries(targets), ...violations], findViolations)
  const caught = new Set(found.violations.map(({ rule, from }) => `${rule.name} ${from}`))
  const untested = config.forbidden.filter(({ name }) => !planted[name])
  const silent = Object.entries(planted).filter(([name, [file]]) => !caught.has(`${name} ${file}`))
  return [
    ...untested.map(({ name }) => `${name} has no planted violation`),
    ...silent.map(([name, [file]]) => `${name} does not catch ${file}`),
  ]
}

/** The impurities that neither the pure compiler nor the linter refused in an area's rules. */
export async function checkPurityBites() {
  const all = [...impure.map((code) => [code, 'tsc']), ...impureByLint.map((code) => [code, 'oxlint'])]
  const files = all.map(([code], index) => [
    `src/areas/planted${index}/rules.ts`,
    `export const planted = () => ${code}\n`,
  ])
  const outputs = await inPlantedCopy(files, (folder) => ({
    tsc: outputOf(folder, packaged('typescript7/bin/tsc', '-p', 'tsconfig.pure.json')),
    oxlint: outputOf(folder, packaged('oxlint/bin/oxlint', '--format=unix', ...files.map(([file]) => file))),
  }))
  return all
    .filter(([, tool], index) => !outputs[tool].includes(files[index][0]))
    .map(([code]) => `nothing refuses ${code}`)
}

const outputOf = (cwd, [command, ...args]) => spawnSync(command, args, { cwd, encoding: 'utf8' }).stdout
