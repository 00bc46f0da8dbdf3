/** How files of people become members in their teams: offices at the top, each manager's team beneath its office. */
import { sql } from 'kysely'
import type { RowData } from '../../kernel/codec.ts'
import { text } from '../../kernel/entity.ts'
import { AppError } from '../../kernel/errors.ts'
import { unaccent } from '../../kernel/match.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { type Also, type Draft, importing } from '../../kernel/server/import/importer.ts'
import { many } from '../../kernel/server/table.ts'
import { assertMayGive } from './admins.ts'
import { member, option, role, team } from './model.ts'
import { placeholderDomain } from './rules.ts'

const slug = (name: string): string =>
  unaccent(name)
    .replace(/[^a-z0-9]+/g, '.')
    .replace(/^\.+|\.+$/g, '')
    .slice(0, 60) || 'someone'

/** Addresses for people whose own is not known, each of them free. */
const placeholders = async (c: Ctx, names: readonly string[]): Promise<string[]> => {
  const patterns = names.map((n) => `${slug(n)}%@${placeholderDomain}`)
  const taken = await many(c, member, sql`t.email like any(${patterns}::text[])`)
  const used = new Set(taken.map((m) => m.email))
  return names.map((name) => {
    let address = `${slug(name)}@${placeholderDomain}`
    for (let n = 2; used.has(address); n++) address = `${slug(name)}.${n}@${placeholderDomain}`
    used.add(address)
    return address
  })
}

const roleByKey = async (c: Ctx, key: string): Promise<string | null> => {
  const [found] = await many(c, role, sql`t.key = ${key}`, sql`order by t.id limit 1`)
  return found?.id ?? null
}

const byName = <T extends { name: string }>(rows: readonly T[]): Map<string, T> =>
  new Map(rows.map((r) => [unaccent(r.name), r]))
const words = (drafts: readonly Draft[], key: string): string[] => {
  const all = drafts.flatMap(({ extra }) => (typeof extra[key] === 'string' ? [extra[key]] : []))
  return [...new Map(all.map((name) => [unaccent(name), name])).values()]
}
const teamName = (manager: string): string => `${manager}’s team`

type Names = { offices: string[]; managers: { name: string; office: string | null }[] }

const namesIn = (drafts: readonly Draft[]): Names => {
  const managers = words(drafts, 'managerName').map((name) => {
    const row = drafts.find(
      (d) => typeof d.extra.managerName === 'string' && unaccent(d.extra.managerName) === unaccent(name),
    )
    return { name, office: typeof row?.extra.office === 'string' ? row.extra.office : null }
  })
  return { offices: words(drafts, 'office'), managers }
}

/** Makes the offices, managers and teams that the file names and are not there. Gives back the teams by name. */
const makeTeams = async (c: Ctx, drafts: readonly Draft[], also: Also): Promise<Map<string, { id: string }>> => {
  const { offices, managers } = namesIn(drafts)
  const teams = new Map<string, { id: string }>(byName(await many(c, team, sql`true`)))
  const people = new Map<string, { id: string }>(byName(await many(c, member, sql`true`)))
  const newOffices = offices
    .filter((name) => !teams.has(unaccent(name)))
    .map((name) => ({ id: c.newId(), name, parentId: null }))
  for (const o of newOffices) teams.set(unaccent(o.name), o)
  // A manager belongs to the team they lead: each row names the other, so the keys are held to account at the end.
  await sql`set constraints all deferred`.execute(c.tx)
  const lead = managers.length > 0 ? await roleByKey(c, 'teamLead') : null
  const newManagers: RowData[] = []
  const newTeams: RowData[] = []
  const addresses = await placeholders(
    c,
    managers.map((m) => m.name),
  )
  for (const [i, { name, office }] of managers.entries()) {
    const key = unaccent(teamName(name))
    const known = people.get(unaccent(name))
    const managerId = known?.id ?? c.newId()
    const id = teams.get(key)?.id ?? c.newId()
    if (!known) {
      newManagers.push({ id: managerId, name, email: addresses[i], roleId: lead, teamId: id, active: true })
      people.set(unaccent(name), { id: managerId })
    }
    if (teams.has(key)) continue
    newTeams.push({
      id,
      name: teamName(name),
      managerId,
      parentId: office === null ? null : (teams.get(unaccent(office))?.id ?? null),
    })
    teams.set(key, { id })
  }
  await also(team, [...newOffices, ...newTeams])
  await also(member, newManagers)
  await sql`set constraints all immediate`.execute(c.tx)
  return teams
}

export const memberImporter = importing(member, {
  open: ['email'],
  fills: ['email', 'roleId'],
  fields: {
    managerName: text({ label: 'Manager', help: 'Leads the team this person is put into' }),
    office: text({ label: 'Office', help: 'The team above the manager’s' }),
  },
  missing: (_c, names) => names.map((name): RowData => ({ name })),
  prepare: async (c, drafts) => {
    const agent = await roleByKey(c, 'salesAgent')
    const nameless = drafts.filter((d) => !d.before && !d.values.email)
    const addresses = await placeholders(
      c,
      nameless.map((d) => String(d.values.name ?? '')),
    )
    for (const [i, draft] of nameless.entries()) draft.values.email = addresses[i]
    for (const draft of drafts) {
      if (!draft.before) draft.values.roleId ??= agent
      // The address is what people sign in with: a file does not change it.
      else delete draft.values.email
      if (typeof draft.values.roleId !== 'string' || draft.values.roleId === draft.before?.roleId) continue
      try {
        if (draft.before && typeof draft.before.roleId === 'string') await assertMayGive(c, draft.before.roleId)
        if (draft.values.roleId !== agent) await assertMayGive(c, draft.values.roleId)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        draft.problems.push({ field: 'roleId', message: error.message })
      }
    }
  },
  announces: async (c, drafts) => {
    const { offices, managers } = namesIn(drafts)
    const teams = byName(await many(c, team, sql`true`))
    const people = byName(await many(c, member, sql`true`))
    const lacking = (known: ReadonlyMap<string, unknown>, names: readonly string[]) =>
      names.filter((name) => !known.has(unaccent(name)))
    return new Map([
      ['team', lacking(teams, [...offices, ...managers.map((m) => teamName(m.name))])],
      [
        'member',
        lacking(
          people,
          managers.map((m) => m.name),
        ),
      ],
    ])
  },
  before: async (c, drafts, also) => {
    const placed = drafts.filter((d) => d.extra.managerName || d.extra.office)
    if (placed.length === 0) return
    const teams = await makeTeams(c, placed, also)
    for (const { values, extra } of placed) {
      if (values.teamId) continue
      const name = typeof extra.managerName === 'string' ? teamName(extra.managerName) : String(extra.office)
      values.teamId = teams.get(unaccent(name))?.id ?? null
    }
  },
})

export const teamImporter = importing(team)
export const optionImporter = importing(option)
