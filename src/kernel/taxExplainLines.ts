// How the figures of each line came about: the first half of explaining a document.
import type { Explanation, Explanations, Operand, Operation, Rounding, Step, Unit } from './explain.ts'
import { step } from './explain.ts'
import type { Minor } from './money.ts'
import { currencyScale, Exact, fromMinor, percentOf, roundMinor, sumMinor } from './money.ts'
import type { DocumentInput, DocumentTotals, LineTotals, ProductLine, TaxGroup } from './taxTypes.ts'

export type Figure = 'amount' | 'discount' | 'total' | 'documentDiscount' | 'net' | 'taxable' | 'tax' | 'gross' | 'cost'

/** Collects explanations in the document's currency; money goes in as minor units. */
export class Book {
  readonly found: Explanations = {}
  readonly input: DocumentInput
  readonly totals: DocumentTotals
  readonly decimals: number

  constructor(input: DocumentInput, totals: DocumentTotals) {
    this.input = input
    this.totals = totals
    this.decimals = currencyScale(totals.currency)
  }

  money(label: string, amount: Minor, figure?: string): Operand {
    const value = fromMinor(amount, this.totals.currency)
    return figure === undefined ? { label, value, unit: 'money' } : { label, value, unit: 'money', figure }
  }

  step(label: string, operation: Operation, operands: Operand[], result: Minor, rounding: Rounding = 'exact'): Step {
    return step(label, operation, operands, fromMinor(result, this.totals.currency), this.decimals, rounding)
  }

  add(figure: string, label: string, result: Minor, ...steps: Step[]): void {
    this.put({ figure, label, unit: 'money', result: fromMinor(result, this.totals.currency), steps })
  }

  put(explanation: Explanation): void {
    this.found[explanation.figure] = explanation
  }

  /** The rates a line bears, as operands; an optional line's group may be missing from the totals. */
  rates(keys: readonly string[]): Operand[] {
    return keys.map((key) => {
      const rate = key.split('|')[1] ?? '0'
      const group = this.totals.taxGroups.find((one) => one.key === key)
      return number(group?.name ?? `Tax ${rate} %`, rate, 'percent')
    })
  }
}

export const number = (label: string, value: string, unit: Unit = 'number'): Operand => ({ label, value, unit })
export const rateOf = (group: TaxGroup): Operand => number(group.name, group.rate, 'percent')
const key = (line: LineTotals, figure: Figure): string => `line.${line.id}.${figure}`
export const nameOf = (book: Book, line: LineTotals): string => `Line ${book.totals.lines.indexOf(line) + 1}`
export const ofLine = (book: Book, line: LineTotals, figure: Figure): Operand =>
  book.money(nameOf(book, line), line[figure], key(line, figure))
export const percentValue = (operands: readonly Operand[]): Exact =>
  operands.reduce((all, operand) => all.plus(operand.value), new Exact(0))
export const netOf = (gross: Minor, rates: readonly Operand[]): Minor =>
  roundMinor(new Exact(gross).times(100).div(percentValue(rates).plus(100)))
export const combinationOf = (line: LineTotals): string => line.keys.join('\n')

const explainPrice = (book: Book, line: LineTotals, source: ProductLine): void => {
  const quantity = number('Quantity', source.quantity)
  const amount = book.money('Amount', line.amount, key(line, 'amount'))
  const discount = book.money('Discount', line.discount, key(line, 'discount'))
  const factors = [quantity, number('Unit price', source.unitPrice)]
  book.add(
    key(line, 'amount'),
    'Amount',
    line.amount,
    book.step('Quantity × unit price', 'product', factors, line.amount, 'halfUp'),
  )
  const percent = source.discountPercent ?? null
  const reduced =
    percent === null
      ? book.step('Discount as entered', 'sum', [book.money('Discount', line.discount)], line.discount)
      : book.step(
          'Discount on the rounded amount',
          'percentOf',
          [amount, number('Discount', percent, 'percent')],
          line.discount,
          'halfUp',
        )
  book.add(key(line, 'discount'), 'Discount', line.discount, reduced)
  book.add(
    key(line, 'total'),
    'Line total',
    line.total,
    book.step('Amount less discount', 'difference', [amount, discount], line.total),
  )
  const costs = [quantity, number('Unit cost', source.unitCost || '0')]
  book.add(
    key(line, 'cost'),
    'Cost',
    line.cost,
    book.step('Quantity × unit cost', 'product', costs, line.cost, 'halfUp'),
  )
}

const explainShare = (book: Book, line: LineTotals): void => {
  const { totals } = book
  const figure = key(line, 'documentDiscount')
  if (!line.counted || totals.documentDiscount === 0) {
    book.add(
      figure,
      'Share of the document discount',
      line.documentDiscount,
      book.step('None', 'sum', [], line.documentDiscount),
    )
    return
  }
  const group = totals.lines.filter((one) => one.counted && combinationOf(one) === combinationOf(line))
  const groupTotal = sumMinor(group.map((one) => one.total))
  const groupShare = sumMinor(group.map((one) => one.documentDiscount))
  const whole = [
    book.money('Document discount', totals.documentDiscount, 'documentDiscount'),
    book.money('Lines with these taxes', groupTotal),
    book.money('All lines', totals.lineTotal, 'lineTotal'),
  ]
  const steps = [book.step('Share of the lines with these taxes', 'share', whole, groupShare, 'largestRemainder')]
  if (groupTotal !== 0) {
    const own = [
      book.money('Share of the lines with these taxes', groupShare),
      book.money('Line total', line.total, key(line, 'total')),
      book.money('Lines with these taxes', groupTotal),
    ]
    steps.push(book.step('Share of this line', 'share', own, line.documentDiscount, 'largestRemainder'))
  }
  book.add(figure, 'Share of the document discount', line.documentDiscount, ...steps)
}

const explainNetPrices = (book: Book, line: LineTotals, perLine: boolean): void => {
  const total = book.money('Line total', line.total, key(line, 'total'))
  const share = book.money('Share of the document discount', line.documentDiscount, key(line, 'documentDiscount'))
  const taxable = book.money('Taxable amount', line.taxable, key(line, 'taxable'))
  const tax = book.money('Tax', line.tax, key(line, 'tax'))
  const rates = book.rates(line.keys)
  book.add(key(line, 'net'), 'Net', line.net, book.step('Line total', 'sum', [total], line.net))
  book.add(
    key(line, 'taxable'),
    'Taxable amount',
    line.taxable,
    book.step('Line total less its share', 'difference', [total, share], line.taxable),
  )
  const parts = rates.map((rate) => percentOf(line.taxable, rate.value))
  const each = rates.map((rate, i) => book.step(rate.label, 'percentOf', [taxable, rate], parts[i] ?? 0, 'halfUp'))
  const summed = book.step(
    'Taxes of the line',
    'sum',
    rates.map((rate, i) => book.money(rate.label, parts[i] ?? 0)),
    line.tax,
  )
  const told = book.step(
    'Part of the tax of the groups',
    'percentOf',
    [taxable, ...rates],
    line.tax,
    'largestRemainder',
  )
  book.add(key(line, 'tax'), 'Tax', line.tax, ...(perLine || rates.length === 0 ? [...each, summed] : [told]))
  book.add(
    key(line, 'gross'),
    'Gross',
    line.gross,
    book.step('Taxable amount and tax', 'sum', [taxable, tax], line.gross),
  )
}

const explainGrossPrices = (book: Book, line: LineTotals, perLine: boolean): void => {
  const total = book.money('Line total', line.total, key(line, 'total'))
  const share = book.money('Share of the document discount', line.documentDiscount, key(line, 'documentDiscount'))
  const gross = book.money('Gross', line.gross, key(line, 'gross'))
  const tax = book.money('Tax', line.tax, key(line, 'tax'))
  const rates = book.rates(line.keys)
  const rounding = perLine ? 'halfUp' : 'largestRemainder'
  book.add(
    key(line, 'gross'),
    'Gross',
    line.gross,
    book.step('Line total less its share', 'difference', [total, share], line.gross),
  )
  book.add(
    key(line, 'net'),
    'Net',
    line.net,
    book.step('Line total without tax', 'netOfGross', [total, ...rates], line.net, rounding),
  )
  const net = netOf(line.gross, rates)
  const steps = perLine
    ? [
        book.step('Gross without tax', 'netOfGross', [gross, ...rates], net, 'halfUp'),
        book.step('Tax is the rest', 'difference', [gross, book.money('Gross without tax', net)], line.tax),
      ]
    : [book.step('Part of the tax of the group', 'taxInGross', [gross, ...rates], line.tax, 'largestRemainder')]
  book.add(key(line, 'tax'), 'Tax', line.tax, ...steps)
  book.add(
    key(line, 'taxable'),
    'Taxable amount',
    line.taxable,
    book.step('Gross less tax', 'difference', [gross, tax], line.taxable),
  )
}

export const explainLines = (book: Book): void => {
  const { input, totals } = book
  let open: LineTotals[] = []
  for (const [i, line] of totals.lines.entries()) {
    const source = input.lines[i]
    if (source?.kind === 'product') {
      const perLine = input.rounding === 'perLine' || !line.counted
      explainPrice(book, line, source)
      explainShare(book, line)
      if (input.pricesInclude === 'net') explainNetPrices(book, line, perLine)
      else explainGrossPrices(book, line, perLine)
      if (line.counted) open.push(line)
    }
    if (line.kind === 'subtotal') {
      for (const figure of ['total', 'net', 'tax', 'gross'] as const) {
        const sum = book.step(
          'Lines above',
          'sum',
          open.map((one) => ofLine(book, one, figure)),
          line[figure],
        )
        book.add(key(line, figure), 'Subtotal', line[figure], sum)
      }
    }
    if (line.kind === 'section' || line.kind === 'subtotal') open = []
  }
}
