import { expect, test } from 'vitest'
import { priceDocument } from '../../document.ts'
import { cellsOf, lineFromWire, linesToWire, moved, newLine, pricingHeader, pricingLines } from './lines.ts'

test('a range copied from a spreadsheet becomes cells', () => {
  expect(cellsOf('GTX Pro\t2\t4,821.00\r\nMG Special\t10\t55\r\n')).toEqual([
    ['GTX Pro', '2', '4,821.00'],
    ['MG Special', '10', '55'],
  ])
  expect(cellsOf('"two\nlines"\t"say ""hi"""\n')).toEqual([['two\nlines', 'say "hi"']])
  expect(cellsOf('a\t\nb\t')).toEqual([
    ['a', ''],
    ['b', ''],
  ])
})

test('a line survives the way from the wire and back', () => {
  const wire = {
    id: 'l1',
    kind: 'product',
    description: 'GTX Pro',
    quantity: '2',
    unitPrice: '4821',
    taxes: [{ code: 'VAT', name: 'VAT 21%', rate: '21', category: 'S', exemptionReason: null }],
    optional: false,
    deliveredQuantity: '1',
  }
  const line = lineFromWire(wire)
  expect(line.more).toEqual({ deliveredQuantity: '1' })
  expect(linesToWire([line], ['deliveredQuantity'])[0]).toMatchObject(wire)
})

test('totals of edited lines are those of the server’s rules', () => {
  const tax = { code: 'VAT', name: 'VAT 23%', rate: '23', category: 'S' as const }
  const lines = ['55.55', '11.11'].map((unitPrice) => newLine('product', { unitPrice, taxes: [tax] }))
  const { totals } = priceDocument(pricingHeader({ currency: 'EUR' }, 'EUR'), pricingLines(lines))
  expect(totals).toMatchObject({ netTotal: 6666, taxTotal: 1533, grossTotal: 8199 })
})

test('a line moves to its new place and no other line changes its order', () => {
  const lines = ['a', 'b', 'c', 'd'].map((description) => newLine('text', { description }))
  const words = (from: number, to: number) =>
    moved(lines, from, to)
      .map((l) => l.description)
      .join('')
  expect(words(0, 2)).toBe('bcad')
  expect(words(3, 0)).toBe('dabc')
  expect(words(1, 9)).toBe('abcd')
})
