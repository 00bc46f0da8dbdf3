// "Explain this amount": a figure opens into the arithmetic that made it. Data only, for any total, tax or commission.
import type { Decimal } from 'decimal.js'
import { decimalString, Exact, round } from './money.ts'

export type Unit = 'money' | 'percent' | 'number'

/** `value` is a decimal string, money in major units; `figure` names the explanation it opens into. */
export type Operand = { label: string; value: string; unit: Unit; figure?: string }

/**
 * sum: a + b + …; difference: a − b − …; product: a × b × …; percentOf: a × (b + c + …) / 100;
 * netOfGross: a / (1 + (b + …) / 100); taxInGross: a − a / (1 + (b + …) / 100); share: a × b / c; roundTo: a to the
 * nearest multiple of b; ratio: a / b × 100.
 */
export type Operation =
  | 'sum'
  | 'difference'
  | 'product'
  | 'percentOf'
  | 'netOfGross'
  | 'taxInGross'
  | 'share'
  | 'roundTo'
  | 'ratio'

/** exact: none; halfUp: to `decimals`; largestRemainder: to `decimals`, up or down so that the parts sum to the whole. */
export type Rounding = 'exact' | 'halfUp' | 'largestRemainder'

export type Step = {
  label: string
  operation: Operation
  operands: Operand[]
  /** Before rounding (shown to ten decimals where it does not end). */
  exact: string
  rounding: Rounding
  decimals: number
  result: string
}

export type Explanation = { figure: string; label: string; unit: Unit; result: string; steps: Step[] }
export type Explanations = Record<string, Explanation>

const total = (values: readonly Decimal[]): Decimal => values.reduce((all, value) => all.plus(value), new Exact(0))

/** What the operation gives for the operands, unrounded. */
export const evaluate = (operation: Operation, operands: readonly Pick<Operand, 'value'>[]): Decimal => {
  const values = operands.map((operand) => new Exact(operand.value))
  const first = values[0] ?? new Exact(0)
  const rest = values.slice(1)
  const second = rest[0] ?? new Exact(1)
  switch (operation) {
    case 'sum':
      return total(values)
    case 'difference':
      return first.minus(total(rest))
    case 'product':
      return rest.reduce<Decimal>((all, value) => all.times(value), first)
    case 'percentOf':
      return first.times(total(rest)).div(100)
    case 'netOfGross':
      return first.times(100).div(total(rest).plus(100))
    case 'taxInGross':
      return first.times(total(rest)).div(total(rest).plus(100))
    case 'share':
      return first.times(second).div(rest[1] ?? 1)
    case 'roundTo':
      return round(first.div(second)).times(second)
    case 'ratio':
      return first.times(100).div(second)
  }
}

/** One step; `result` is the figure as calculated or as frozen on the document, never calculated anew. */
export const step = (
  label: string,
  operation: Operation,
  operands: Operand[],
  result: string,
  decimals: number,
  rounding: Rounding = 'exact',
): Step => {
  const exact = decimalString(evaluate(operation, operands).toDecimalPlaces(10))
  return { label, operation, operands, exact, rounding, decimals, result }
}

const stepProblem = (one: Step): string | undefined => {
  const exact = evaluate(one.operation, one.operands)
  const result = new Exact(one.result)
  if (one.rounding === 'exact') return exact.equals(result) ? undefined : `${exact.toFixed()} is not ${one.result}`
  if (one.rounding === 'halfUp') {
    return round(exact, one.decimals).equals(result) ? undefined : `${exact.toFixed()} does not round to ${one.result}`
  }
  // Several taxes on one base: each may be told apart by up to one unit.
  const parts = one.operation === 'percentOf' ? Math.max(1, one.operands.length - 1) : 1
  const slack = new Exact(10).pow(-one.decimals).times(parts)
  return exact.minus(result).abs().lessThanOrEqualTo(slack)
    ? undefined
    : `${one.result} is too far from ${exact.toFixed()}`
}

/** Sentences on what does not add up; empty when each step gives its result and each reference its figure's result. */
export const explanationProblems = (explanations: Explanations): string[] => {
  const problems: string[] = []
  for (const [key, { result, steps }] of Object.entries(explanations)) {
    const last = steps.at(-1)
    if (last && !new Exact(last.result).equals(result))
      problems.push(`${key}: the last step gives ${last.result}, not ${result}`)
    for (const one of steps) {
      const wrong = stepProblem(one)
      if (wrong) problems.push(`${key}, ${one.label}: ${wrong}`)
      for (const { figure, value } of one.operands) {
        if (figure === undefined) continue
        const found = explanations[figure]
        if (!found) problems.push(`${key}, ${one.label}: no figure ${figure}`)
        else if (!new Exact(found.result).equals(value))
          problems.push(`${key}, ${one.label}: ${figure} is ${found.result}, not ${value}`)
      }
    }
  }
  return problems
}
