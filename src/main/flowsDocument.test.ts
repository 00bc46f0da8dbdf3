import { expect, test } from 'vitest'
import { definitions } from './definitions.ts'
import { flowsDocument } from './flowsDocument.ts'

const text = flowsDocument(definitions)

test('every flow has a diagram with all its states and steps', () => {
  expect(definitions.flows.length).toBeGreaterThan(4)
  for (const f of definitions.flows) {
    const [, section = ''] = text.split(`## ${f.entity.label}: \`${f.entity.name}.${f.field}\`\n`)
    const diagram = /```mermaid\n([\s\S]*?)```/.exec(section)?.[1] ?? ''
    for (const [state, choice] of Object.entries(f.entity.fields[f.field]?.choices ?? {}))
      expect(diagram).toContain(`state "${choice.label}" as ${state}\n`)
    for (const step of Object.values(f.steps))
      for (const from of step.from) {
        const arrow = diagram.split('\n').find((l) => l.trim().startsWith(`${from} --> ${step.to}:`))
        expect(arrow, `${f.entity.name}: ${from} to ${step.to}`).toContain(step.label)
      }
    for (const derived of Object.values(f.derived)) expect(section).toContain(`**${derived.label}**`)
  }
})

test('a diagram is made of lines Mermaid can read', () => {
  const lines = [...text.matchAll(/```mermaid\n([\s\S]*?)```/g)].flatMap((m) => (m[1] ?? '').trim().split('\n'))
  const known = [
    /^stateDiagram-v2$/,
    /^ {2}state "[^":]+" as \w+$/,
    /^ {2}\[\*\] --> \w+$/,
    /^ {2}\w+ --> (\w+: [^:"]+|\[\*\])$/,
  ]
  for (const line of lines)
    expect(
      known.some((k) => k.test(line)),
      line,
    ).toBe(true)
})
