/** Making a workspace: its company, roles, first admin, and what the areas put into a new one. */
import { sql } from 'kysely'
import { z } from 'zod'
import { countryByCode } from '../../kernel/countries.ts'
import { isTimeZone } from '../../kernel/dates.ts'
import { AppError } from '../../kernel/errors.ts'
import { isCurrency } from '../../kernel/money.ts'
import type { App } from '../../kernel/server/app.ts'
import { systemActor } from '../../kernel/server/auth.ts'
import type { Workspace } from '../../kernel/server/context.ts'
import { hashPassword } from '../../kernel/server/crypto.ts'
import { transact } from '../../kernel/server/execute.ts'
import { uuidv7 } from '../../kernel/server/ids.ts'
import { insert } from '../../kernel/server/table.ts'
import { company, member, role } from './model.ts'
import { shippedRoles } from './roles.ts'

export const password = z
  .string('must be text')
  .min(10, 'must have at least 10 characters')
  .max(200, 'must have at most 200 characters')

export const setupInput = z.strictObject({
  workspace: z.string('is required').trim().min(1, 'is required').max(120),
  country: z
    .string()
    .toUpperCase()
    .refine((v) => countryByCode(v) !== undefined, 'must be a country code such as DE')
    .default('US'),
  baseCurrency: z.string().toUpperCase().refine(isCurrency, 'must be a currency code such as EUR').default('EUR'),
  timeZone: z.string().refine(isTimeZone, 'must be a time zone such as Europe/Berlin').default('UTC'),
  locale: z.string().max(20).default('en'),
  name: z.string('is required').trim().min(1, 'is required').max(120),
  email: z.string('is required').trim().toLowerCase().pipe(z.email('must be an email address')),
  password,
  sampleData: z.boolean().default(false),
  code: z.string().max(100).optional(),
})
export type SetupInput = z.infer<typeof setupInput>

/** True while the database has no workspace. */
export const setupNeeded = async (app: App): Promise<boolean> => {
  const r = await sql`select 1 from workspace limit 1`.execute(app.database.app)
  return r.rows.length === 0
}

type Made = { workspaceId: string; userId: string; memberId: string }

/**
 * Makes a workspace with its first admin in one transaction. The event `workspace.setUp` (on the company) lets every
 * area add what it ships: pipelines, lists, tax rates. `first` refuses when a workspace is there already.
 */
export const setUpWorkspace = async (
  app: App,
  input: SetupInput,
  o: { first: boolean; demo?: boolean },
): Promise<Made> => {
  const passwordHash = await hashPassword(input.password)
  const id = uuidv7()
  const workspace: Workspace = {
    id,
    name: input.workspace,
    baseCurrency: input.baseCurrency,
    timeZone: input.timeZone,
    country: input.country,
    locale: input.locale,
    demo: o.demo ?? false,
    settings: {},
  }
  return transact(
    app,
    systemActor(id),
    async (c) => {
      if (o.first) {
        await sql`select pg_advisory_xact_lock(hashtext('throughline.setup'))`.execute(c.tx)
        const taken = await sql`select 1 from workspace limit 1`.execute(c.tx)
        if (taken.rows.length > 0)
          throw new AppError('conflict', 'This installation is set up already. Sign in instead.', {
            reason: 'alreadySetUp',
          })
      }
      await sql`insert into workspace (id, name, base_currency, time_zone, country, locale, demo)
        values (${id}, ${workspace.name}, ${workspace.baseCurrency}, ${workspace.timeZone}, ${workspace.country},
          ${workspace.locale}, ${workspace.demo})`.execute(c.tx)
      const user = await sql<{ id: string }>`insert into app_user (id, email, name, password_hash)
        values (${c.newId()}, ${input.email}, ${input.name}, ${passwordHash})
        on conflict (email) do update set name = app_user.name returning id`.execute(c.tx)
      const userId = user.rows[0]?.id ?? ''
      const firm = await insert(c, company, {
        name: input.workspace,
        legalName: input.workspace,
        address: { country: input.country },
        email: input.email,
      })
      const roles = new Map<string, string>()
      for (const { key, name, description, rights, fieldRights } of shippedRoles)
        roles.set(key, (await insert(c, role, { key, name, description, rights, fieldRights: fieldRights ?? {} })).id)
      const admin = await insert(c, member, {
        name: input.name,
        email: input.email,
        userId,
        roleId: roles.get('admin') ?? '',
        active: true,
        joinedAt: c.now,
      })
      c.emit('workspace.setUp', company, firm, {
        memberId: admin.id,
        country: input.country,
        sampleData: input.sampleData,
      })
      return { workspaceId: id, userId, memberId: admin.id }
    },
    { workspace },
  )
}
