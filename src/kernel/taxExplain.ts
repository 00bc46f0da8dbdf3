// How each figure of a document came about. Works from the figures as calculated or frozen, so it also explains old documents.
import type { Explanations, Operand, Step } from './explain.ts'
import { step } from './explain.ts'
import type { Minor } from './money.ts'
import { allocate, percentOf, sumMinor } from './money.ts'
import type { Figure } from './taxExplainLines.ts'
import {
  Book,
  combinationOf,
  explainLines,
  nameOf,
  netOf,
  number,
  ofLine,
  percentValue,
  rateOf,
} from './taxExplainLines.ts'
import type { DocumentInput, DocumentTotals, LineTotals, TaxGroup } from './taxTypes.ts'

/** Tax contained in the gross prices of one set of lines, and the part of it that goes to `group`. */
const containedSteps = (book: Book, group: TaxGroup, lines: readonly LineTotals[]): { steps: Step[]; part: Minor } => {
  const keys = lines[0]?.keys ?? []
  const rates = book.rates(keys)
  const gross = sumMinor(lines.map((line) => line.gross))
  const net = netOf(gross, rates)
  const steps = [
    book.step(
      'Gross of the lines',
      'sum',
      lines.map((line) => ofLine(book, line, 'gross')),
      gross,
    ),
    book.step('Gross without tax', 'netOfGross', [book.money('Gross', gross), ...rates], net, 'halfUp'),
    book.step(
      'Tax is the rest',
      'difference',
      [book.money('Gross', gross), book.money('Gross without tax', net)],
      gross - net,
    ),
  ]
  if (keys.length === 1) return { steps, part: gross - net }
  const part =
    allocate(
      gross - net,
      rates.map((rate) => rate.value),
    )[keys.indexOf(group.key)] ?? 0
  const all = percentValue(rates)
  if (!all.isZero()) {
    const operands = [
      book.money('Tax', gross - net),
      rateOf(group),
      number('All taxes of these lines', all.toFixed(), 'percent'),
    ]
    steps.push(book.step('Part of this tax', 'share', operands, part, 'largestRemainder'))
  }
  return { steps, part }
}

const explainGroup = (book: Book, group: TaxGroup): void => {
  const { input, totals } = book
  const figures = { base: `group.${group.key}.base`, tax: `group.${group.key}.tax` }
  const lines = totals.lines.filter((line) => line.counted && line.keys.includes(group.key))
  const posted = (input.posted ?? []).flatMap((part) =>
    part.groups
      .filter((one) => one.key === group.key)
      .map((one) => ({ label: part.label, base: one.base, tax: one.tax })),
  )
  const bases = [
    ...lines.map((line) => ofLine(book, line, 'taxable')),
    ...posted.map((part) => book.money(part.label, part.base)),
  ]
  book.add(
    figures.base,
    `${group.name}: taxable amount`,
    group.base,
    book.step('Taxable amounts', 'sum', bases, group.base),
  )

  const steps: Step[] = []
  const own: Operand[] = []
  if (input.pricesInclude === 'net' && input.rounding === 'perGroup') {
    const base = sumMinor(lines.map((line) => line.taxable))
    const tax = percentOf(base, group.rate)
    const operand =
      posted.length === 0
        ? book.money('Taxable amount', base, figures.base)
        : book.money('Taxable amount of the lines', base)
    steps.push(book.step('Tax, rounded once', 'percentOf', [operand, rateOf(group)], tax, 'halfUp'))
    own.push(book.money('Tax of the lines', tax))
  } else if (input.pricesInclude === 'net') {
    for (const line of lines) {
      const tax = percentOf(line.taxable, group.rate)
      steps.push(
        book.step(nameOf(book, line), 'percentOf', [ofLine(book, line, 'taxable'), rateOf(group)], tax, 'halfUp'),
      )
      own.push(book.money(nameOf(book, line), tax))
    }
  } else {
    const combinations = [...new Set(lines.map(combinationOf))].sort()
    const sets =
      input.rounding === 'perLine'
        ? lines.map((line) => [line])
        : combinations.map((combination) => lines.filter((line) => combinationOf(line) === combination))
    for (const set of sets) {
      const contained = containedSteps(book, group, set)
      steps.push(...contained.steps)
      own.push(book.money('Tax of the lines', contained.part))
    }
  }
  if (own.length + posted.length !== 1 || steps.length === 0) {
    const all = [...own, ...posted.map((part) => book.money(part.label, part.tax))]
    steps.push(book.step('Tax of the group', 'sum', all, group.tax))
  }
  book.add(figures.tax, `${group.name}: tax`, group.tax, ...steps)
}

const explainTotals = (book: Book): void => {
  const { input, totals } = book
  const counted = totals.lines.filter((line) => line.counted)
  const total = (figure: keyof DocumentTotals & string, label: string, amount: Minor) =>
    book.money(label, amount, figure)
  const lineNet = total('lineNetTotal', 'Lines, net', totals.lineNetTotal)
  const lineTotal = total('lineTotal', 'Lines', totals.lineTotal)
  const discountNet = total('documentDiscountNet', 'Document discount, net', totals.documentDiscountNet)
  const linesOf = (figure: Figure) => counted.map((line) => ofLine(book, line, figure))
  book.add(
    'lineTotal',
    'Lines',
    totals.lineTotal,
    book.step('Sum of the lines', 'sum', linesOf('total'), totals.lineTotal),
  )
  book.add(
    'lineNetTotal',
    'Lines, net',
    totals.lineNetTotal,
    book.step('Sum of the lines, net', 'sum', linesOf('net'), totals.lineNetTotal),
  )
  const given = input.documentDiscount
  const discount =
    given && 'percent' in given
      ? book.step(
          'Of the lines',
          'percentOf',
          [lineTotal, number('Discount', given.percent, 'percent')],
          totals.documentDiscount,
          'halfUp',
        )
      : book.step(
          'As entered',
          'sum',
          [book.money('Document discount', totals.documentDiscount)],
          totals.documentDiscount,
        )
  book.add('documentDiscount', 'Document discount', totals.documentDiscount, discount)
  const less = book.step(
    'Lines, net, less taxable amounts',
    'difference',
    [lineNet, ...linesOf('taxable')],
    totals.documentDiscountNet,
  )
  book.add('documentDiscountNet', 'Document discount, net', totals.documentDiscountNet, less)

  const posted = (input.posted ?? []).map((part) =>
    book.money(part.label, sumMinor(part.bases.map((base) => base.net))),
  )
  const after = totals.lineNetTotal - totals.documentDiscountNet
  const afterDiscount = book.money('Net after discount', after)
  const discounted = book.step('Lines less document discount', 'difference', [lineNet, discountNet], after)
  const withPosted = book.step('Amounts of other documents', 'sum', [afterDiscount, ...posted], totals.netTotal)
  book.add('netTotal', 'Net total', totals.netTotal, discounted, ...(posted.length === 0 ? [] : [withPosted]))
  const taxes = totals.taxGroups.map((group) => book.money(group.name, group.tax, `group.${group.key}.tax`))
  book.add('taxTotal', 'Tax total', totals.taxTotal, book.step('Sum of the taxes', 'sum', taxes, totals.taxTotal))
  const netAndTax = [total('netTotal', 'Net total', totals.netTotal), total('taxTotal', 'Tax total', totals.taxTotal)]
  book.add('grossTotal', 'Total', totals.grossTotal, book.step('Net and tax', 'sum', netAndTax, totals.grossTotal))

  const gross = total('grossTotal', 'Total', totals.grossTotal)
  const prepaid = book.money('Already paid', totals.prepaid)
  const due = totals.grossTotal - totals.prepaid
  const steps = [book.step('Total less what is paid', 'difference', [gross, prepaid], due)]
  if (input.cashRounding) {
    const coin = number('Smallest coin', input.cashRounding)
    steps.push(
      book.step('To the smallest coin', 'roundTo', [book.money('Due', due), coin], totals.payable),
      book.step(
        'Difference',
        'difference',
        [book.money('Rounded', totals.payable), book.money('Due', due)],
        totals.roundingAmount,
      ),
    )
  } else steps.push(book.step('No cash rounding', 'sum', [], 0))
  book.add('roundingAmount', 'Rounding', totals.roundingAmount, ...steps)
  const rounding = total('roundingAmount', 'Rounding', totals.roundingAmount)
  const payable = [gross, book.money('Already paid', -totals.prepaid), rounding]
  book.add('payable', 'Payable', totals.payable, book.step('Total, paid, rounding', 'sum', payable, totals.payable))

  book.add('cost', 'Cost', totals.cost, book.step('Sum of the costs', 'sum', linesOf('cost'), totals.cost))
  const cost = total('cost', 'Cost', totals.cost)
  book.add(
    'margin',
    'Margin',
    totals.margin,
    discounted,
    book.step('Net less cost', 'difference', [afterDiscount, cost], totals.margin),
  )
  if (totals.marginPercent === null) return
  const ratio = step(
    'Margin of the net',
    'ratio',
    [total('margin', 'Margin', totals.margin), afterDiscount],
    totals.marginPercent,
    2,
    'halfUp',
  )
  book.put({
    figure: 'marginPercent',
    label: 'Margin',
    unit: 'percent',
    result: totals.marginPercent,
    steps: [discounted, ratio],
  })
}

/**
 * The arithmetic of every figure, by key: `line.<id>.net`, `group.<key>.tax`, `netTotal`, `payable` and so on. `totals`
 * are those of `calculateDocument(input)`, or the frozen ones of an issued document with its own input.
 */
export const explainDocument = (input: DocumentInput, totals: DocumentTotals): Explanations => {
  const book = new Book(input, totals)
  explainLines(book)
  for (const group of totals.taxGroups) explainGroup(book, group)
  explainTotals(book)
  return book.found
}
