/** The road a flow takes: pure. */
import type { Flow } from '../../flow.ts'

/** The fewest steps from one state to another, both ends included. */
const shortest = (flow: Flow, from: string, to: string): string[] | undefined => {
  const roads: string[][] = [[from]]
  const seen = new Set([from])
  for (const road of roads) {
    const last = road.at(-1) ?? from
    if (last === to) return road
    for (const s of Object.values(flow.steps)) {
      if (!s.from.includes(last) || seen.has(s.to)) continue
      seen.add(s.to)
      roads.push([...road, s.to])
    }
  }
  return undefined
}

/**
 * The road shown on a record in state `current`: from the first state through the current one to the good end (the last
 * green, else violet state that can be reached), by the fewest steps; where no good end can be reached it stops at the
 * current state.
 */
export const roadOf = (flow: Flow, current: string): string[] => {
  const choices = flow.entity.fields[flow.field]?.choices ?? {}
  const start = String(flow.entity.fields[flow.field]?.options.default ?? Object.keys(choices)[0])
  const reached = Object.keys(choices).filter((k) => shortest(flow, start, k))
  const toned = (tone: string) => reached.filter((k) => choices[k]?.tone === tone)
  const end = toned('green').at(-1) ?? toned('violet').at(-1)
  const here = shortest(flow, start, current) ?? [current]
  if (!end) return here
  const rest = shortest(flow, current, end)
  return rest ? [...here, ...rest.slice(1)].filter((k, i, all) => all.indexOf(k) === i) : here
}
