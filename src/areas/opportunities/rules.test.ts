import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Stage } from './model.ts'
import { lineNet, standing } from './amounts.ts'
import { missingFields, whyNotMove } from './rules.ts'

const types = ['open', 'open', 'open', 'won', 'lost'] as const
const stages = types.map((type, position) => ({
  id: `s${position}`,
  name: `S${position}`,
  type,
  position,
  pipelineId: 'p',
}))
const at = (i: number) => {
  const s = stages[i]
  if (!s) throw new Error(`no stage ${i}`)
  return s
}
const reason = (policy: 'free' | 'stepwise', from: number, to: number) =>
  whyNotMove(policy, stages, at(from), at(to))?.reason

describe('allowed moves', () => {
  it('are free between open stages where the pipeline says so', () => {
    expect(reason('free', 0, 2)).toBeUndefined()
    expect(reason('free', 0, 3)).toBeUndefined()
    expect(reason('free', 3, 0)).toBe('closed')
  })

  it('are one forward, any back, won from the last, lost from anywhere', () => {
    expect(reason('stepwise', 0, 1)).toBeUndefined()
    expect(reason('stepwise', 0, 2)).toBe('oneStepForward')
    expect(reason('stepwise', 2, 0)).toBeUndefined()
    expect(reason('stepwise', 1, 3)).toBe('notLastStage')
    expect(reason('stepwise', 2, 3)).toBeUndefined()
    expect(reason('stepwise', 0, 4)).toBeUndefined()
    expect(reason('stepwise', 4, 0)).toBe('closed')
  })
})

describe('what a stage means for the figures', () => {
  const stage = (over: Partial<Stage> = {}): Pick<Stage, 'type' | 'probability' | 'forecastCategory'> => ({
    type: 'open',
    probability: '30',
    forecastCategory: 'pipeline',
    ...over,
  })
  const deal = { amount: 1001, probabilityOverride: null, forecastOverride: null, holdReason: null }

  it('weighs open deals, rounding half up', () => {
    expect(standing({ ...deal, amount: 5 }, stage()).weightedAmount).toBe(2)
    expect(standing(deal, stage())).toEqual({
      status: 'open',
      probability: '30',
      forecastCategory: 'pipeline',
      weightedAmount: 300,
    })
  })

  it('lets a deal’s own probability and category go first, until it is closed', () => {
    const own = { ...deal, probabilityOverride: '70', forecastOverride: 'commit' as const }
    expect(standing(own, stage())).toMatchObject({ probability: '70', forecastCategory: 'commit', weightedAmount: 701 })
    expect(standing(own, stage({ type: 'won' }))).toMatchObject({
      probability: '100',
      forecastCategory: 'closed',
      weightedAmount: 1001,
    })
    expect(standing(own, stage({ type: 'lost' }))).toMatchObject({
      probability: '0',
      forecastCategory: 'omitted',
      weightedAmount: 0,
    })
  })

  it('holds deals where they stand', () => {
    expect(standing({ ...deal, holdReason: 'Waiting' }, stage()).status).toBe('onHold')
  })

  it('never weighs a deal above its amount', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1e12 }), fc.integer({ min: 0, max: 100 }), (amount, p) => {
        const { weightedAmount } = standing({ ...deal, amount, probabilityOverride: String(p) }, stage())
        return weightedAmount >= 0 && weightedAmount <= amount
      }),
    )
  })
})

it('nets lines once, half up', () => {
  expect(lineNet({ quantity: '9.5', unitPrice: '124.75' }, 'EUR')).toBe(118513)
  expect(lineNet({ quantity: '2.25', unitPrice: '64.22', discountPercent: '100' }, 'EUR')).toBe(0)
  expect(lineNet({ unitPrice: '1.005' }, 'EUR')).toBe(101)
  expect(lineNet({ quantity: '3', unitPrice: '10' }, 'JPY')).toBe(30)
})

it('names the fields a stage requires', () => {
  expect(missingFields({ requiredFields: ['amount', 'accountId', 'unknown'] }, { amount: 0, accountId: 'x' })).toEqual([
    { key: 'amount', label: 'Amount' },
  ])
})
