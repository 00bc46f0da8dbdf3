/** Steps of a flow seen as moves between columns: pure. */
import type { Entity } from '../../entity.ts'
import type { Flow } from '../../flow.ts'
import { isEmpty } from '../fields/wire.ts'

/** The step that leads from one state to another: the primary one where there are several. */
export const stepTo = (flow: Flow, from: string, to: string): string | undefined => {
  const found = Object.entries(flow.steps).filter(([, s]) => s.to === to && s.from.includes(from))
  return (found.find(([, s]) => s.primary) ?? found.find(([, s]) => !s.hidden) ?? found[0])?.[0]
}

/** Whether a step's dialog has to be shown before it can run. */
export const needsInput = (input: Entity['fields'] | undefined): boolean =>
  Object.values(input ?? {}).some((f) => f.options.required && !f.options.hidden && isEmpty(f.options.default))

/** Whether the flow leads back from where a record is to where it was, by a step that asks nothing: else no undo is offered. */
export const leadsBack = (flow: Flow, was: string, is: string): boolean => {
  if (was === is) return true
  const step = flow.steps[stepTo(flow, is, was) ?? '']
  return step !== undefined && !step.confirm && !needsInput(step.input)
}
