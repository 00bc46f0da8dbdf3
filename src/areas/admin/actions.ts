/** Every write of administration but the user verbs, which have their own file. */
import { sql } from 'kysely'
import { AppError, forbidden, invalid, refused } from '../../kernel/errors.ts'
import { validatePattern } from '../../kernel/numberPattern.ts'
import { isCurrency } from '../../kernel/money.ts'
import { reachOf } from '../../kernel/server/access.ts'
import { collectionVerb, creates, crud, removes, restores, updates, verb } from '../../kernel/server/action.ts'
import { forgetActors } from '../../kernel/server/auth.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { insert, many, update } from '../../kernel/server/table.ts'
import { assertAdminRemains, lockAdmins } from './admins.ts'
import { company, exchangeRate, member, notification, numberSeries, option, role, savedView, team } from './model.ts'
import { fieldRightProblems, isAdmin, notificationVerbs, rightProblems, wouldLoop } from './rules.ts'
import type { Role } from './model.ts'

export const companyCreate = creates(company)
export const companyUpdate = updates(company)
export const companyRestore = restores(company)
export const companyDelete = removes(company, {
  before: async (c, row) => {
    const others = await many(c, company, sql`t.id <> ${row.id}`, sql`limit 1`)
    if (others.length === 0)
      throw new AppError('refused', 'A workspace needs a company to issue documents.', { reason: 'lastCompany' })
  },
})

const assertTree = async (c: Ctx, id: string, parentId: string | null | undefined): Promise<void> => {
  if (!parentId) return
  // Two moves at once could close a ring that neither sees.
  await sql`select pg_advisory_xact_lock(hashtext(${`teams:${c.workspace.id}`}))`.execute(c.tx)
  if (wouldLoop(await many(c, team, sql`true`), id, parentId))
    throw invalid('parentId', 'is this team itself or one beneath it')
}

export const teamCreate = creates(team)
export const teamUpdate = updates(team, {
  run: async (c, row, patch) => {
    await assertTree(c, row.id, patch.parentId)
    const next = await update(c, team, row, patch)
    forgetActors(c.workspace.id)
    return next
  },
})
export const teamRestore = restores(team)
export const teamDelete = removes(team, {
  before: async (c, row) => {
    const beneath = await many(c, team, sql`t.parent_id = ${row.id}`, sql`limit 1`)
    const people = await many(c, member, sql`t.team_id = ${row.id} and t.active`, sql`limit 1`)
    if (beneath.length > 0 || people.length > 0)
      throw new AppError('refused', 'Move its people and the teams beneath it first.', { reason: 'teamInUse' })
  },
})

/** Whoever could write rights could write their own: that stays with those who have all of them. */
const assertMayWriteRights = (c: Ctx, given: Partial<Pick<Role, 'rights' | 'fieldRights'>>): void => {
  if (given.rights === undefined && given.fieldRights === undefined) return
  if (c.actor.kind !== 'system' && !isAdmin(c.actor.rights))
    throw refused('onlyAdminsMakeAdmins', 'Only an admin can change what a role may do.')
}

const assertRights = (c: Ctx, given: Partial<Pick<Role, 'rights' | 'fieldRights'>>, before?: Role): void => {
  const errors = [
    ...rightProblems(c.registry, given.rights ?? {}, before?.rights),
    ...fieldRightProblems(c.registry, given.fieldRights ?? {}, before?.fieldRights),
  ]
  const [first] = errors
  if (first) throw new AppError('invalid', `${first.path} ${first.message}.`, { errors })
}

export const roleCreate = creates(role, {
  run: async (c, input) => {
    assertMayWriteRights(c, input)
    assertRights(c, input)
    return insert(c, role, input)
  },
})
export const roleUpdate = updates(role, {
  run: async (c, row, patch) => {
    assertMayWriteRights(c, patch)
    assertRights(c, patch, row)
    await lockAdmins(c)
    const next = await update(c, role, row, patch)
    await assertAdminRemains(c)
    forgetActors(c.workspace.id)
    return next
  },
})
export const roleRestore = restores(role)
export const roleDelete = removes(role, {
  before: async (c, row) => {
    const people = await many(c, member, sql`t.role_id = ${row.id}`, sql`limit 1`)
    if (people.length > 0) throw new AppError('refused', 'Give its users another role first.', { reason: 'roleInUse' })
  },
})

export const optionCrud = crud(option)

export const seriesCreate = creates(numberSeries, {
  run: async (c, input) => {
    assertSeries(c, input)
    return insert(c, numberSeries, input)
  },
})
export const seriesUpdate = updates(numberSeries, {
  run: async (c, row, patch) => {
    assertSeries(c, patch)
    return update(c, numberSeries, row, patch)
  },
})
export const seriesDelete = removes(numberSeries)
export const seriesRestore = restores(numberSeries)

const assertSeries = (c: Ctx, given: { pattern?: string; entity?: string }): void => {
  if (given.pattern !== undefined) validatePattern(given.pattern)
  if (given.entity !== undefined && !c.registry.find(given.entity)?.number)
    throw invalid('entity', 'is not a document with numbers of its own')
}

const assertRate = (c: Ctx, given: { code?: string; rate?: string }): void => {
  if (given.code !== undefined && !isCurrency(given.code)) throw invalid('code', 'must be a currency code such as USD')
  if (given.code === c.workspace.baseCurrency) throw invalid('code', 'is the base currency: its rate is always 1')
  if (given.rate !== undefined && !(Number(given.rate) > 0)) throw invalid('rate', 'must be more than 0')
}
export const rateCreate = creates(exchangeRate, {
  run: async (c, input) => {
    assertRate(c, input)
    return insert(c, exchangeRate, input)
  },
})
export const rateUpdate = updates(exchangeRate, {
  run: async (c, row, patch) => {
    assertRate(c, patch)
    return update(c, exchangeRate, row, patch)
  },
})
export const rateDelete = removes(exchangeRate)
export const rateRestore = restores(exchangeRate)

/** A shared view is read by all; changing it stays with its owner and with who may change everyone's. */
const assertMine = (c: Ctx, row: { ownerId: string | null }): void => {
  if (row.ownerId !== c.actor.memberId && reachOf(c.actor, savedView.name, 'edit') !== 'all')
    throw forbidden('This view belongs to someone else. Save it under another name to change it.')
}
export const viewCreate = creates(savedView)
export const viewUpdate = updates(savedView, {
  run: async (c, row, patch) => {
    assertMine(c, row)
    return update(c, savedView, row, patch)
  },
})
export const viewDelete = removes(savedView, { before: async (c, row) => assertMine(c, row) })
export const viewRestore = restores(savedView)

export const readNotification = verb(
  notificationVerbs,
  'read',
  async (c, row) => update(c, notification, row, { readAt: row.readAt ?? c.now }),
  { right: 'view' },
)

export const readAllNotifications = collectionVerb(
  notificationVerbs,
  'readAll',
  async (c) => {
    // One statement and no event for each: that somebody has read their bell is of no interest to anyone else.
    const r = await sql`update notification set read_at = ${c.now}, version = version + 1
      where workspace_id = ${c.workspace.id} and owner_id = ${c.actor.memberId} and read_at is null
        and deleted_at is null returning id`.execute(c.tx)
    return { data: { read: r.rows.length } }
  },
  { right: 'view' },
)
