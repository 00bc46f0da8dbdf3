/** Every write to activities. */
import { sql } from 'kysely'
import { z } from 'zod'
import type { RecordRef, Values } from '../../kernel/entity.ts'
import { invalid } from '../../kernel/errors.ts'
import { parseWith } from '../../kernel/schema.ts'
import { reachOf, within } from '../../kernel/server/access.ts'
import { collectionVerb, creates, removes, restores, step, updates, verb } from '../../kernel/server/action.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { many, partRows, saveParts, update } from '../../kernel/server/table.ts'
import { type Activity, activity, activityLink } from './model.ts'
import { activityFlow, activityVerbs, logTargetsMost } from './rules.ts'
import { followingLikeThis, makeNext, seriesPatch, seriesStart } from './series.ts'
import { allLinks, planReminder, settled, write } from './write.ts'

const parts = { links: activityLink }

export const activityCreate = creates(activity, {
  parts,
  run: async (c, { links = [], ...given }) => {
    const id = given.id ?? c.newId()
    const values = settled(c, given)
    const row = await write(c, { ...values, ...seriesStart(id, values), id }, links)
    // a meeting written down after it was held is done, and its series goes on
    if (row.status === 'done') await makeNext(c, row)
    return row
  },
})

const timeFields = ['dueAt', 'startsAt', 'endsAt'] as const

/** A new hour moves the day with it; a new day without an hour drops the hour. */
const movedTimes = (c: Ctx, row: Activity, patch: Values<typeof activity>): Values<typeof activity> => {
  if (timeFields.some((k) => patch[k] !== undefined && patch[k] !== row[k])) {
    const { dueAt, startsAt, endsAt } = row
    return settled(c, { dueAt, startsAt, endsAt, ...patch })
  }
  return patch.dueOn !== undefined && patch.dueOn !== row.dueOn ? { ...patch, dueAt: null } : patch
}

export const activityUpdate = updates(activity, {
  parts,
  run: async (c, row, { links, ...patch }) => {
    const next = await update(c, activity, row, await seriesPatch(c, row, movedTimes(c, row, patch)))
    if (links || (patch.about && patch.about.id !== row.about?.id)) {
      const known =
        links ?? (await partRows(c, activityLink, row.id)).map(({ id, target, role }) => ({ id, target, role }))
      await saveParts(c, activityLink, next, allLinks(next.about, known))
    }
    if (next.reminderAt !== row.reminderAt) planReminder(c, next)
    return next
  },
})

export const activityDelete = removes(activity)
export const activityRestore = restores(activity)

export const completeActivity = step(
  activityFlow,
  'complete',
  async (c, _row, _input, move) => {
    const done = await move({ doneAt: c.now })
    await makeNext(c, done)
    return done
  },
  { right: 'edit' },
)
/** Of a series only this one is left out. */
export const cancelActivity = step(
  activityFlow,
  'cancel',
  async (c, _row, _input, move) => {
    const cancelled = await move()
    await makeNext(c, cancelled)
    return cancelled
  },
  { right: 'edit' },
)
export const reopenActivity = step(
  activityFlow,
  'reopen',
  async (c, _row, _input, move) => {
    const next = await move({ doneAt: null })
    planReminder(c, next)
    return next
  },
  { right: 'edit' },
)

export const applyToFollowing = verb(
  activityVerbs,
  'applyToFollowing',
  (c, row) => update(c, activity, row, followingLikeThis(row)),
  { right: 'edit' },
)

const targetsSchema = z
  .array(z.strictObject({ entity: z.string().max(64), id: z.uuid('must be the id of a record') }))
  .min(1, 'must name at least one record')
  .max(logTargetsMost, `must name at most ${logTargetsMost} records`)

/** The records that exist and that the actor may see, in the order given; the others are refused by place. */
const visibleTargets = async (c: Ctx, wanted: readonly RecordRef[]): Promise<RecordRef[]> => {
  const seen = new Set<string>()
  for (const name of new Set(wanted.map((t) => t.entity))) {
    const e = c.registry.find(name)
    if (!e || e.partOf) throw invalid('targets', `${name} is not a kind of record`)
    const ids = wanted.filter((t) => t.entity === name).map((t) => t.id)
    const reach = reachOf(c.actor, name, 'view')
    for (const row of await many(c, e, sql`t.id = any(${ids}::uuid[])`))
      if (within(c.actor, e, reach, row)) seen.add(row.id)
  }
  const missing = wanted.findIndex((t) => !seen.has(t.id))
  if (missing >= 0) throw invalid(`targets.${missing}`, 'does not exist')
  return [...wanted]
}

/** Writes down what happened, with one record or with many. */
export const logActivity = collectionVerb(
  activityVerbs,
  'log',
  async (c, { targets: given, each, at, ...values }) => {
    const targets = await visibleTargets(c, parseWith(targetsSchema, given))
    const when = at ?? c.now
    const one = (links: RecordRef[]) =>
      write(
        c,
        { ...values, startsAt: when > c.now ? c.now : when },
        links.map((target) => ({ target })),
      )
    if (!each) return one(targets)
    const ids: string[] = []
    for (const t of targets) ids.push((await one([t])).id)
    return { data: { created: ids.length, ids } }
  },
  { right: 'create' },
)
