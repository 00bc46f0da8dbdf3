/** The verbs a record offers now: from the definitions and the record's `can`. */
import type { Entity } from '../../entity.ts'
import type { NamedVerb } from '../../registry.ts'
import type { WireRecord } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import { textOf } from '../fields/wire.ts'

type Offered = { primary: NamedVerb | undefined; others: readonly NamedVerb[] }

/** Without `can` on the record (a list row) the role's rights and the flow's `from` decide; the server has the last word. */
export const useVerbs = (e: Entity, record: WireRecord, leaveOut: readonly string[] = []): Offered => {
  const { registry, can } = useApp()
  const flow = registry.flowOf(e.name)
  const state = flow ? textOf(record[flow.field]) : ''
  const offered = registry.verbsOf(e.name).filter((v) => {
    if (v.on !== 'record' || v.definition.hidden || leaveOut.includes(v.verb)) return false
    if (record.can) return record.can.includes(v.name)
    if (!can(v.name)) return false
    const step = v.flow?.steps[v.verb]
    return !step || step.from.includes(state)
  })
  const primary =
    offered.find(({ definition: { primary: main } }) => (Array.isArray(main) ? main.includes(state) : main)) ??
    // a verb that names its states is the main one in those alone
    offered.find(
      ({ flow: f, definition: { primary: main, tone } }) =>
        f && !Array.isArray(main) && tone !== 'red' && tone !== 'grey',
    )
  return { primary, others: offered.filter((v) => v !== primary) }
}

/** Whether the record may be changed (`update`) or deleted (`delete`). */
export const useMay = (e: Entity, record: WireRecord | undefined): ((right: 'update' | 'delete') => boolean) => {
  const { can } = useApp()
  return (right) => {
    if (!record || e.crud?.[right] === false) return false
    // roles speak of `edit`, a record's `can` of the action `update`
    return record.can
      ? record.can.includes(`${e.name}.${right}`)
      : can(`${e.name}.${right === 'update' ? 'edit' : right}`)
  }
}
