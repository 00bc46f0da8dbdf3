import { describe, expect, it } from 'vitest'
import { deliveryStatusOf, invoiceStatusOf, minus, openQuantity, plus } from './quantities.ts'

const line = (quantity: string, deliveredQuantity: string, kind: 'product' | 'text' = 'product') => ({
  kind,
  quantity,
  deliveredQuantity,
})

describe('delivery', () => {
  it('is none, partly or delivered by the lines', () => {
    expect(deliveryStatusOf([line('2', '0'), line('1', '0')])).toBe('none')
    expect(deliveryStatusOf([line('2', '2'), line('1', '0')])).toBe('partly')
    expect(deliveryStatusOf([line('2', '2'), line('0.5', '0.5'), line('1', '0', 'text')])).toBe('delivered')
  })
  it('counts returns (negative quantities) by their size', () => {
    expect(deliveryStatusOf([line('-2', '-1')])).toBe('partly')
    expect(deliveryStatusOf([line('-2', '-2')])).toBe('delivered')
  })
  it('invoicing likewise', () => {
    expect(invoiceStatusOf([{ kind: 'product', quantity: '3', invoicedQuantity: '1' }])).toBe('partly')
  })
})

it('what is open is never beyond zero', () => {
  expect([openQuantity('3', '1'), openQuantity('3', '3'), openQuantity('3', '4'), openQuantity('-3', '-1')]).toEqual([
    '2',
    '0',
    '0',
    '-2',
  ])
  expect([plus('0.1', '0.2'), minus('1', '0.9')]).toEqual(['0.3', '0.1'])
})
