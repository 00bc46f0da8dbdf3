/** Steps of a flow seen as moves between columns: pure. */
import type { Flow } from '../../flow.ts'

/** The step that leads from one state to another: the primary one where there are several. */
export const stepTo = (flow: Flow, from: string, to: string): string | undefined => {
  const found = Object.entries(flow.steps).filter(([, s]) => s.to === to && s.from.includes(from))
  return (found.find(([, s]) => s.primary) ?? found.find(([, s]) => !s.hidden) ?? found[0])?.[0]
}
