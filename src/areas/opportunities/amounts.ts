/** What a deal is worth: by its lines, and by where it stands. Pure, and apart from the rules, which load without arithmetic. */
import { Exact, type Minor, multiply, percentOf, roundToMinor } from '../../kernel/money.ts'
import type { Opportunity, Stage } from './model.ts'

/** A line's net: quantity × unit price less its discount, rounded once to the currency. */
export const lineNet = (
  line: { quantity?: string | null; unitPrice?: string | null; discountPercent?: string | null },
  currency: string,
): Minor => {
  const gross = multiply(line.quantity || '1', line.unitPrice || '0')
  const share = new Exact(100).minus(line.discountPercent || '0').div(100)
  return roundToMinor(gross.times(share), currency, 'unitPrice')
}

type Standing = {
  status: Opportunity['status']
  probability: string
  forecastCategory: NonNullable<Opportunity['forecastCategory']>
  weightedAmount: Minor
}

/**
 * What follows from the stage: a deal's own probability and forecast category go before the stage's while it is open.
 * A pipeline without a stage for it puts deals on hold where they stand.
 */
export const standing = (
  row: Pick<Opportunity, 'amount' | 'probabilityOverride' | 'forecastOverride' | 'holdReason'>,
  stage: Pick<Stage, 'type' | 'probability' | 'forecastCategory'>,
): Standing => {
  const isOpen = stage.type === 'open' || stage.type === 'onHold'
  const probability =
    stage.type === 'won' ? '100' : stage.type === 'lost' ? '0' : (row.probabilityOverride ?? stage.probability)
  const forecastCategory =
    stage.type === 'won'
      ? 'closed'
      : stage.type === 'lost'
        ? 'omitted'
        : (row.forecastOverride ?? stage.forecastCategory)
  return {
    status: stage.type === 'open' && row.holdReason ? 'onHold' : stage.type,
    probability,
    forecastCategory,
    weightedAmount: isOpen ? percentOf(row.amount, probability) : stage.type === 'won' ? row.amount : 0,
  }
}
