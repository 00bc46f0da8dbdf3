import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { definitionsOf } from '../../kernel/registry.ts'
import { definitions } from '../definitions.ts'
import { definitionNames, narrowed } from './leanDefinitions.ts'

const folder = path.join(import.meta.dirname, '..')
const source = readFileSync(path.join(folder, 'definitions.ts'), 'utf8')
const modules = [...source.matchAll(/^import \* as \w+ from '([^']+)'$/gm)].map((m) => m[1] ?? '')

test('the browser gets every entity, flow, verb and report that the server has', async () => {
  expect(modules.length).toBeGreaterThan(15)
  const picked: object[] = []
  for (const from of modules) {
    const file = path.join(folder, from)
    const all: Record<string, unknown> = await import(file)
    picked.push(Object.fromEntries(definitionNames(readFileSync(file, 'utf8')).map((n) => [n, all[n]])))
  }
  const lean = definitionsOf(picked)
  expect(lean.entities.map((e) => e.name).sort()).toEqual(definitions.entities.map((e) => e.name).sort())
  expect(lean.flows.map((f) => f.entity.name).sort()).toEqual(definitions.flows.map((f) => f.entity.name).sort())
  expect(lean.reports.map((r) => r.name).sort()).toEqual(definitions.reports.map((r) => r.name).sort())
  expect(lean.verbs.map((v) => v.entity.name).sort()).toEqual(definitions.verbs.map((v) => v.entity.name).sort())
})

test('a module is narrowed to its definitions', () => {
  const out = narrowed(
    `import * as m from './m.ts'\nexport const d = of([m])`,
    () => `export const a = entity('a')\nexport const b = () => 1\nexport const c = flow<F>()(a, 's', {})`,
  )
  expect(out).toBe(
    `import { a as m_a, c as m_c } from './m.ts'\nconst m = { a: m_a, c: m_c }\nexport const d = of([m])`,
  )
})
