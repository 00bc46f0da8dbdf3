import { describe, expect, test } from 'vitest'
import { deduct, depositPart, grossOf, postedPart } from './deposit.ts'
import { AppError } from './errors.ts'
import { instalments } from './money.ts'
import type { DocumentInput, LineTax, ProductLine } from './tax.ts'
import { calculateDocument } from './tax.ts'

const vat = (rate: string, code = `V${rate}`): LineTax => ({ code, name: `VAT ${rate} %`, rate, category: 'S' })
let made = 0
const line = (unitPrice: string, taxes: LineTax[], more: Partial<ProductLine> = {}): ProductLine => {
  made += 1
  return { id: `l${made}`, kind: 'product', quantity: '1', unitPrice, taxes, ...more }
}
const doc = (lines: DocumentInput['lines'], more: Partial<DocumentInput> = {}) =>
  calculateDocument({ currency: 'EUR', pricesInclude: 'net', rounding: 'perGroup', lines, ...more })
const path = (run: () => unknown): string | undefined => {
  try {
    run()
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.errors[0]?.path
    throw error
  }
  return undefined
}

describe('golden cases', () => {
  test('55.55 + 11.11 @23 % (odoo #36675): 15.33 per group, 15.34 per line', () => {
    const lines = [line('55.55', [vat('23')]), line('11.11', [vat('23')])]
    expect(doc(lines)).toMatchObject({ netTotal: 6666, taxTotal: 1533, grossTotal: 8199 })
    expect(doc(lines, { rounding: 'perLine' })).toMatchObject({ netTotal: 6666, taxTotal: 1534, grossTotal: 8200 })
  })
  test('97.50 + 65 + 32.50 @21 % (SuiteCRM #4460): 40.95 per group, 40.96 per line', () => {
    const lines = ['97.50', '65', '32.50'].map((price) => line(price, [vat('21')]))
    expect(doc(lines).taxTotal).toBe(4095)
    expect(doc(lines, { rounding: 'perLine' }).taxTotal).toBe(4096)
  })
  test('gross 2,500.00 @8 % (SuiteCRM #1776): 2,314.81 + 185.19; net entry misses it', () => {
    const gross = doc([line('2500.00', [vat('8')])], { pricesInclude: 'gross' })
    expect(gross).toMatchObject({ netTotal: 231481, taxTotal: 18519, grossTotal: 250000 })
    expect(doc([line('2314.81', [vat('8')])]).grossTotal).toBe(249999)
    expect(doc([line('2314.82', [vat('8')])]).grossTotal).toBe(250001)
  })
  test('gross 24,900 with 14 % + 14 % (ERPNext #10217): net 19,453.13, taxes 2,723.44 + 2,723.43', () => {
    const totals = doc([line('24900', [vat('14', 'CGST'), vat('14', 'SGST')])], { pricesInclude: 'gross' })
    expect(totals).toMatchObject({ netTotal: 1945313, taxTotal: 544687, grossTotal: 2490000 })
    expect(totals.taxGroups.map((group) => [group.codes, group.base, group.tax])).toEqual([
      [['CGST'], 1945313, 272344],
      [['SGST'], 1945313, 272343],
    ])
  })
  test('gross 90 + 55 incl. 5 % (ERPNext #38137): total 145.00, group net 138.10, tax 6.90', () => {
    const lines = [line('90', [vat('5')]), line('55', [vat('5')])]
    const totals = doc(lines, { pricesInclude: 'gross' })
    expect(totals).toMatchObject({ netTotal: 13810, taxTotal: 690, grossTotal: 14500, payable: 14500 })
    expect(totals.taxGroups).toMatchObject([{ base: 13810, tax: 690 }])
    expect(totals.lines.map((one) => one.net + one.tax)).toEqual([9000, 5500])
    expect(doc(lines, { pricesInclude: 'gross', rounding: 'perLine' })).toMatchObject({
      netTotal: 13809,
      taxTotal: 691,
      grossTotal: 14500,
    })
  })
  test('9.5 x 124.75 (SuiteCRM #10811): 1,185.13, not 1,185.12', () => {
    expect(doc([line('124.75', [], { quantity: '9.5' })]).netTotal).toBe(118513)
  })
  test('2.25 x 64.22, 100 % off (invoiceninja #3195): 0.00, never -0.01', () => {
    const totals = doc([line('64.22', [vat('21')], { quantity: '2.25', discountPercent: '100' })])
    expect(totals.lines[0]).toMatchObject({ amount: 14450, discount: 14450, total: 0, net: 0, tax: 0, gross: 0 })
    expect(totals).toMatchObject({ netTotal: 0, taxTotal: 0, grossTotal: 0, payable: 0, marginPercent: null })
  })
  test('1,300 incl. tax, 100 % off (ERPNext #52001): net 0, tax 0, total 0', () => {
    for (const totals of [
      doc([line('1300', [vat('20')], { discountPercent: '100' })], { pricesInclude: 'gross' }),
      doc([line('1300', [vat('20')])], { pricesInclude: 'gross', documentDiscount: { percent: '100' } }),
    ]) {
      expect(totals).toMatchObject({ netTotal: 0, taxTotal: 0, grossTotal: 0, payable: 0 })
      expect(totals.taxGroups).toMatchObject([{ base: 0, tax: 0, rate: '20' }])
    }
  })
  test.each(['gross', 'net'] as const)(
    'order 12,870.59, two 50 % deposits (odoo #125140), %s prices: final 0.00',
    (mode) => {
      const lines = mode === 'gross' ? [line('12870.59', [vat('21')])] : [line('10636.85', [vat('21')])]
      const order = doc(lines, { pricesInclude: mode })
      expect(order.grossTotal).toBe(1287059)
      const first = depositPart(order, { percent: '50' }, [], 'd1', 'Deposit 1')
      const second = depositPart(order, { percent: '50' }, [first], 'd2', 'Deposit 2')
      expect([first, second].map(grossOf)).toEqual([643530, 643529])
      const invoice = doc([], { posted: [first], pricesInclude: mode })
      expect(invoice.grossTotal).toBe(643530)
      expect(postedPart('d1', 'Deposit 1', invoice)).toEqual(first)
      const final = doc(lines, { pricesInclude: mode, posted: [deduct(first), deduct(second)] })
      expect(final).toMatchObject({ netTotal: 0, taxTotal: 0, grossTotal: 0, payable: 0 })
      expect(final.taxGroups).toMatchObject([{ base: 0, tax: 0 }])
    },
  )
  test('100.00 in 3 instalments: 33.33 + 33.33 + 33.34', () => {
    expect(instalments(doc([line('100', [])]).payable, 3)).toEqual([3333, 3333, 3334])
  })
})

describe('taxes', () => {
  test('equal category and rate are one group whatever the code; others are apart', () => {
    const goods = { ...vat('23', 'GOODS'), name: 'Goods' }
    const services = { ...vat('23.00', 'SERV'), name: 'Services' }
    const totals = doc([line('55.55', [goods]), line('11.11', [services]), line('10', [vat('8')])])
    expect(totals.taxGroups).toEqual([
      {
        key: 'S|23',
        category: 'S',
        rate: '23',
        name: 'Goods / Services',
        codes: ['GOODS', 'SERV'],
        base: 6666,
        tax: 1533,
        exemptionReason: null,
      },
      {
        key: 'S|8',
        category: 'S',
        rate: '8',
        name: 'VAT 8 %',
        codes: ['V8'],
        base: 1000,
        tax: 80,
        exemptionReason: null,
      },
    ])
  })
  test('several taxes on one base, exclusive: each rounded once', () => {
    const totals = doc([line('10.55', [vat('5'), vat('9.975', 'QST')])])
    expect(totals.taxGroups.map((group) => [group.rate, group.base, group.tax])).toEqual([
      ['9.975', 1055, 105],
      ['5', 1055, 53],
    ])
    expect(totals).toMatchObject({ netTotal: 1055, taxTotal: 158, grossTotal: 1213 })
  })
  test('reverse charge and exempt keep category and reason, and bear no rate', () => {
    const reverse: LineTax = {
      code: 'RC',
      name: 'Reverse charge',
      rate: '0',
      category: 'AE',
      exemptionReason: 'Art. 196',
    }
    expect(doc([line('100', [reverse])]).taxGroups).toMatchObject([
      { category: 'AE', rate: '0', base: 10000, tax: 0, exemptionReason: 'Art. 196' },
    ])
    expect(path(() => doc([line('100', [{ ...reverse, rate: '23' }])]))).toBe('lines.0.taxes.0.rate')
  })
  test('lines without tax are in the net total only', () => {
    expect(doc([line('100', []), line('50', [vat('20')])])).toMatchObject({ netTotal: 15000, taxTotal: 1000 })
  })
  test('currencies without decimals and with three', () => {
    expect(doc([line('55.55', [vat('10')])], { currency: 'JPY' })).toMatchObject({ netTotal: 56, taxTotal: 6 })
    expect(doc([line('1.2345', [vat('10')])], { currency: 'BHD' })).toMatchObject({ netTotal: 1235, taxTotal: 124 })
  })
})

describe('discounts', () => {
  test('a document discount is spread over the tax groups by largest remainder', () => {
    const lines = [line('33.33', [vat('20')]), line('33.33', [vat('10')]), line('33.34', [])]
    const totals = doc(lines, { documentDiscount: { amount: 1000 } })
    expect(totals.lines.map((one) => one.documentDiscount)).toEqual([333, 333, 334])
    expect(totals).toMatchObject({
      lineNetTotal: 10000,
      documentDiscount: 1000,
      documentDiscountNet: 1000,
      netTotal: 9000,
    })
    expect(totals.taxGroups.map((group) => [group.base, group.tax])).toEqual([
      [3000, 600],
      [3000, 300],
    ])
  })
  test('with prices including tax it is a gross amount', () => {
    const lines = [line('120', [vat('20')]), line('110', [vat('10')])]
    const totals = doc(lines, { pricesInclude: 'gross', documentDiscount: { percent: '10' } })
    expect(totals).toMatchObject({
      lineTotal: 23000,
      lineNetTotal: 20000,
      documentDiscount: 2300,
      documentDiscountNet: 2000,
      netTotal: 18000,
      taxTotal: 2700,
      grossTotal: 20700,
    })
  })
  test('a line discount is an amount or a percentage, at most the line', () => {
    expect(doc([line('10', [], { discountAmount: 250 })]).netTotal).toBe(750)
    expect(doc([line('10', [], { quantity: '-1', discountAmount: 250 })]).netTotal).toBe(-750)
    expect(path(() => doc([line('10', [], { discountAmount: 1001 })]))).toBe('lines.0.discountAmount')
    expect(path(() => doc([line('10', [], { discountAmount: -1 })]))).toBe('lines.0.discountAmount')
    expect(path(() => doc([line('10', [], { discountAmount: 1, discountPercent: '1' })]))).toBe(
      'lines.0.discountAmount',
    )
    expect(path(() => doc([line('10', [], { discountPercent: '100.5' })]))).toBe('lines.0.discountPercent')
    expect(path(() => doc([line('10', [])], { documentDiscount: { amount: 1001 } }))).toBe('documentDiscount.amount')
    expect(path(() => doc([line('10', [])], { documentDiscount: { percent: '-1' } }))).toBe('documentDiscount.percent')
  })
})

describe('lines', () => {
  test('optional lines count only when selected, and show what they would cost', () => {
    const option = line('50', [vat('20')], { optional: true })
    const totals = doc([line('100', [vat('20')]), option])
    expect(totals).toMatchObject({ netTotal: 10000, grossTotal: 12000 })
    expect(totals.lines[1]).toMatchObject({ counted: false, net: 5000, tax: 1000, gross: 6000 })
    expect(doc([line('100', [vat('20')]), { ...option, selected: true }]).grossTotal).toBe(18000)
  })
  test('a subtotal sums the lines since the last heading or subtotal', () => {
    const totals = doc([
      line('1', []),
      { id: 'a', kind: 'section' },
      line('10', [vat('20')]),
      { id: 't', kind: 'text' },
      line('20', [vat('20')]),
      { id: 's1', kind: 'subtotal' },
      line('5', []),
      { id: 's2', kind: 'subtotal' },
    ])
    expect(totals.lines[5]).toMatchObject({ kind: 'subtotal', counted: false, net: 3000, tax: 600, gross: 3600 })
    expect(totals.lines[7]).toMatchObject({ net: 500 })
    expect(totals.netTotal).toBe(3600)
  })
  test('cost and margin', () => {
    const totals = doc([line('100', [vat('20')], { quantity: '3', unitCost: '60' }), line('0.01', [])])
    expect(totals).toMatchObject({ cost: 18000, margin: 12001, marginPercent: '40.00', costComplete: false })
    expect(doc([line('100', [], { unitCost: '60' })], { documentDiscount: { percent: '50' } })).toMatchObject({
      margin: -1000,
      marginPercent: '-20.00',
      costComplete: true,
    })
  })
  test('bad numbers are refused with their path', () => {
    expect(path(() => doc([line('1', [], { quantity: 'two' })]))).toBe('lines.0.quantity')
    expect(path(() => doc([line('1.1234567', [])]))).toBe('lines.0.unitPrice')
    expect(path(() => doc([line('9999999999999', [], { quantity: '999999' })]))).toBe('lines.0.unitPrice')
    expect(path(() => doc([line('1', [], { id: 'x' }), line('1', [], { id: 'x' })]))).toBe('lines.1.id')
    expect(path(() => doc([line('1', [vat('20'), vat('20')])]))).toBe('lines.0.taxes')
  })
})

describe('payable', () => {
  test('prepaid amounts and the smallest coin', () => {
    const totals = doc([line('19.98', [])], { currency: 'CHF', prepaid: 500, cashRounding: '0.05' })
    expect(totals).toMatchObject({ grossTotal: 1998, prepaid: 500, roundingAmount: 2, payable: 1500 })
    expect(doc([line('0.02', [])], { cashRounding: '0.05' })).toMatchObject({ roundingAmount: -2, payable: 0 })
    expect(doc([line('-0.03', [])], { cashRounding: '0.05' })).toMatchObject({ roundingAmount: -2, payable: -5 })
    expect(path(() => doc([], { cashRounding: '0' }))).toBe('cashRounding')
    expect(path(() => doc([], { cashRounding: '0.05', currency: 'JPY' }))).toBe('cashRounding')
  })
  test('an empty document is zero', () => {
    expect(doc([])).toMatchObject({ netTotal: 0, taxTotal: 0, grossTotal: 0, payable: 0, taxGroups: [], bases: [] })
  })
})
