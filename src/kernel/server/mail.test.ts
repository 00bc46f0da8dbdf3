import { createServer, type Server } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { createMailer, type Mailer, MailError, type OutgoingMail, renderMail } from './mail.ts'

type Received = { from: string; to: string[]; raw: string }
const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

const portOf = (server: { address: () => unknown }): number => {
  const address = server.address()
  if (typeof address === 'object' && address !== null && 'port' in address && typeof address.port === 'number')
    return address.port
  throw new Error('not listening')
}

const smtpError = (code: number, message: string) => Object.assign(new Error(message), { responseCode: code })

async function smtp(): Promise<{ received: Received[]; url: string; stop: () => Promise<void> }> {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    authMethods: ['PLAIN'],
    allowInsecureAuth: true,
    onAuth: (_auth, _session, callback) => callback(smtpError(535, 'Authentication failed')),
    onRcptTo: ({ address }, _session, callback) => {
      if (address.startsWith('unknown')) callback(smtpError(550, 'No such user'))
      else if (address.startsWith('later')) callback(smtpError(451, 'Greylisted'))
      else callback()
    },
    onData: (stream, session, callback) => {
      readText(stream).then((raw) => {
        const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address
        received.push({ from, to: session.envelope.rcptTo.map((rcpt) => rcpt.address), raw })
        callback(raw.includes('Subject: spam') ? smtpError(554, 'Looks like spam') : null)
      }, callback)
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()))
  open.push(stop)
  return { received, url: `smtp://127.0.0.1:${portOf(server.server)}`, stop }
}

const mailer = (url: string, timeoutMs?: number): Mailer => {
  const made = createMailer({ url, ...(timeoutMs === undefined ? {} : { timeoutMs }) })
  open.unshift(async () => made.close())
  return made
}

const mail = (change: Partial<OutgoingMail> = {}): OutgoingMail => ({
  from: { address: 'sales@example.com', name: 'Müller & Co' },
  to: [{ address: 'ana@example.org', name: 'Ana' }],
  subject: 'Angebot für März',
  text: 'Hello',
  messageId: '0190d3a1-0000-7000-8000-000000000001',
  ...change,
})

const failure = async (promise: Promise<unknown>): Promise<MailError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof MailError) return error
  throw new Error(`expected a MailError, got ${String(error)}`)
}

const header = (raw: string, name: string): string | undefined => {
  const unfolded = (raw.split('\r\n\r\n')[0] ?? '').replace(/\r\n[ \t]/g, ' ')
  return new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1]
}

describe('mailer', () => {
  it('sends both bodies, attachments and thread headers', async () => {
    const { received, url } = await smtp()
    const sent = await mailer(url).send(
      mail({
        html: '<p>Hello</p>',
        cc: [{ address: 'boss@example.org' }],
        bcc: [{ address: 'archive@example.com' }],
        attachments: [{ fileName: 'Angebot 1.pdf', content: Buffer.from('%PDF-1.7'), type: 'application/pdf' }],
        inReplyTo: '<a@b.example>',
        references: ['<a@b.example>', 'x@y.example'],
      }),
    )
    expect(sent).toEqual({
      messageId: '<0190d3a1-0000-7000-8000-000000000001@example.com>',
      accepted: ['ana@example.org', 'boss@example.org', 'archive@example.com'],
      rejected: [],
    })
    const raw = received[0]?.raw ?? ''
    expect(received[0]?.to).toHaveLength(3)
    expect(header(raw, 'Message-ID')).toBe(sent.messageId)
    expect(header(raw, 'In-Reply-To')).toBe('<a@b.example>')
    expect(header(raw, 'References')).toBe('<a@b.example> <x@y.example>')
    expect(header(raw, 'Bcc')).toBeUndefined()
    expect(raw).toContain('text/plain')
    expect(raw).toContain('text/html')
    expect(raw).toContain(Buffer.from('%PDF-1.7').toString('base64'))
  })

  it('sends a repeat under the same Message-ID', async () => {
    const { received, url } = await smtp()
    const sender = mailer(url)
    await sender.send(mail())
    await sender.send(mail())
    expect(new Set(received.map(({ raw }) => header(raw, 'Message-ID'))).size).toBe(1)
  })

  it('lets no text become a header or a recipient', async () => {
    const { received, url } = await smtp()
    const sender = mailer(url)
    await sender.send(
      mail({
        subject: 'Hi\r\nBcc: evil@example.net\r\n\r\nbody',
        from: { address: 'sales@example.com', name: 'A\r\nX-Evil: 1' },
        to: [{ address: 'ana@example.org', name: '"x" <evil@example.net>, y' }],
        attachments: [{ fileName: 'a\r\nX-Evil: 2.pdf', content: Buffer.from('x'), type: 'text/plain\r\nX-Evil: 3' }],
      }),
    )
    const [first] = received
    expect(first?.to).toEqual(['ana@example.org'])
    expect(header(first?.raw ?? '', 'Bcc')).toBeUndefined()
    expect(first?.raw).not.toMatch(/^X-Evil/m)
    for (const address of ['a@b.c\r\nBcc: x@y.z', 'a@b.c, x@y.z', '<a@b.c>', 'a b@c.d', '"a"@b.c', 'nobody', '']) {
      const error = await failure(sender.send(mail({ to: [{ address }] })))
      expect(error.permanent).toBe(true)
    }
    expect((await failure(sender.send(mail({ messageId: 'a\r\nX: 1' })))).permanent).toBe(true)
    expect((await failure(sender.send(mail({ inReplyTo: 'a>\r\nX: 1' })))).permanent).toBe(true)
    expect((await failure(sender.send(mail({ to: [] })))).message).toBe('The message has no recipient')
    expect(received).toHaveLength(1)
  })

  it('tells a refusal for good from one for now', async () => {
    const { url } = await smtp()
    const sender = mailer(url)
    const unknown = await failure(sender.send(mail({ to: [{ address: 'unknown@example.org' }] })))
    expect(unknown).toMatchObject({ permanent: true, response: expect.stringContaining('No such user') })
    const later = await failure(sender.send(mail({ to: [{ address: 'later@example.org' }] })))
    expect(later).toMatchObject({ permanent: false, response: expect.stringContaining('Greylisted') })
    const spam = await failure(sender.send(mail({ subject: 'spam' })))
    expect(spam.permanent).toBe(true)
    expect(spam.message).toContain('Looks like spam')
    await expect(sender.send(mail())).resolves.toMatchObject({ rejected: [] })
  })

  it('names the refused among several recipients', async () => {
    const { url } = await smtp()
    const to = [{ address: 'ana@example.org' }, { address: 'unknown@example.org' }]
    const sent = await mailer(url).send(mail({ to }))
    expect(sent.accepted).toEqual(['ana@example.org'])
    expect(sent.rejected).toEqual([
      { address: 'unknown@example.org', message: expect.stringContaining('No such user') },
    ])
  })

  it('treats a wrong password as something to repair, not as a lost message', async () => {
    const { url } = await smtp()
    const sender = mailer(url.replace('//', '//user:wrong@'))
    for (const attempt of [() => sender.send(mail()), () => sender.verify()]) {
      const error = await failure(attempt())
      expect(error.permanent).toBe(false)
      expect(error.message).toContain('password')
    }
  })

  it('gives up on a silent server in time', async () => {
    const silent: Server = createServer((socket) => {
      socket.on('error', () => {})
    })
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve)
    })
    open.push(() => new Promise((resolve) => silent.close(() => resolve())))
    const started = Date.now()
    const error = await failure(mailer(`smtp://127.0.0.1:${portOf(silent)}`, 300).send(mail()))
    expect(error).toMatchObject({ permanent: false, message: 'The mail server did not answer in time' })
    expect(Date.now() - started).toBeLessThan(5000)
  })

  it('reports a server that is not there, and works once it is', async () => {
    const gone = await smtp()
    await gone.stop()
    const error = await failure(mailer(gone.url, 1000).send(mail()))
    expect(error).toMatchObject({ permanent: false, message: 'The mail server cannot be reached' })
  })

  it('is not configured without an address, and says so', async () => {
    const none = createMailer({ url: undefined })
    expect(none.configured).toBe(false)
    expect((await failure(none.send(mail()))).permanent).toBe(false)
    expect(createMailer({ url: ' ' }).configured).toBe(false)
    expect(() => createMailer({ url: 'http://example.com' })).toThrow(/SMTP_URL/)
    expect(() => createMailer({ url: 'mail.example.com' })).toThrow(/SMTP_URL/)
  })
})

describe('mail layout', () => {
  const content = {
    branding: { name: 'Tom & <Ana>', accentColor: '#ffd000', address: 'Main street 1' },
    language: 'en',
    title: 'Your quote "Q-1"',
    paragraphs: ['Dear <b>customer</b>,\nplease look.', 'Bye'],
    facts: [['Total', '1 € <x>']] satisfies [string, string][],
    button: { label: 'View quote', url: 'https://crm.example/p/abc?x=1&y="2"' },
    footer: ['Sent by <i>us</i>'],
  }

  it('escapes every text', () => {
    const { html, text } = renderMail(content)
    expect(html).not.toMatch(/<b>|<i>|<Ana>|<x>/)
    expect(html).toContain('Dear &lt;b&gt;customer&lt;/b&gt;,<br>please look.')
    expect(html).toContain('href="https://crm.example/p/abc?x=1&amp;y=%222%22"')
    expect(html).toContain('<html lang="en">')
    expect(text).toContain('Dear <b>customer</b>,\nplease look.')
    expect(text).toContain('Total: 1 € <x>')
    expect(text).toContain('https://crm.example/p/abc')
  })

  it('writes black on light and white on dark accents', () => {
    expect(renderMail(content).html).toContain('background:#ffd000;color:#000000')
    const dark = renderMail({ ...content, branding: { name: 'A', accentColor: '#102040' } })
    expect(dark.html).toContain('background:#102040;color:#ffffff')
  })

  it('takes only web addresses and plain colours', () => {
    const { html, text } = renderMail({
      ...content,
      branding: { name: 'A', accentColor: 'red;background:url(x)', logoUrl: 'javascript:alert(1)' },
      button: { label: 'Go', url: 'javascript:alert(1)' },
    })
    expect(html + text).not.toContain('javascript:')
    expect(html).not.toContain('url(x)')
    expect(renderMail({ ...content, branding: { name: 'A', logoUrl: 'cid:logo@crm' } }).html).toContain(
      'src="cid:logo@crm"',
    )
  })
})
