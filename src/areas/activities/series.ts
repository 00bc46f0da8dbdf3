/** Series of activities: what makes one repeat, what changes for the following ones, and how the next comes about. */
import { sql } from 'kysely'
import { isDay } from '../../kernel/dates.ts'
import type { Values } from '../../kernel/entity.ts'
import { invalid, refused } from '../../kernel/errors.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { partRows } from '../../kernel/server/table.ts'
import { type Activity, activity, activityLink } from './model.ts'
import {
  contentKeys,
  nextOf,
  nthDay,
  type Place,
  repeatable,
  type Rule,
  ruleKeys,
  timeKeys,
  timesOn,
  weekdayOf,
} from './recurrence.ts'
import { write } from './write.ts'

type Patch = Values<typeof activity>

const ruleOf = (row: Activity): Rule | undefined => (row.repeats ? { ...row, repeats: row.repeats } : undefined)
const placeOf = (row: Activity): Place | undefined =>
  row.occurrence && row.anchorOn && row.anchorOccurrence
    ? { occurrence: row.occurrence, anchorOn: row.anchorOn, anchorOccurrence: row.anchorOccurrence }
    : undefined

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
const changes = (row: Activity, patch: Patch, keys: readonly (keyof Patch & keyof Activity)[]): boolean =>
  keys.some((k) => patch[k] !== undefined && !same(patch[k], row[k]))

const between = (n: number | null | undefined, most: number): boolean =>
  n === null || n === undefined || (n >= 1 && n <= most)

/** Throws `invalid` where a rule makes no sense for what is to repeat. */
const checkRule = (v: Patch): void => {
  if (!repeatable.has(v.kind ?? 'task')) throw invalid('repeats', 'is for tasks, calls and meetings')
  if (!v.dueOn) throw invalid(v.kind === 'task' ? 'dueOn' : 'startsAt', 'is needed for what repeats')
  if (!between(v.repeatEvery, 99)) throw invalid('repeatEvery', 'must be between 1 and 99')
  if (!between(v.repeatTimes, 999)) throw invalid('repeatTimes', 'must be between 1 and 999')
  if (v.repeatUntil && v.repeatUntil < v.dueOn) throw invalid('repeatUntil', 'must not be before the day it is due')
}

/** A rule begins to count here. */
const anchored = (id: string, v: Patch, known?: Activity): Patch => ({
  seriesId: known?.seriesId ?? id,
  occurrence: known?.occurrence ?? 1,
  anchorOn: v.dueOn ?? null,
  anchorOccurrence: known?.occurrence ?? 1,
})

/** What a new activity with a rule has beside it; nothing for one without. */
export const seriesStart = (id: string, v: Patch): Patch => {
  if (!v.repeats || v.seriesId) return {}
  checkRule(v)
  return anchored(id, v)
}

const hasNext = async (c: Ctx, row: Activity, deletedToo: boolean): Promise<boolean> => {
  if (!row.seriesId || !row.occurrence) return false
  const r = await sql`select 1 from activity where workspace_id = ${c.workspace.id} and series_id = ${row.seriesId}
    and occurrence > ${row.occurrence} ${deletedToo ? sql`` : sql`and deleted_at is null`} limit 1`.execute(c.tx)
  return r.rows.length > 0
}

/**
 * The patch of one activity of a series with what follows from it. A change is for this one only: what it was is kept for
 * the following ones. A change of the rule is for the following ones by its nature, and begins to count anew here.
 */
export const seriesPatch = async (c: Ctx, row: Activity, patch: Patch): Promise<Patch> => {
  const next = { ...row, ...Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined)) }
  if (changes(row, patch, ruleKeys)) {
    if (await hasNext(c, row, false))
      throw refused('notLast', 'The next one of this series has been made already: change how it repeats there.')
    if (!next.repeats) return { ...patch, following: null }
    checkRule(next)
    const kept = Object.entries(row.following ?? {}).filter(([k]) => !timeKeys.some((t) => t === k))
    return { ...patch, ...anchored(row.id, next, row), following: kept.length > 0 ? Object.fromEntries(kept) : null }
  }
  if (!row.repeats) return patch
  if (next.dueOn === null) throw invalid('dueOn', 'is needed for what repeats')
  const following: Record<string, unknown> = { ...row.following }
  const keep = (k: keyof Activity): void => {
    if (!(k in following)) following[k] = row[k]
  }
  for (const k of contentKeys) if (changes(row, patch, [k])) keep(k)
  if (changes(row, patch, timeKeys)) for (const k of timeKeys) keep(k)
  // what was changed back is like the following ones again
  const apart = Object.entries(following).some(([k, v]) => !same(v, Object.entries(next).find(([n]) => n === k)?.[1]))
  return { ...patch, following: apart ? following : null }
}

/**
 * Makes the following ones like this one. Where it was moved to another day they count from that day; a weekday it was
 * moved off goes with it.
 */
export const followingLikeThis = (row: Activity): Patch => {
  const [rule, place] = [ruleOf(row), placeOf(row)]
  if (!rule || !place || !row.dueOn) throw refused('doesNotRepeat', 'This activity does not repeat.')
  const due = nthDay(rule, place.anchorOn, place.occurrence - place.anchorOccurrence)
  if (due === row.dueOn) return { following: null }
  const [old, now] = [weekdayOf(due), weekdayOf(row.dueOn)]
  const repeatOn = row.repeatOn?.includes(old)
    ? [...new Set([...row.repeatOn.filter((d) => d !== old), now])]
    : undefined
  return { following: null, anchorOn: row.dueOn, anchorOccurrence: place.occurrence, ...(repeatOn ? { repeatOn } : {}) }
}

/** The content the following ones take: this one's, as it was before changes that were for this one only. */
const templateOf = (row: Activity): Activity => ({ ...row, ...row.following })

/**
 * Makes the next of the series after `row`, unless it was made before (also when someone has deleted it since) or the
 * series is at its end. `row` must be locked; the unique key of series and occurrence is the last guard.
 */
export const makeNext = async (c: Ctx, row: Activity): Promise<Activity | undefined> => {
  const [rule, place] = [ruleOf(row), placeOf(row)]
  if (!rule || !place || !row.seriesId) return undefined
  const next = nextOf(rule, place)
  if (!next || (await hasNext(c, row, true))) return undefined
  const t = templateOf(row)
  const content: Patch = Object.fromEntries(contentKeys.map((k) => [k, t[k]]))
  const links = await partRows(c, activityLink, row.id)
  return write(
    c,
    {
      ...content,
      ...timesOn({ ...t, dueOn: t.dueOn && isDay(t.dueOn) ? t.dueOn : row.dueOn }, next.day, c.workspace.timeZone),
      ...Object.fromEntries(ruleKeys.map((k) => [k, row[k]])),
      seriesId: row.seriesId,
      occurrence: next.occurrence,
      anchorOn: row.anchorOn,
      anchorOccurrence: row.anchorOccurrence,
    },
    links.map(({ target, role }) => ({ target, role })),
    { planned: true },
  )
}
