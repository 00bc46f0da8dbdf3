/** The road a flow takes: pure. */
import type { Flow } from '../../flow.ts'

/**
 * The main road from the first state: forward steps only (in the order the states are defined), the longest one that
 * ends well (green or violet), or the longest at all.
 */
export const mainPath = (flow: Flow): string[] => {
  const choices = flow.entity.fields[flow.field]?.choices ?? {}
  const order = Object.keys(choices)
  const steps = Object.values(flow.steps)
  const start = String(flow.entity.fields[flow.field]?.options.default ?? order[0])
  const best = new Map<string, string[]>([[start, [start]]])
  for (const state of order) {
    const road = best.get(state)
    if (!road) continue
    for (const s of steps) {
      if (!s.from.includes(state) || order.indexOf(s.to) <= order.indexOf(state)) continue
      if (choices[s.to]?.tone === 'red') continue
      const longer = [...road, s.to]
      if (longer.length > (best.get(s.to)?.length ?? 0)) best.set(s.to, longer)
    }
  }
  const roads = [...best.values()]
  const well = roads.filter((r) => ['green', 'violet'].includes(choices[r.at(-1) ?? '']?.tone ?? ''))
  const among = well.length > 0 ? well : roads
  return among.reduce((a, b) => (b.length > a.length ? b : a), among[0] ?? [start])
}
