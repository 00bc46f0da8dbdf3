/** What areas export on the server, collected and held against the definitions. */
import type { Registry } from '../registry.ts'
import { isAction, isFacts } from './action.ts'
import type { Contributions } from './app.ts'
import { isJob, isReaction, isSchedule } from './jobs.ts'
import { isQuery } from './query.ts'
import { isReportQuery } from './report.ts'

const byName = <T extends { name: string }>(kind: string, list: readonly T[]): Map<string, T> => {
  const map = new Map<string, T>()
  for (const x of list) {
    if (map.has(x.name)) throw new Error(`${kind} ${x.name} is defined twice`)
    map.set(x.name, x)
  }
  return map
}

/** Collects what the areas' server modules export: single ones and arrays of them. */
export const contributionsOf = (modules: readonly object[]): Contributions => {
  const all = [...new Set(modules.flatMap((m): unknown[] => Object.values(m).flat()))]
  return {
    actions: byName('action', all.filter(isAction)),
    facts: new Map(all.filter(isFacts).map((f) => [f.entity.name, f])),
    queries: byName('query', all.filter(isQuery)),
    reactions: [...byName('reaction', all.filter(isReaction)).values()],
    schedules: [...byName('schedule', all.filter(isSchedule)).values()],
    jobs: byName('job', all.filter(isJob)),
    reports: byName(
      'report',
      all.filter(isReportQuery).map((q) => ({ ...q, name: q.report.name })),
    ),
  }
}

/**
 * Holds definitions and code against each other: every step and verb has its action, every action its definition, every
 * report its query, every dialog what it proposes.
 * Throws with everything that is missing, so that a button that does nothing cannot ship.
 */
export const assertComplete = (registry: Registry, c: Contributions): void => {
  const missing = registry.entities.flatMap((e) =>
    registry.verbsOf(e.name).flatMap((v) => {
      const { proposes } = v.definition
      return [
        ...(c.actions.has(v.name) ? [] : [`${v.name} has no action`]),
        ...(typeof proposes !== 'string' || c.queries.has(`${e.name}.${proposes}`)
          ? []
          : [`${v.name} proposes what no query answers: ${e.name}.${proposes}`]),
      ]
    }),
  )
  for (const a of c.actions.values())
    if (registry.find(a.entity.name) !== a.entity)
      missing.push(`action ${a.name} is of an entity that is not registered`)
  for (const r of registry.reports) if (!c.reports.has(r.name)) missing.push(`report ${r.name} has no query`)
  for (const q of c.reports.values())
    if (registry.report(q.report.name) !== q.report) missing.push(`report ${q.report.name} is not registered`)
  if (missing.length > 0) throw new Error(missing.join('\n'))
}
