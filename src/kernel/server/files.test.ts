import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFileStore } from './files.ts'
import { attachmentDisposition, cleanFileName, detectType, downloadHeaders, nameFitsType } from './fileTypes.ts'

const workspace = '0190d3a1-0000-7000-8000-000000000001'
const other = '0190d3a1-0000-7000-8000-000000000002'

describe('file store', () => {
  let dir = ''
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'files-'))
  })
  afterAll(async () => {
    await chmod(dir, 0o700)
    await rm(dir, { recursive: true })
  })
  const store = () => createFileStore({ dir, maxBytes: 1_000_000 })

  it('keeps the bytes under their digest and gives them back', async () => {
    const content = randomBytes(300_000)
    const chunks = Array.from({ length: 30 }, (_, i) => content.subarray(i * 10_000, (i + 1) * 10_000))
    const stored = await store().put(workspace, Readable.from(chunks), { fileName: 'scan.bin' })
    const sha256 = createHash('sha256').update(content).digest('hex')
    expect(stored).toEqual({ sha256, size: 300_000, type: 'application/octet-stream' })
    expect(await readFile(join(dir, workspace, sha256.slice(0, 2), sha256.slice(2, 4), sha256))).toEqual(content)
    const opened = await store().openFile(workspace, sha256)
    expect(opened.size).toBe(300_000)
    expect(await buffer(opened.stream)).toEqual(content)
    const part = await store().openFile(workspace, sha256, { start: 5, end: 9 })
    expect(await buffer(part.stream)).toEqual(content.subarray(5, 10))
  })

  it('stores the same content once and keeps workspaces apart', async () => {
    const put = () => store().put(workspace, [Buffer.from('same')], { fileName: 'a.txt' })
    const [one, two] = await Promise.all([put(), put()])
    expect(one).toEqual(two)
    const found = []
    for await (const sha256 of store().list(workspace)) found.push(sha256)
    expect(found.filter((sha256) => sha256 === one.sha256)).toHaveLength(1)
    expect(await store().has(workspace, one.sha256)).toBe(true)
    expect(await store().has(other, one.sha256)).toBe(false)
    await expect(store().openFile(other, one.sha256)).rejects.toMatchObject({ code: 'notFound' })
    await store().remove(workspace, one.sha256)
    await store().remove(workspace, one.sha256)
    expect(await store().has(workspace, one.sha256)).toBe(false)
  })

  it('refuses what is too large and leaves nothing behind', async () => {
    let asked = 0
    async function* endless() {
      for (;;) {
        asked++
        yield Buffer.alloc(100_000)
      }
    }
    await expect(store().put(workspace, endless(), { fileName: 'big' })).rejects.toMatchObject({ code: 'tooLarge' })
    expect(asked).toBe(11)
    const small = store().put(workspace, [Buffer.alloc(2048)], { fileName: 'a', maxBytes: 1024 })
    await expect(small).rejects.toThrow('A file may have at most 1 kB')
    expect(await readdir(join(dir, 'incoming'))).toEqual([])
  })

  it('leaves nothing behind when the sender breaks off', async () => {
    async function* broken() {
      yield Buffer.from('half')
      throw new Error('connection lost')
    }
    await expect(store().put(workspace, broken(), { fileName: 'a' })).rejects.toThrow('connection lost')
    expect(await readdir(join(dir, 'incoming'))).toEqual([])
  })

  it('sweeps what a crash left', async () => {
    await writeFile(join(dir, 'incoming', 'old'), 'x')
    await writeFile(join(dir, 'incoming', 'new'), 'x')
    await utimes(join(dir, 'incoming', 'old'), 1000, 1000)
    expect(await store().sweep(2_000_000)).toBe(1)
    expect(await readdir(join(dir, 'incoming'))).toEqual(['new'])
    expect(await createFileStore({ dir: join(dir, 'nowhere') }).sweep(1)).toBe(0)
  })

  it('takes no path in place of an id or a digest', async () => {
    await expect(store().openFile('../../etc', 'a'.repeat(64))).rejects.toThrow(RangeError)
    await expect(store().openFile(workspace, '../../../etc/passwd')).rejects.toMatchObject({ code: 'notFound' })
    await expect(store().put('..', [Buffer.from('x')], { fileName: 'a' })).rejects.toThrow(RangeError)
  })
})

describe('type by content', () => {
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), deflateSync('x')])
  const zip = (name: string) => Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(26), Buffer.from(name)])
  const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex')

  it.each([
    ['a.pdf', Buffer.from('%PDF-1.7\n'), 'application/pdf'],
    ['a.txt', png, 'image/png'],
    ['a.jpg', Buffer.from('ffd8ffe000104a46', 'hex'), 'image/jpeg'],
    ['a.webp', Buffer.from('RIFF\0\0\0\0WEBPVP8 '), 'image/webp'],
    ['a.heic', Buffer.from('\0\0\0\x18ftypheic'), 'image/heic'],
    ['a.mp4', Buffer.from('\0\0\0\x18ftypisom'), 'video/mp4'],
    ['a.zip', zip('readme.txt'), 'application/zip'],
    ['a.docx', zip('word/document.xml'), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['a.xlsx', zip('[Content_Types].xml'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    [
      'a.ods',
      zip('mimetypeapplication/vnd.oasis.opendocument.spreadsheet'),
      'application/vnd.oasis.opendocument.spreadsheet',
    ],
    ['a.xls', ole, 'application/vnd.ms-excel'],
    ['a.csv', Buffer.from('\ufeffa;b\n1;2\n'), 'text/csv'],
    ['a.csv', Buffer.from('\ufeffa;b\n', 'utf16le'), 'text/csv'],
    ['a.txt', Buffer.from('Grüße'), 'text/plain'],
    ['a.txt', Buffer.from('  <!DOCTYPE html><html>'), 'text/html'],
    ['a.png', Buffer.from('<?xml version="1.0"?><svg xmlns="x"><script/></svg>'), 'image/svg+xml'],
    ['a.csv', Buffer.from('a,b\n<script>alert(1)</script>'), 'text/html'],
    ['a.pdf', Buffer.from('MZ\x90\0'), 'application/x-msdownload'],
    ['a.dat', Buffer.from([1, 2, 3, 0, 5]), 'application/octet-stream'],
    ['a', Buffer.alloc(0), 'text/plain'],
  ])('%s', (name, head, type) => {
    expect(detectType(head, name)).toBe(type)
  })

  it('notices a name that lies', () => {
    expect(nameFitsType('invoice.pdf', 'application/x-msdownload')).toBe(false)
    expect(nameFitsType('invoice.pdf', 'application/pdf')).toBe(true)
    expect(nameFitsType('photo.png', 'image/svg+xml')).toBe(false)
    expect(nameFitsType('notes.csv', 'application/x-elf')).toBe(false)
    expect(nameFitsType('notes.csv', 'text/plain')).toBe(true)
    expect(nameFitsType('report.docx', 'application/zip')).toBe(false)
    expect(nameFitsType('drawing.dwg', 'application/octet-stream')).toBe(true)
  })
})

describe('download', () => {
  it('cleans names', () => {
    expect(cleanFileName('C:\\temp\\..\\Rechnung 1.pdf')).toBe('Rechnung 1.pdf')
    expect(cleanFileName('../../etc/passwd')).toBe('passwd')
    expect(cleanFileName('in\u202efdp.exe\r\nX: y')).toBe('infdp.exeX y')
    expect(cleanFileName('...')).toBe('file')
    expect(cleanFileName(`${'a'.repeat(300)}.pdf`)).toMatch(/^a{196}\.pdf$/)
  })

  it('names the attachment for old and new programs', () => {
    expect(attachmentDisposition('Angebot "ä" 100%.pdf')).toBe(
      `attachment; filename="Angebot a 100_.pdf"; filename*=UTF-8''Angebot%20%C3%A4%20100%25.pdf`,
    )
    expect(attachmentDisposition("it's (1).pdf")).toContain("filename*=UTF-8''it%27s%20%281%29.pdf")
    expect(attachmentDisposition('a\r\nSet-Cookie: x=1')).not.toMatch(/[\r\n]/)
  })

  it('never lets content run', () => {
    const headers = downloadHeaders({ fileName: 'logo.svg', type: 'image/svg+xml', size: 5, sha256: 'ab' })
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-length': '5',
      etag: '"ab"',
    })
    expect(headers['content-disposition']).toMatch(/^attachment;/)
    expect(downloadHeaders({ fileName: 'a.pdf', type: 'application/pdf' })['content-type']).toBe('application/pdf')
  })
})
