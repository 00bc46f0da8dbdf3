import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { detectFile } from './detect.ts'
import { openRows, type Row, type RowSource } from './read.ts'

let folder = ''
let path = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-'))
  path = join(folder, 'upload')
})
afterAll(() => rm(folder, { recursive: true }))

const all = async (source: RowSource, after?: { line: number }): Promise<Row[]> => {
  const found: Row[] = []
  for await (const row of source.rows(after)) found.push(row)
  return found
}
const read = async (content: string | Buffer): Promise<RowSource> => {
  await writeFile(path, content)
  return openRows(path, (await detectFile(path)).settings)
}

describe('CSV', () => {
  it('reads quoted newlines, doubled quotes, stray quotes and ragged rows, and knows the lines', async () => {
    const source = await read(
      '\uFEFFName,Note,Amount\r\nA,"two\r\nlines, ""quoted""",1\r\n\r\n,,\r\nB,5" pipe\r\nC,x,2,extra,,\r\n "D" ,  padded\u00A0 ,3\r\n',
    )
    expect(source.columns).toEqual(['Name', 'Note', 'Amount'])
    expect(await all(source)).toEqual([
      { line: 2, cells: ['A', 'two\r\nlines, "quoted"', '1'] },
      { line: 6, cells: ['B', '5" pipe', ''] },
      { line: 7, cells: ['C', 'x', '2'], surplus: ['extra'] },
      { line: 8, cells: ['"D"', 'padded', '3'] },
    ])
  })

  it('starts again after a line', async () => {
    const source = await read('a,b\n1,2\n"3\n3",4\n5,6\n')
    expect((await all(source, { line: 3 })).map((row) => row.line)).toEqual([5])
    expect((await all(source, { line: 2 })).map((row) => row.line)).toEqual([3, 5])
    expect(await source.sample(1)).toEqual([{ line: 2, cells: ['1', '2'] }])
  })

  it.each(['windows-1252', 'utf-16le', 'utf-16be'])('decodes %s', async (encoding) => {
    const text = 'Name;Umsatz\nMüller;1.234,50\nGröße;2,00\nWeiß – Söhne;"3\n4"\n'
    const source = await read(iconv.encode(text, encoding, { addBOM: encoding !== 'windows-1252' }))
    expect(source.columns).toEqual(['Name', 'Umsatz'])
    expect((await all(source)).map((row) => row.cells[0])).toEqual(['Müller', 'Größe', 'Weiß – Söhne'])
  })

  it('names columns that have no name or share one', async () => {
    expect((await read('name,,Name,city\nA,b,c,d\n')).columns).toEqual(['name', 'Column 2', 'Name (2)', 'city'])
    const source = await read('Acme,a@b.de,12\nBolt,c@d.de,13\n')
    expect(source.columns).toEqual(['Column 1', 'Column 2', 'Column 3'])
    expect((await all(source)).map((row) => row.line)).toEqual([1, 2])
  })

  it('says where a quote is not closed, also in a file too large to hold', async () => {
    const short = await read('a,b\n1,2\n3,"4\n5,6\n')
    await expect(all(short)).rejects.toThrow('The row that starts at line 3 never ends')
    const long = await read(`a,b\n1,"2\n${'x,y\n'.repeat(400_000)}`)
    await expect(all(long)).rejects.toThrow('The row that starts at line 2 never ends')
  })

  it('reads rows that end in different ways', async () => {
    const source = await read('a,b\r\n1,2\n3,4\r5,6')
    expect((await all(source)).map((row) => [row.line, ...row.cells].join(' '))).toEqual(['2 1 2', '3 3 4', '4 5 6'])
  })

  it('takes apart rows that stand in quotes as a whole', async () => {
    const source = await read('id,name,city\n1,A,x\n"2,""B, Inc"",y"\n"3,only two"\n')
    expect(await all(source)).toEqual([
      { line: 2, cells: ['1', 'A', 'x'] },
      { line: 3, cells: ['2', 'B, Inc', 'y'], unwrapped: true },
      { line: 4, cells: ['3,only two', '', ''] },
    ])
  })

  it('drops NUL characters, which the database cannot hold', async () => {
    expect(await all(await read('a,b\nx\0y,2\nz,3\n'))).toEqual([
      { line: 2, cells: ['xy', '2'] },
      { line: 3, cells: ['z', '3'] },
    ])
  })

  it('reads the sales pipeline', async () => {
    const pipeline = new URL('../../../../test/data/crm-sales-opportunities/sales_pipeline.csv', import.meta.url)
      .pathname
    const source = await openRows(pipeline, (await detectFile(pipeline)).settings)
    let rows = 0
    let withoutAccount = 0
    for await (const row of source.rows()) {
      rows++
      if (row.cells[source.columns.indexOf('account')] === '') withoutAccount++
    }
    expect([rows, withoutAccount]).toEqual([8800, 1425])
  })
})

describe('XLSX', () => {
  const write = async (fill: (book: ExcelJS.Workbook) => void) => {
    const book = new ExcelJS.Workbook()
    fill(book)
    await book.xlsx.writeFile(path)
    return detectFile(path)
  }

  it('reads every kind of cell as text', async () => {
    const found = await write((book) => {
      book.addWorksheet('Notes')
      const sheet = book.addWorksheet('Deals')
      sheet.addRow(['Name', 'Closed', 'At', 'Amount', 'Share', 'Done', 'Site', 'Sum', 'Rich', 'Error', 'Later'])
      const row = sheet.addRow([
        ' Müller ',
        new Date(Date.UTC(2017, 2, 1)),
        new Date(Date.UTC(2017, 2, 1, 13, 30)),
        0.1 + 0.2,
        0.155,
        true,
        { text: 'acme.com', hyperlink: 'https://acme.com' },
        { formula: 'D2*2', result: 0.6 },
        { richText: [{ text: 'a' }, { text: 'b' }] },
        { error: '#N/A' },
        { formula: 'B2+1', result: 42_796 },
      ])
      row.getCell(2).numFmt = 'dd/mm/yyyy'
      row.getCell(3).numFmt = 'yyyy-mm-dd hh:mm'
      row.getCell(5).numFmt = '0.0%'
      row.getCell(11).numFmt = 'd.m.yyyy'
      sheet.addRow([])
      sheet.addRow(['Next', null, null, 12_345_678_901_234])
    })
    expect(found).toMatchObject({ settings: { format: 'xlsx', sheet: 'Deals', skip: 0, header: true } })
    expect(found.sheets).toEqual(['Notes', 'Deals'])
    const source = await openRows(path, found.settings)
    expect(source.columns.slice(0, 3)).toEqual(['Name', 'Closed', 'At'])
    const [first, second] = await all(source)
    expect(first).toEqual({
      line: 2,
      cells: [
        'Müller',
        '2017-03-01',
        '2017-03-01T13:30:00',
        '0.3',
        '15.5%',
        'true',
        'acme.com',
        '0.6',
        'ab',
        '#N/A',
        '2017-03-02',
      ],
    })
    expect(second).toMatchObject({ line: 4 })
    expect(second?.cells[3]).toBe('12345678901234')
    expect(second?.cells).toHaveLength(11)
  })

  it('steps over titles and leaves hidden sheets to be chosen', async () => {
    const found = await write((book) => {
      book.addWorksheet('Lists', { state: 'hidden' }).addRow(['x', 'y'])
      const sheet = book.addWorksheet('Report')
      sheet.addRow(['Sales 2017'])
      sheet.addRow([])
      sheet.addRow(['account', 'amount'])
      for (let i = 0; i < 2000; i++) sheet.addRow([`Account ${i}`, i])
    })
    expect(found.settings).toEqual({ format: 'xlsx', sheet: 'Report', skip: 1, header: true })
    const source = await openRows(path, found.settings)
    expect(source.columns).toEqual(['account', 'amount'])
    const rows = await all(source)
    expect(rows).toHaveLength(2000)
    expect(rows.at(-1)).toEqual({ line: 2003, cells: ['Account 1999', '1999'] })
    await expect(openRows(path, { format: 'xlsx', sheet: 'Nope', skip: 0, header: true })).rejects.toThrow(
      /called Nope/,
    )
  })

  it('refuses a workbook cut short', async () => {
    await write((book) => book.addWorksheet('A').addRow(['x', 'y']))
    const { readFile } = await import('node:fs/promises')
    await writeFile(path, (await readFile(path)).subarray(0, 3000))
    await expect(detectFile(path)).rejects.toThrow(/damaged/)
  })
})
