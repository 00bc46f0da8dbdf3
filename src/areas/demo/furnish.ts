/** Furnishes a workspace: the demo of `npm start -- --demo`, or sample data in a new one. */
import { sql } from 'kysely'
import { z } from 'zod'
import type { Actor } from '../../kernel/server/access.ts'
import type { App } from '../../kernel/server/app.ts'
import { actorOf } from '../../kernel/server/auth.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { hashPassword } from '../../kernel/server/crypto.ts'
import { systemActor } from '../../kernel/server/auth.ts'
import { transact } from '../../kernel/server/execute.ts'
import { job, within } from '../../kernel/server/jobs.ts'
import { find, insert, many, update } from '../../kernel/server/table.ts'
import { demoPassword, setUpWorkspace } from '../admin/index.ts'
import { company, member, role, team } from '../admin/model.ts'
import { tellStory } from './story.ts'
import { paper, people, teams } from './world.ts'

const makePeople = async (c: Ctx, passwordHash: string): Promise<string[]> => {
  const teamIds = new Map<string, string>()
  for (const t of teams) {
    const made = await insert(c, team, { name: t.name, parentId: t.parent ? (teamIds.get(t.parent) ?? null) : null })
    teamIds.set(t.name, made.id)
  }
  // The admin looks at all of it.
  for (const admin of await many(c, member, sql`true`))
    await update(c, member, admin, { teamId: teamIds.get('Sales') ?? null })
  const roles = new Map((await many(c, role, sql`true`)).map((r) => [r.key, r.id]))
  const users: string[] = []
  for (const p of people) {
    const userId = c.newId()
    await sql`insert into app_user (id, email, name, password_hash) values (${userId}, ${p.email}, ${p.name}, ${passwordHash})`.execute(
      c.tx,
    )
    await insert(c, member, {
      name: p.name,
      email: p.email,
      userId,
      roleId: roles.get(p.role) ?? '',
      teamId: teamIds.get(p.team) ?? null,
      jobTitle: p.title,
      active: true,
      joinedAt: c.now,
    })
    users.push(userId)
  }
  return users
}

/** What stands on the company's paper; its numbers are well formed and nobody's. */
const makeCompany = async (c: Ctx): Promise<void> => {
  for (const firm of await many(c, company, sql`true`)) await update(c, company, firm, paper)
}

const selling = new Set(['accountManager', 'salesAgent', 'teamLead'])

/** Makes the demo workspace unless there is one. Everyone in it signs in with the demo password. */
export const furnishDemo = async (app: App): Promise<void> => {
  const there = await sql`select 1 from workspace where demo limit 1`.execute(app.database.app)
  if (there.rows.length > 0) return
  const made = await setUpWorkspace(
    app,
    {
      workspace: 'Lumen Hardware',
      country: 'DE',
      baseCurrency: 'EUR',
      timeZone: 'Europe/Berlin',
      locale: 'en',
      name: 'Ada Admin',
      email: 'ada@demo.example',
      password: demoPassword,
      sampleData: false,
    },
    { first: false, demo: true },
  )
  const passwordHash = await hashPassword(demoPassword)
  const users = await transact(app, systemActor(made.workspaceId), async (c) => {
    await makeCompany(c)
    return makePeople(c, passwordHash)
  })
  const actors = await Promise.all(users.map((u) => actorOf(app, made.workspaceId, u)))
  const boss = await actorOf(app, made.workspaceId, made.userId)
  if (!boss) throw new Error('the demo has no admin')
  const sellers = actors.filter((a, i): a is Actor => a !== undefined && selling.has(people[i]?.role ?? ''))
  await tellStory(app, made.workspaceId, { sellers, finance: boss, weeks: 26, leadsPerWeek: 4 })
}

const payloadSchema = z.object({ memberId: z.uuid() })

/** Sample data for somebody who looks around in a workspace of their own: all of it theirs, and deletable. */
export const furnishJob = job(
  'demo.furnish',
  async (j, payload) => {
    const { memberId } = payloadSchema.parse(payload)
    const userId = await j.transaction(async (c) => (await find(c, member, memberId))?.userId ?? '')
    const actor = await actorOf(j.app, j.workspaceId, userId)
    if (actor) await tellStory(j.app, j.workspaceId, { sellers: [actor], finance: actor, weeks: 12, leadsPerWeek: 3 })
  },
  { attempts: 1 },
)

export const offerSampleData = within('workspace.setUp', 'demo: sample data', async (c, event) => {
  if (event.data.sampleData === true) c.enqueue({ name: 'demo.furnish', payload: { memberId: event.data.memberId } })
})
