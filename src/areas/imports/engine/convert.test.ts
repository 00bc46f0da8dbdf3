import { describe, expect, it } from 'vitest'
import { type ColumnPlan, type ConvertPlan, converter } from './convert.ts'

const column = (field: string, kind: ColumnPlan['kind'], more: Partial<ColumnPlan> = {}): ColumnPlan => ({
  index: 0,
  constant: '',
  field,
  part: null,
  kind,
  choices: [],
  max: null,
  scale: null,
  date: 'mdy',
  decimal: '.',
  empty: [],
  values: {},
  multiply: null,
  ...more,
})
const plan = (...columns: ColumnPlan[]): ConvertPlan => ({
  columns: columns.map((c, index) => ({ ...c, index: c.index === null ? null : index })),
  timeZone: 'America/New_York',
  country: 'US',
  currency: 'USD',
  title: 'name',
})
const read = (columns: ColumnPlan[], ...cells: string[]) => converter(plan(...columns))({ line: 2, cells })

describe('a row of cells', () => {
  it('becomes values of the kinds of its fields', () => {
    const row = read(
      [
        column('name', 'text', { max: 20 }),
        column('amount', 'money'),
        column('closedOn', 'day'),
        column('createdAt', 'instant'),
        column('employees', 'integer'),
        column('active', 'boolean'),
        column('email', 'email'),
        column('phone', 'phone'),
        column('address', 'address', { part: 'country' }),
        column('address', 'address', { part: 'city' }),
      ],
      'Acme',
      '$1,234.50',
      '3/1/2017',
      '3/1/2017 9:30 am',
      '1,200',
      'yes',
      'Mailto:Info@Acme.example',
      '(212) 555-0123',
      'U.S.A.',
      'New York',
    )
    expect(row.problems).toEqual([])
    expect(row.label).toBe('Acme')
    expect(row.values).toEqual({
      name: 'Acme',
      amount: 123_450,
      closedOn: '2017-03-01',
      createdAt: '2017-03-01T14:30:00.000Z',
      employees: 1200,
      active: true,
      email: 'info@acme.example',
      phone: '+12125550123',
      address: { country: 'US', city: 'New York' },
    })
  })

  it('says what is wrong with each cell and keeps the others', () => {
    const row = read(
      [column('name', 'text', { max: 3 }), column('amount', 'money'), column('day', 'day'), column('email', 'email')],
      'Acme',
      '12.345',
      '31/12/2017',
      'nobody',
    )
    expect(row.values).toEqual({})
    expect(row.problems.map((p) => p.field)).toEqual(['name', 'day', 'email', 'amount'])
  })

  it('takes money in the currency of its row, in thousands where that was said', () => {
    const columns = [column('currency', 'text', { max: 3 }), column('revenue', 'money', { multiply: '1000000' })]
    expect(read(columns, 'jpy', '1100.04').values).toEqual({ currency: 'JPY', revenue: 1_100_040_000 })
    expect(read(columns, '', '1100.04').values).toEqual({ revenue: 110_004_000_000 })
    expect(read(columns, 'XYZ', '1').problems[0]?.field).toBe('currency')
  })

  it('reads words as the person told it to', () => {
    const stage = column('stageId', 'reference', { empty: ['Select'], values: { GTXPro: 'GTX Pro', Gone: null } })
    expect(read([stage], 'GTXPro').refs).toEqual({ stageId: 'GTX Pro' })
    expect(read([stage], 'Select').refs).toEqual({})
    expect(read([stage], 'Gone').refs).toEqual({})
    expect(read([column('pipelineId', 'reference', { index: null, constant: 'Sales' })]).refs).toEqual({
      pipelineId: 'Sales',
    })
    const choices = [
      { key: 'notStarted', label: 'Not started' },
      { key: 'done', label: 'Done' },
    ]
    expect(read([column('state', 'choice', { choices })], 'not STARTED').values).toEqual({ state: 'notStarted' })
    expect(read([column('states', 'multiChoice', { choices })], 'done; not started').values).toEqual({
      states: ['done', 'notStarted'],
    })
  })
})
