import { expect, test } from 'vitest'
import { definitions } from '../../main/definitions.ts'
import { shippedRoles } from './roles.ts'
import { fieldRightProblems, isAdmin, reachIn, rightProblems, wouldLoop } from './rules.ts'
import { cellOf, groupsOf, withCell } from './ui/rights.ts'

test('every shipped role names rights and fields that exist', () => {
  for (const r of shippedRoles) {
    expect(rightProblems(definitions, r.rights), r.key).toEqual([])
    expect(fieldRightProblems(definitions, r.fieldRights ?? {}), r.key).toEqual([])
  }
})

test('only the admin role is one of an admin', () => {
  expect(shippedRoles.filter((r) => isAdmin(r.rights)).map((r) => r.key)).toEqual(['admin'])
})

test('the most exact right wins', () => {
  const rights = { '*': 'none', '*.view': 'own', 'lead.*': 'team', 'lead.delete': 'none' } as const
  expect(reachIn(rights, 'lead', 'view')).toBe('team')
  expect(reachIn(rights, 'lead', 'delete')).toBe('none')
  expect(reachIn(rights, 'account', 'view')).toBe('own')
  expect(reachIn(rights, 'account', 'edit')).toBe('none')
})

test('a cell that says what the wider ones say leaves no entry behind', () => {
  const rights = { '*.view': 'all', 'lead.view': 'own' } as const
  expect(withCell(rights, 'lead', 'view', 'all')).toEqual({ '*.view': 'all' })
  expect(withCell(rights, 'lead', 'edit', 'team')).toEqual({ ...rights, 'lead.edit': 'team' })
  expect(cellOf({ '*': 'all' }, '*', 'delete')).toBe('all')
})

test('the matrix shows every right that can be given, each once', () => {
  const rows = groupsOf(definitions, { lead: ['convert'], import: ['run'] }).flatMap((g) => g.rows)
  expect(new Set(rows.map((r) => r.entity)).size).toBe(rows.length)
  for (const e of definitions.entities) if (!e.partOf) expect(rows.map((r) => r.entity)).toContain(e.name)
  expect(rows.find((r) => r.entity === 'import')?.verbs).toContainEqual({
    verb: 'historical',
    label: 'Import dates and end states of the past',
  })
  for (const r of rows) expect(new Set(r.verbs.map((v) => v.verb)).size, r.entity).toBe(r.verbs.length)
})

test('a team cannot hang beneath itself', () => {
  const teams = [
    { id: 'a', parentId: null },
    { id: 'b', parentId: 'a' },
    { id: 'c', parentId: 'b' },
  ]
  expect(wouldLoop(teams, 'a', 'c')).toBe(true)
  expect(wouldLoop(teams, 'a', 'a')).toBe(true)
  expect(wouldLoop(teams, 'c', 'a')).toBe(false)
})
