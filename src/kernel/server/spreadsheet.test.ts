import { setTimeout as pause } from 'node:timers/promises'
import { buffer, text } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import excel from 'exceljs'
import { describe, expect, it } from 'vitest'
import { csvStream, type TableCell, type TableColumn, xlsxStream } from './spreadsheet.ts'

const columns: TableColumn[] = [
  { header: 'Name', type: 'text' },
  { header: 'Quantity', type: 'decimal' },
  { header: 'Total', type: 'money' },
  { header: 'Due', type: 'date' },
  { header: 'Created', type: 'instant' },
  { header: 'Paid', type: 'boolean' },
]
const rows: TableCell[][] = [
  ['Müller, "Söhne"\nGmbH', '-12.5', '1234.50', '2026-02-28', '2026-07-01T22:30:00.000Z', true],
  ['=HYPERLINK("x")', '3', '-0.01', null, undefined, false],
  [' 😀 & <b>', 7, '12345678901234567.89', '1899-01-01', 'soon', null],
]

async function* stream(count: number, row: (i: number) => TableCell[]) {
  for (let i = 0; i < count; i++) yield row(i)
}

describe('CSV', () => {
  it('reads back as it was written', async () => {
    const csv = await text(csvStream(columns, rows, { byteOrderMark: false }))
    expect(csv.startsWith('Name,Quantity,Total,Due,Created,Paid\r\n')).toBe(true)
    const read: string[][] = parse(csv, { from_line: 2, relax_column_count: false, record_delimiter: '\r\n' })
    expect(read[0]).toEqual([
      'Müller, "Söhne"\nGmbH',
      '-12.5',
      '1234.50',
      '2026-02-28',
      '2026-07-01T22:30:00.000Z',
      'true',
    ])
    expect(read[2]?.[0]).toBe(' 😀 & <b>')
  })

  it('takes the sting out of formulas but leaves numbers alone', async () => {
    const two: TableColumn[] = [
      { header: '=cmd', type: 'text' },
      { header: 'n', type: 'integer' },
    ]
    const cells: TableCell[][] = [
      ['=1+1', '-5'],
      ['+49 30', 5],
      ['-5', '-5e3'],
      ['@SUM(A1)', '=1'],
      ['\tx', '1'],
      ['\r=1', '1'],
      ['  =1', '1'],
      ['＝1', '1'],
      ['a=1', null],
    ]
    const csv = await text(csvStream(two, cells, { delimiter: ';', byteOrderMark: false }))
    expect(parse(csv, { delimiter: ';', record_delimiter: '\r\n' })).toEqual([
      ["'=cmd", 'n'],
      ["'=1+1", '-5'],
      ["'+49 30", '5'],
      ["'-5", "'-5e3"],
      ["'@SUM(A1)", "'=1"],
      ["'\tx", '1'],
      ["'\r=1", '1'],
      ["'  =1", '1'],
      ["'＝1", '1'],
      ['a=1', ''],
    ])
  })

  it('begins with a byte order mark unless told otherwise', async () => {
    expect((await buffer(csvStream(columns, []))).subarray(0, 3).toString('hex')).toBe('efbbbf')
  })
})

const read = async (bytes: Buffer) => {
  const workbook = new excel.Workbook()
  const copy = new ArrayBuffer(bytes.length)
  new Uint8Array(copy).set(bytes)
  await workbook.xlsx.load(copy)
  return workbook
}

describe('XLSX', () => {
  it('keeps types', async () => {
    const workbook = await read(
      await buffer(xlsxStream(columns, rows, { sheetName: 'Q1/Q2', timeZone: 'Europe/Berlin' })),
    )
    const sheet = workbook.worksheets[0]
    expect(sheet?.name).toBe('Q1 Q2')
    expect(sheet?.getRow(1).getCell(1).font.bold).toBe(true)
    const value = (row: number, column: number) => sheet?.getRow(row).getCell(column).value
    expect([1, 2, 3, 4, 5, 6].map((column) => value(2, column))).toEqual([
      'Müller, "Söhne"\nGmbH',
      -12.5,
      1234.5,
      new Date('2026-02-28T00:00:00Z'),
      new Date('2026-07-02T00:30:00Z'),
      true,
    ])
    expect(value(3, 1)).toBe('=HYPERLINK("x")')
    expect(value(3, 3)).toBe(-0.01)
    expect(value(3, 4)).toBeNull()
    expect([1, 3, 4, 5].map((column) => value(4, column))).toEqual([
      ' 😀 & <b>',
      '12345678901234567.89',
      '1899-01-01',
      'soon',
    ])
  })

  it('survives letters that XML or Excel do not take', async () => {
    const one: TableColumn[] = [{ header: 'T', type: 'text' }]
    const cells = [['a\u0000\u000bb'], ['x\ud800y'], ['_x0041_'], ['z'.repeat(40_000)]]
    const sheet = (await read(await buffer(xlsxStream(one, cells)))).worksheets[0]
    const value = (row: number) => sheet?.getRow(row).getCell(1).value
    expect(value(2)).toBe('ab')
    expect(value(3)).toBe('x\ufffdy')
    expect(String(value(5))).toHaveLength(32_767)
  })

  it('addresses columns beyond Z', async () => {
    const wide: TableColumn[] = Array.from({ length: 60 }, (_, i) => ({ header: `c${i}`, type: 'integer' }))
    const sheet = (await read(await buffer(xlsxStream(wide, [wide.map((_column, i) => i)])))).worksheets[0]
    expect(sheet?.getCell('AA2').value).toBe(26)
    expect(sheet?.getCell('BH2').value).toBe(59)
  })

  it('writes an empty table', async () => {
    const workbook = await read(await buffer(xlsxStream(columns, [])))
    expect(workbook.worksheets[0]?.rowCount).toBe(1)
  })
})

describe('streams', () => {
  it.each([
    ['CSV', csvStream],
    ['XLSX', xlsxStream],
  ])('%s: the first bytes come before the first row', async (_name, make) => {
    let waiting = true
    async function* slow(): AsyncGenerator<TableCell[]> {
      await pause(300)
      waiting = false
      yield ['a']
    }
    const out = make([{ header: 'A', type: 'text' }], slow())
    for await (const chunk of out) {
      expect(chunk.length).toBeGreaterThan(0)
      expect(waiting).toBe(true)
      break
    }
  })

  it.each([
    ['CSV', csvStream],
    ['XLSX', xlsxStream],
  ])('%s: an error of the rows reaches the reader', async (_name, make) => {
    async function* broken(): AsyncGenerator<TableCell[]> {
      yield ['a']
      throw new Error('statement timeout')
    }
    await expect(buffer(make([{ header: 'A', type: 'text' }], broken()))).rejects.toThrow('statement timeout')
  })

  it.each([
    ['CSV', csvStream],
    ['XLSX', xlsxStream],
  ])('%s: a reader that leaves closes the rows', async (_name, make) => {
    let closed = false
    async function* rowsToClose() {
      try {
        for (let i = 0; ; i++) yield [`row ${i} ${Math.sin(i)}`]
      } finally {
        closed = true
      }
    }
    const out = make([{ header: 'A', type: 'text' }], rowsToClose())
    let bytes = 0
    for await (const chunk of out) {
      bytes += chunk.length
      if (bytes > 100_000) break
    }
    await pause(50)
    expect(closed).toBe(true)
  })

  it.each([
    ['CSV', csvStream],
    ['XLSX', xlsxStream],
  ])(
    '%s: 100,000 rows with flat memory',
    async (_name, make) => {
      const row = (i: number): TableCell[] => [
        `Account ${i}`,
        '1.5',
        `${i}.25`,
        '2026-01-31',
        '2026-01-31T10:00:00Z',
        i % 2 === 0,
      ]
      let bytes = 0
      let peak = 0
      const before = process.memoryUsage().rss
      for await (const chunk of make(columns, stream(100_000, row))) {
        bytes += chunk.length
        peak = Math.max(peak, process.memoryUsage().rss)
      }
      expect(bytes).toBeGreaterThan(500_000)
      expect(peak - before).toBeLessThan(120 * 1024 * 1024)
    },
    60_000,
  )
})
