import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { csvShape, type Detected, detectFile, headerPlace } from './detect.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'detect-'))
})
afterAll(() => rm(folder, { recursive: true }))

const detect = async (content: string | Buffer): Promise<Detected> => {
  const path = join(folder, 'upload')
  await writeFile(path, content)
  return detectFile(path)
}
const csv = async (content: string | Buffer) => {
  const { settings } = await detect(content)
  if (settings.format !== 'csv') throw new Error('not read as CSV')
  return settings
}

describe('encoding', () => {
  const german =
    'Firma;Straße;Ort\nMüller Söhne GmbH;Königstraße 5;Köln\nBäckerei Weiß;Gänsemarkt 1;Düsseldorf\n' +
    'Schröder & Söhne;Große Bleichen 8;Überlingen\n'
  const czech =
    'Firma;Město;Poznámka\nŠkoda Auto;Mladá Boleslav;Příliš žluťoučký kůň úpěl ďábelské ódy\n' +
    'Řeznictví Dvořák;České Budějovice;Těšíme se na vás každý všední den\nŽelezárny;Třinec;Děkujeme za důvěru\n'
  const russian =
    'Компания;Город\nООО Ромашка;Санкт-Петербург\nЗАО Северное сияние;Екатеринбург\nИП Иванов;Новосибирск\n'

  it.each([
    ['utf-8', german, 'utf-8'],
    ['windows-1252', german, 'windows-1252'],
    ['windows-1250', czech, 'windows-1250'],
    ['windows-1251', russian, 'windows-1251'],
    ['utf-16le', german, 'utf-16le'],
    ['utf-16be', german, 'utf-16be'],
  ])('%s', async (encoding, text, expected) => {
    const found = await csv(iconv.encode(text, encoding))
    expect(found).toMatchObject({ encoding: expected, delimiter: ';', skip: 0, header: true })
  })

  it.each(['utf-8', 'utf-16le', 'utf-16be'])('%s with a byte order mark', async (encoding) => {
    const found = await csv(iconv.encode(german, encoding, { addBOM: true }))
    expect(found).toMatchObject({ encoding, delimiter: ';' })
  })

  it('finds the one odd byte far behind the sample', async () => {
    const ascii = 'name,city\n' + 'Acme,Berlin\n'.repeat(60_000)
    expect((await csv(ascii)).encoding).toBe('utf-8')
    const late = Buffer.concat([Buffer.from(ascii), Buffer.from([0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 0x2c, 0x78])])
    expect((await csv(late)).encoding).toBe('windows-1252')
    expect((await csv(`${ascii}Müller,x`)).encoding).toBe('utf-8')
  })

  it('is not misled by a character cut between two reads', async () => {
    const cut = `name\n${'a'.repeat(256 * 1024 - 6)}é\n`
    expect((await csv(cut)).encoding).toBe('utf-8')
  })
})

describe('shape', () => {
  it('prefers the delimiter that splits regularly over commas in text and decimals', () => {
    expect(csvShape('name;amount;note\nA;1.234,50;one, two, three\nB;2,00;x\nC;99,95;y, z\n')).toEqual({
      delimiter: ';',
      quote: '"',
      skip: 0,
      header: true,
    })
    expect(csvShape('a\tb,c\n1\t2\n3\t4\n').delimiter).toBe('\t')
    expect(csvShape('a|b|c\n1|2,5|3\n4|5,5|6\n').delimiter).toBe('|')
    expect(csvShape('email\na@b.de\nc@d.de\n')).toEqual({ delimiter: ',', quote: '"', skip: 0, header: true })
  })

  it('keeps delimiters and newlines in quotes together', () => {
    expect(csvShape('a,b\n"x;y;z\nq;q;q",1\n"r;s;t",2\n').delimiter).toBe(',')
    expect(csvShape("a,b\n'x,y','1'\n'r,s','2'\n")).toMatchObject({ delimiter: ',', quote: "'" })
  })

  it('obeys the first line Excel writes', () => {
    expect(csvShape('sep=;\r\nname;amount\r\nA,B;1\r\n')).toMatchObject({ delimiter: ';', skip: 1, header: true })
  })

  it('steps over titles above the header', () => {
    expect(csvShape('Sales report 2017,,\n,,\nname,stage,amount\nA,Won,5\nB,Lost,6\n')).toMatchObject({
      skip: 1,
      header: true,
    })
  })

  it('sees that there is no header', () => {
    expect(csvShape('Acme,acme@x.de,12\nBolt,b@x.de,13\n').header).toBe(false)
    expect(
      headerPlace([
        ['name', '2016', '2017'],
        ['A', '5', '6'],
        ['B', '7', '8'],
      ]),
    ).toEqual({ skip: 0, header: false })
    expect(
      headerPlace([
        ['name', 'city', '2017'],
        ['5', '5', '6'],
        ['6', '7', '8'],
      ]),
    ).toEqual({ skip: 0, header: true })
  })
})

describe('refusals', () => {
  it.each([
    ['an empty file', Buffer.alloc(0), 'The file is empty'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), /old Excel format/],
    [
      'a picture',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 0xff]),
      /not a table/,
    ],
    ['a zip that is no workbook', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), /damaged/],
  ])('%s', async (_what, content, message) => {
    await expect(detect(content)).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'file' }] })
    await expect(detect(content)).rejects.toThrow(message)
  })
})
