/** The answer of `GET /home`, narrowed. */
import {
  arrayOf,
  isMoney,
  isObject,
  numberOf,
  objectOf,
  stringOf,
  stringOrNull,
  type WireMoney,
} from '../../../kernel/ui/api/types.ts'
import { type BriefTone, briefKinds, type BriefKind } from '../rules.ts'

export type Brief = {
  kind: BriefKind
  entity: string
  id: string
  title: string
  about: string | null
  number: string | null
  at: string | null
  reason: string
  tone: BriefTone
  amount: WireMoney | null
}
export type Figures = {
  openPipeline: WireMoney | null
  weightedPipeline: WireMoney | null
  openDeals: number
  wonThisMonth: WireMoney | null
  wonDealsThisMonth: number
  wonLastMonth: WireMoney | null
}
type Home = { whose: 'mine' | 'team'; rows: Brief[]; counts: Record<string, number>; figures: Figures | null }

const isKind = (x: unknown): x is BriefKind => typeof x === 'string' && x in briefKinds
const tones: readonly BriefTone[] = ['red', 'amber', 'blue', 'grey']
const moneyOrNull = (x: unknown): WireMoney | null => (isMoney(x) ? x : null)

const briefOf = (x: unknown): Brief[] => {
  const o = objectOf(x)
  if (!isKind(o.kind)) return []
  return [
    {
      kind: o.kind,
      entity: stringOf(o.entity),
      id: stringOf(o.id),
      title: stringOf(o.title, 'Untitled'),
      about: stringOrNull(o.about),
      number: stringOrNull(o.number),
      at: stringOrNull(o.at),
      reason: stringOf(o.reason),
      tone: tones.find((t) => t === o.tone) ?? 'grey',
      amount: moneyOrNull(o.amount),
    },
  ]
}

export const homeOf = (x: unknown): Home => {
  const o = objectOf(x)
  const f = o.figures
  return {
    whose: o.whose === 'team' ? 'team' : 'mine',
    rows: arrayOf(o.data).flatMap(briefOf),
    counts: Object.fromEntries(Object.entries(objectOf(o.counts)).map(([k, v]) => [k, numberOf(v)])),
    figures: isObject(f)
      ? {
          openPipeline: moneyOrNull(f.openPipeline),
          weightedPipeline: moneyOrNull(f.weightedPipeline),
          openDeals: numberOf(f.openDeals),
          wonThisMonth: moneyOrNull(f.wonThisMonth),
          wonDealsThisMonth: numberOf(f.wonDealsThisMonth),
          wonLastMonth: moneyOrNull(f.wonLastMonth),
        }
      : null,
  }
}
