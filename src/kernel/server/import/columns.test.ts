import { access } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { columnScanner, type ProfileHints, profileColumns } from './columns.ts'
import { detectFile } from './detect.ts'
import { openRows } from './read.ts'

const profile = (columns: Record<string, string[]>, hints?: ProfileHints) => {
  const scanner = columnScanner(Object.keys(columns))
  const length = Math.max(...Object.values(columns).map((cells) => cells.length))
  for (let i = 0; i < length; i++) {
    scanner.add({ line: i + 2, cells: Object.values(columns).map((cells) => cells[i] ?? '') })
  }
  const file = scanner.finish(hints)
  const at = (name: string) => {
    const found = file.columns.find((column) => column.name === name)
    if (!found) throw new Error(`no column ${name}`)
    return found
  }
  return { file, at }
}
const one = (cells: string[], hints?: ProfileHints) => profile({ only: cells }, hints).at('only')

describe('dates', () => {
  it('finds the order from the values that tell', () => {
    expect(one(['3/1/2017', '10/20/2016']).date).toEqual({ order: 'mdy', ambiguous: false, written: 'M/D/YYYY' })
    expect(one(['3/1/2017', '20/10/2016']).date).toEqual({ order: 'dmy', ambiguous: false, written: 'D/M/YYYY' })
    expect(one(['2017-03-01']).date).toEqual({ order: 'ymd', ambiguous: false, written: 'YYYY-MM-DD' })
    expect(one(['20170301', '20161020'])).toMatchObject({ kind: 'day', date: { order: 'ymd', ambiguous: false } })
    expect(one(['1 Mar 2017', 'Mar 2, 2017']).date).toMatchObject({ ambiguous: false, written: 'D Month YYYY' })
  })

  it('are no telephone numbers, though some may be miswritten', () => {
    const born = Array.from({ length: 30 }, (_, i) => `${(i % 27) + 1}.02.1980`)
    expect(one([...born, '32.13.1980'])).toMatchObject({ kind: 'day', misfits: [{ value: '32.13.1980' }] })
    expect(one(['030 1234567', '(030) 765-4321', '+49 171 2345678'])).toMatchObject({ kind: 'phone' })
  })

  it('flags what it cannot know, and takes the hint', () => {
    expect(one(['3/1/2017', '4/2/2017']).date).toEqual({ order: 'dmy', ambiguous: true, written: 'D/M/YYYY' })
    expect(one(['3/1/2017'], { dateOrder: 'mdy' }).date).toMatchObject({ order: 'mdy', ambiguous: true })
    expect(one(['3.1.2017'], { dateOrder: 'mdy' }).date).toMatchObject({ order: 'dmy', ambiguous: false })
    expect(one(['25/1/2017', '1/26/2017']).date).toMatchObject({ ambiguous: true })
  })

  it('lets one column speak for another', () => {
    const { at } = profile({ from: ['1/2/2017', '3/4/2017'], till: ['1/31/2017', '3/5/2017'] })
    expect(at('from').date).toEqual({ order: 'mdy', ambiguous: false, written: 'M/D/YYYY' })
  })

  it('tells days from instants', () => {
    expect(one(['2017-03-01 10:00', '2017-03-02T11:30:00Z']).kind).toBe('instant')
    expect(one(['2017-03-01', '2017-03-02']).kind).toBe('day')
  })

  it('names the few values that are none', () => {
    const cells = [...Array.from({ length: 40 }, (_, i) => `${(i % 12) + 1}/20/2017`), 'next week', 'N/A']
    expect(one(cells)).toMatchObject({
      kind: 'day',
      misfits: [{ line: 42, value: 'next week' }],
      emptyMarkers: [{ value: 'N/A', count: 1 }],
    })
  })
})

describe('numbers', () => {
  it('finds the decimal separator', () => {
    expect(one(['1.234,50', '2,00'])).toMatchObject({ kind: 'decimal', number: { decimal: ',', ambiguous: false } })
    expect(one(['1,234.50', '550'])).toMatchObject({ kind: 'decimal', number: { decimal: '.', ambiguous: false } })
    expect(one(['1234', '5'])).toMatchObject({ kind: 'integer', number: { ambiguous: false } })
    expect(one(['$1,234.50', '(5.00)']).kind).toBe('decimal')
    expect(one(['12 %', '5.5%']).kind).toBe('percent')
  })

  it('flags thousands that may be decimals', () => {
    expect(one(['1,234', '5,678']).number).toEqual({ decimal: '.', ambiguous: true })
    expect(one(['1.234'], { delimiter: ';' }).number).toEqual({ decimal: ',', ambiguous: true })
    expect(profile({ a: ['1.234'], b: ['1,50'] }).at('a').number).toEqual({ decimal: ',', ambiguous: false })
    expect(one(['1.234', '1,50', '1.50']).number).toMatchObject({ ambiguous: true })
  })

  it('leaves codes with leading zeros and long digits as text', () => {
    expect(one(['01234', '10115']).kind).toBe('text')
    expect(one(['12345678901234567', '5']).kind).toBe('text')
  })
})

describe('other kinds', () => {
  it.each([
    ['boolean', ['Yes', 'No', 'yes']],
    ['boolean', ['0', '1', '1']],
    ['integer', ['0', '1', '2']],
    ['email', ['a@b.de', 'c@d.com', 'x@y.org']],
    ['phone', ['+49 30 123456', '(030) 123-456', '030/1234567']],
    ['decimal', ['1234.50', '0.1']],
    ['url', ['https://acme.com', 'www.x.de/y', 'acme.co.uk']],
    ['empty', ['', '', 'N/A', '-']],
    ['text', ['Acme', 'Bolt', 'yes']],
    ['choice', Array.from({ length: 40 }, (_, i) => ['Won', 'Lost', 'Open'][i % 3] ?? '')],
  ])('%s', (kind, cells) => {
    expect(one(cells).kind).toBe(kind)
  })

  it('proposes words for empty, doubtful ones only among typed values', () => {
    expect(one(['Select', 'Mumbai', 'select', 'None', 'Delhi']).emptyMarkers.map((marker) => marker.value)).toEqual([
      'Select',
      'select',
    ])
    expect(one(['5', 'None', '7', 'unknown', '8'])).toMatchObject({
      kind: 'integer',
      emptyMarkers: [
        { value: 'None', count: 1 },
        { value: 'unknown', count: 1 },
      ],
      misfits: [],
    })
  })

  it('keeps no more than it may', () => {
    const many = one(Array.from({ length: 500 }, (_, i) => `name ${i}`))
    expect(many).toMatchObject({ distinct: null, kind: 'text', samples: ['name 0', 'name 1', 'name 2'] })
    expect(one(['x', 'y', 'x']).distinct).toEqual([
      { value: 'x', count: 2 },
      { value: 'y', count: 1 },
    ])
  })
})

const of = async (path: string) => profileColumns(await openRows(path, (await detectFile(path)).settings))

it('knows the sales pipeline', async () => {
  const path = new URL('../../../../test/data/crm-sales-opportunities/sales_pipeline.csv', import.meta.url).pathname
  const { rows, columns } = await of(path)
  expect(rows).toBe(8800)
  expect(columns.map((column) => [column.name, column.kind, column.blank])).toEqual([
    ['opportunity_id', 'text', 0],
    ['sales_agent', 'choice', 0],
    ['product', 'choice', 0],
    ['account', 'text', 1425],
    ['deal_stage', 'choice', 0],
    ['engage_date', 'day', 500],
    ['close_date', 'day', 2089],
    ['close_value', 'integer', 2089],
  ])
  expect(columns[5]?.date).toEqual({ order: 'mdy', ambiguous: false, written: 'M/D/YYYY' })
  expect(columns[4]?.distinct).toEqual([
    { value: 'Won', count: 4238 },
    { value: 'Lost', count: 2473 },
    { value: 'Engaging', count: 1589 },
    { value: 'Prospecting', count: 500 },
  ])
})

const leads = new URL('../../../../../shared/data/x-education-leads/leads.csv', import.meta.url).pathname
const haveLeads = await access(leads).then(
  () => true,
  () => false,
)
it.skipIf(!haveLeads)('knows the lead scoring set (skipped where ../shared/data is missing)', async () => {
  const { rows, columns, unwrapped } = await of(leads)
  expect([rows, columns.length, unwrapped]).toEqual([9240, 37, 338])
  const at = (name: string) => columns.find((column) => column.name === name)
  expect(at('Converted')).toMatchObject({ kind: 'boolean', blank: 0 })
  expect(at('Converted')?.distinct?.find((value) => value.value === '1')?.count).toBe(3561)
  expect(at('Specialization')?.emptyMarkers).toEqual([{ value: 'Select', count: 1942 }])
})
