import { execFile, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { deflateSync, crc32 } from 'node:zlib'
import { build } from 'esbuild'
import { afterAll, describe, expect, it } from 'vitest'
import { closeHeavy, type PrintableDocument, type PrintLine, printLanguages, renderDocument } from './heavy.ts'
import { createFormat } from './format.ts'
import { richContent } from './richContent.ts'
import { createThread } from './threads.ts'

const run = promisify(execFile)
const hasPdftotext = spawnSync('pdftotext', ['-v']).error === undefined
if (!hasPdftotext) console.warn('pdftotext (poppler-utils) is not installed: the text of documents is not tested')

const item = (change: Partial<Extract<PrintLine, { kind: 'item' }>> = {}): PrintLine => ({
  kind: 'item',
  position: '1',
  name: 'GTX Pro',
  quantity: '4',
  unit: 'pcs',
  unitPrice: '4821.00',
  tax: '19',
  amount: '19284.00',
  ...change,
})

const invoice = (change: Partial<PrintableDocument> = {}): PrintableDocument => ({
  kind: 'invoice',
  number: 'INV-2026-001',
  issueDate: '2026-11-22',
  dueDate: '2026-12-22',
  seller: {
    name: 'Nordlicht Systeme GmbH',
    addressLines: ['Speicherstraße 14', '20457 Hamburg'],
    vatId: 'DE136695976',
    legalLines: ['Amtsgericht Hamburg HRB 12345'],
    bank: { iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' },
  },
  buyer: { name: 'Țiriac & Łódź s.r.o.', addressLines: ['Příční 7', 'Brno'], vatId: 'CZ25123891' },
  currency: 'EUR',
  locale: 'en-GB',
  intro: '<p>Dear <strong>customer</strong> &amp; friend</p>',
  lines: [item()],
  totals: {
    subtotal: '19284.00',
    adjustments: [{ label: 'Discount 2 %', amount: '-385.68' }],
    net: '18898.32',
    taxes: [{ label: 'VAT 19%', base: '18898.32', amount: '3590.68', note: 'Supply in Germany' }],
    gross: '22489.00',
    payments: [{ label: 'Deposit', amount: '-1000.00' }],
    due: '21489.00',
  },
  paymentTerms: 'Payable within 30 days',
  paymentReference: 'INV-2026-001',
  notes: '<ul><li>first</li><li>second</li></ul>',
  ...change,
})

async function textOf(pdf: Buffer, mode: '-raw' | '-layout' = '-raw'): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'pdf-'))
  try {
    await writeFile(join(dir, 'a.pdf'), pdf)
    return (await run('pdftotext', [mode, join(dir, 'a.pdf'), '-'])).stdout
  } finally {
    await rm(dir, { recursive: true })
  }
}

afterAll(closeHeavy)

describe.skipIf(!hasPdftotext)('document as PDF', () => {
  it('can be read in order', async () => {
    const pdf = await renderDocument(invoice())
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    const text = await textOf(pdf)
    const parts = [
      'Nordlicht Systeme GmbH',
      'Țiriac & Łódź s.r.o.',
      'Příční 7',
      'VAT ID CZ25123891',
      'Due date 22 December 2026',
      'Invoice INV-2026-001',
      'Dear customer & friend',
      'No. Description Quantity Unit price Tax Amount (EUR)',
      '1 GTX Pro 4 pcs 4,821.00 19% 19,284.00',
      'Subtotal 19,284.00',
      'Discount 2 % -385.68',
      'Net total 18,898.32',
      'VAT 19% on 18,898.32 3,590.68',
      'Supply in Germany',
      'Total €22,489.00',
      'Deposit -1,000.00',
      'Amount due €21,489.00',
      'Payable within 30 days',
      'IBAN DE89 3704 0044 0532 0130 00',
      'Reference INV-2026-001',
      'first',
      'Amtsgericht Hamburg HRB 12345',
      'Page 1 of 1',
    ]
    let from = 0
    for (const part of parts) {
      const at = text.indexOf(part, from)
      expect(at, `"${part}" after position ${from} in\n${text}`).toBeGreaterThanOrEqual(0)
      from = at + part.length
    }
  })

  it.each(Object.entries(printLanguages))('speaks %s', async (language, labels) => {
    const text = await textOf(
      await renderDocument(invoice({ kind: 'quote', locale: language, validUntil: '2026-12-31' })),
    )
    for (const label of [labels.quote, labels.validUntil, labels.description, labels.net, labels.due])
      expect(text).toContain(label)
  })

  it('writes figures as the country does', async () => {
    const text = await textOf(await renderDocument(invoice({ locale: 'de-DE' })))
    expect(text).toContain('4.821,00')
    expect(text).toContain('21.489,00 €')
    expect(text).toContain('22. November 2026')
  })

  it('repeats the head of the table and counts the pages', async () => {
    const lines = Array.from({ length: 80 }, (_, i) => item({ position: String(i + 1), name: `Part ${i + 1}` }))
    const pages = (await textOf(await renderDocument(invoice({ lines }))))
      .split('\f')
      .filter((page) => page.trim() !== '')
    expect(pages.length).toBeGreaterThan(2)
    pages.slice(0, -1).forEach((page, i) => {
      expect(page).toContain('Description Quantity')
      expect(page).toContain(`Page ${i + 1} of ${pages.length}`)
    })
    expect(pages[1]).toContain('Nordlicht Systeme GmbH · Invoice INV-2026-001')
    const all = pages.join('\n')
    for (let i = 1; i <= 80; i++) expect(all).toContain(`${i} Part ${i} 4 pcs`)
  })

  it.each([
    ['paragraphs', 200, (i: number) => `<p>Sentence x${i}x</p>`],
    ['line breaks', 120, (i: number) => `Sentence x${i}x<br>`],
    ['one paragraph', 400, (i: number) => `Sentence x${i}x `],
  ])('breaks what is longer than a page and loses nothing: %s', async (_name, count, sentence) => {
    const long = Array.from({ length: count }, (_, i) => sentence(i)).join('')
    const plain = long.replace(/<[^>]*>/g, ' ')
    const cases: Partial<PrintableDocument>[] = [
      { lines: [item({ description: long }), item({ name: 'After' })] },
      { lines: [item({ name: plain }), item({ name: 'After' })] },
      { lines: [{ kind: 'text', text: long }, item({ name: 'After' })] },
      { paymentTerms: `${plain} After` },
      { notes: `${long}<p>After</p>` },
    ]
    for (const change of cases) {
      const text = (await textOf(await renderDocument(invoice(change)))).replace(/\s+/g, ' ')
      for (let i = 0; i < count; i++) expect(text).toContain(`x${i}x`)
      expect(text).toContain('After')
    }
  })

  it('keeps totals with many rates whole', async () => {
    const taxes = Array.from({ length: 70 }, (_, i) => ({ label: `Tax ${i}`, base: '1.00', amount: `${i}.11` }))
    const text = await textOf(await renderDocument(invoice({ totals: { taxes, gross: '7.00' } })))
    for (let i = 0; i < 70; i++) expect(text).toContain(`Tax ${i} on 1.00 ${i}.11`)
    expect(text).toContain('Total €7.00')
  })

  it('shows sections, texts, subtotals, optional lines and drafts', async () => {
    const { number: _number, ...draft } = invoice({ draft: true, signature: true, terms: '<p>Our terms</p>' })
    const lines: PrintLine[] = [
      { kind: 'section', title: 'Hardware' },
      item({ discount: '10 %', code: 'GTX-1' }),
      { kind: 'text', text: '<p>Prices without shipping</p>' },
      { kind: 'subtotal', amount: '17355.60' },
      item({ name: 'Extra', optional: true, amount: '5.00', period: 'per month' }),
    ]
    const text = await textOf(await renderDocument({ ...draft, lines }))
    for (const part of ['Invoice Draft', 'Hardware', 'GTX-1', '10%', 'Prices without shipping', 'Subtotal 17,355.60'])
      expect(text).toContain(part)
    for (const part of ['Optional, not included', '(5.00)', 'per month', 'Our terms', 'Name, signature'])
      expect(text).toContain(part)
  })

  it('takes text as text, whatever it looks like', async () => {
    const name = '<b>x</b> {{y}} %PDF- [link](http://a)'
    expect(await textOf(await renderDocument(invoice({ lines: [item({ name })] })), '-layout')).toContain('<b>x</b>')
    const empty = invoice({ lines: [], intro: '<script>alert(1)</script>', totals: { taxes: [], gross: '0' } })
    expect(await textOf(await renderDocument(empty))).toContain('Total €0.00')
  })

  it('ends with the page its last line is on, also where that fills it exactly', async () => {
    const page = (intro: string, small: number, tail: Partial<PrintableDocument>) => {
      const lines = Array.from({ length: 13 }, (_, i) => item({ position: String(i + 1), name: `Part ${i + 1}` }))
      const description = Array.from({ length: small }, (_, i) => `small ${i}`).join('<br>')
      const [first = item()] = lines
      const totals = { net: '1', taxes: [], gross: '1' }
      const { notes: _notes, paymentTerms: _terms, paymentReference: _reference, ...plain } = invoice()
      const asked = { ...plain, kind: 'quote' as const, intro, totals }
      return { ...asked, lines: small > 0 ? [{ ...first, description }, ...lines.slice(1)] : lines, ...tail }
    }
    // the heights of paragraphs and of small print step over the foot of the page by a point or so
    for (const intro of ['', '<p>i</p>', '<p>i<br>i</p>', '<p>i<br>i<br>i</p>'])
      for (const small of [0, 1, 2, 3])
        for (const tail of [{ terms: '<p>the end</p>' }, { terms: '<ul><li>the end</li></ul>' }]) {
          const pages = (await textOf(await renderDocument(page(intro, small, tail)))).split('\f')
          expect(pages.filter((text) => text.trim() !== '').at(-1), `${intro} ${small}`).toContain('the end')
        }
  }, 60_000)

  it('prints a logo, and the name where the logo is damaged', async () => {
    const chunk = (type: string, data: Buffer): Buffer => {
      const body = Buffer.concat([Buffer.from(type), data])
      const frame = Buffer.alloc(8)
      frame.writeUInt32BE(data.length, 0)
      frame.writeUInt32BE(crc32(body), 4)
      return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
    }
    const size = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])
    const head = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', size)])
    const pixels = chunk('IDAT', deflateSync(Buffer.from([0, 255, 0, 0])))
    const png = Buffer.concat([head, pixels, chunk('IEND', Buffer.alloc(0))])
    const { seller } = invoice()
    const first = async (logo: Uint8Array) =>
      (await textOf(await renderDocument(invoice({ seller: { ...seller, logo } })))).split('\n')[0]
    expect(await first(png)).toBe('To')
    for (const damaged of [head, png.subarray(0, 20), Buffer.from('<svg xmlns="x"/>'), Buffer.alloc(0)])
      expect(await first(damaged)).toBe('Nordlicht Systeme GmbH')
  })
})

describe('figures', () => {
  it('keep every digit and the decimals of the currency', () => {
    const yen = createFormat('en', 'JPY')
    expect(yen.amount('123456789012345678')).toBe('123,456,789,012,345,678')
    const dinar = createFormat('en', 'KWD')
    expect(dinar.amount('1.5')).toBe('1.500')
    const euro = createFormat('cs', 'EUR')
    expect(euro.amount('-1234567.8')).toBe('-1 234 567,80')
    expect(euro.unitPrice('0.123456')).toBe('0,123456')
    expect(euro.percent('19.5')).toBe('19,5 %')
    expect(euro.number('n/a')).toBe('n/a')
    expect(createFormat('no such locale', 'EUR').amount('1')).toBe('1.00')
    expect(euro.day('soon')).toBe('soon')
  })
})

describe('rich text', () => {
  it('becomes paragraphs, lists and marks', () => {
    const content = richContent(
      '<h2>A</h2><p>b <strong><em>c</em></strong><br />d</p><ol><li>e<ul><li>f</li></ul></li></ol><p> </p>',
    )
    expect(content).toMatchObject([
      { text: [{ text: 'A' }], bold: true },
      { text: [{ text: 'b ' }, { text: 'c', bold: true, italics: true }, { text: '\n' }, { text: 'd' }] },
      { stack: [{ ol: [{ text: [{ text: 'e' }] }, { ul: [{ text: [{ text: 'f' }] }] }] }] },
    ])
    expect(richContent('<a href="javascript:x">y</a><img src="/etc/passwd">')).toMatchObject([
      { text: [{ text: 'y' }] },
    ])
    expect(richContent('')).toEqual([])
  })
})

const thread = (code: string): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads'; let count = 0; parentPort.on('message', async (input) => { ${code} })`)}`,
  )

describe('thread', () => {
  it('answers in order, one task at a time, and starts again after close', async () => {
    const echo = createThread({ entry: thread('parentPort.postMessage({ ok: true, value: [input, ++count] })') })
    expect(await Promise.all(['a', 'b', 'c'].map(echo.run))).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ])
    await echo.close()
    expect(await echo.run('d')).toEqual(['d', 1])
    await echo.close()
  })

  it('fails only the task that fails, hangs or crashes', async () => {
    const code = `
      if (input === 'hang') return
      if (input === 'exit') process.exit(3)
      if (input === 'throw') throw new Error('boom')
      parentPort.postMessage(input === 'refuse' ? { ok: false, message: 'no' } : { ok: true, value: input })`
    const fragile = createThread({ entry: thread(code), timeoutMs: 500 })
    const results = await Promise.allSettled(
      ['a', 'hang', 'b', 'exit', 'c', 'throw', 'd', 'refuse', 'e'].map(fragile.run),
    )
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason.message))).toEqual([
      'a',
      'The work took too long and was given up',
      'b',
      'The thread ended unexpectedly',
      'c',
      'boom',
      'd',
      'no',
      'e',
    ])
    await fragile.close()
  })

  it('rejects what waits when it is closed', async () => {
    const hanging = createThread({ entry: thread('') })
    const waiting = [hanging.run(1), hanging.run(2)].map((task) => expect(task).rejects.toThrow('closing'))
    await hanging.close()
    await Promise.all(waiting)
  })

  it('refuses what cannot travel and goes on', async () => {
    const echo = createThread({ entry: thread('parentPort.postMessage({ ok: true, value: input })') })
    await expect(echo.run(() => {})).rejects.toThrow('could not be cloned')
    expect(await echo.run(1)).toBe(1)
    await echo.close()
  })

  it('gives the thread back when there is no work', async () => {
    const idle = createThread({
      entry: thread('parentPort.postMessage({ ok: true, value: ++count })'),
      idleMs: 20,
    })
    expect(await idle.run(1)).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await idle.run(1)).toBe(1)
    await idle.close()
  })

  it('is found beside the built code', async () => {
    // Under node_modules, where packages are found and nothing is watched, linted or committed.
    const out = join(import.meta.dirname, '../../../../node_modules/.cache')
    await mkdir(out, { recursive: true })
    const dir = await mkdtemp(join(out, 'thread-'))
    try {
      await writeFile(
        join(dir, 'main.ts'),
        `import { renderDocument } from ${JSON.stringify(join(import.meta.dirname, 'heavy.ts'))}
        import { writeFileSync } from 'node:fs'
        writeFileSync(new URL('./out.pdf', import.meta.url), await renderDocument(${JSON.stringify(invoice())}))`,
      )
      await build({
        entryPoints: [join(dir, 'main.ts'), join(import.meta.dirname, 'heavy.thread.ts')],
        entryNames: '[name]',
        outdir: dir,
        bundle: true,
        splitting: true,
        packages: 'external',
        platform: 'node',
        format: 'esm',
      })
      await run(process.execPath, [join(dir, 'main.js')])
      expect((await readFile(join(dir, 'out.pdf'))).subarray(0, 5).toString()).toBe('%PDF-')
    } finally {
      await rm(dir, { recursive: true })
    }
  })
})
