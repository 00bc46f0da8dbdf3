import { expect, test } from 'vitest'
import { missingReasons } from './exemption.ts'
import type { DocumentLine, LineTax } from './tax.ts'

const tax = (category: LineTax['category'], exemptionReason?: string): LineTax => ({
  code: category,
  name: `Tax ${category}`,
  rate: '0',
  category,
  exemptionReason: exemptionReason ?? null,
})
const line = (taxes: LineTax[], optional = false): DocumentLine => ({
  id: 'a',
  kind: 'product',
  quantity: '1',
  unitPrice: '1',
  taxes,
  optional,
})

test('exempt categories need a reason, standard and zero do not', () => {
  expect(
    missingReasons([line([tax('S')]), line([tax('Z')]), line([tax('AE', 'Art. 196')]), { id: 't', kind: 'text' }]),
  ).toEqual([])
  expect(missingReasons([line([tax('S')]), line([tax('Z'), tax('AE')]), line([tax('E', ' ')])])).toEqual([
    { path: 'lines.1.taxes.1.exemptionReason', message: 'Tax AE needs the reason why no tax is due' },
    { path: 'lines.2.taxes.0.exemptionReason', message: 'Tax E needs the reason why no tax is due' },
  ])
  expect(missingReasons([line([tax('E')], true)])).toEqual([])
})
