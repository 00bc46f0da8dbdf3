/** Outgoing mail by SMTP. Without a server the caller keeps the message in the outbox instead. */
import nodemailer from 'nodemailer'

export { type MailBranding, renderMail } from './mailLayout.ts'

export type MailAddress = { address: string; name?: string }
export type MailAttachment = { fileName: string; content: Buffer; type?: string; contentId?: string }
export type OutgoingMail = {
  from: MailAddress
  replyTo?: MailAddress
  to: MailAddress[]
  cc?: MailAddress[]
  bcc?: MailAddress[]
  subject: string
  text: string
  html?: string
  attachments?: MailAttachment[]
  /** The id of the message in the database. The same id gives the same Message-ID, so that a repeat is recognised. */
  messageId: string
  /** Message-IDs as `send` returned them or as another program wrote them. */
  inReplyTo?: string
  references?: string[]
}
export type SentMail = { messageId: string; accepted: string[]; rejected: { address: string; message: string }[] }

/**
 * A message did not go out. `permanent`: the server refuses this message for good, or it cannot be written at all, so
 * that trying again is of no use. Otherwise (no connection, time-out, sign-in, "later") the job should try again.
 * `message` is a sentence for people; `response` what the server said.
 */
export class MailError extends Error {
  readonly permanent: boolean
  readonly response: string | undefined

  constructor(message: string, detail: { permanent: boolean; response?: string | undefined; cause?: unknown }) {
    super(message, { cause: detail.cause })
    this.permanent = detail.permanent
    this.response = detail.response
  }
}

export type Mailer = {
  /** Whether there is a server to send by. */
  configured: boolean
  /** Hands the message to the server. Throws `MailError`; some refused recipients among accepted ones are returned. */
  send: (mail: OutgoingMail) => Promise<SentMail>
  /** Connects and signs in, for the "Test connection" button. Throws `MailError`. */
  verify: () => Promise<void>
  close: () => void
}

/** `url` is `smtp[s]://user:password@host:port`; empty means none. `timeoutMs` bounds every wait for the server. */
type MailerConfig = { url?: string | undefined; timeoutMs?: number }

const unwritable = (message: string): MailError => new MailError(message, { permanent: true })

/** A header is one line: what would start another one becomes a space. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()

function checkedAddress({ address, name }: MailAddress): { address: string; name: string } {
  const clean = address.trim()
  // Stricter than RFC 5322 on purpose: quoted local parts and lists are where injections hide.
  if (clean.length > 254 || !/^[^\s\p{Cc}<>()[\]\\,;:"@]+@[^\s\p{Cc}<>()[\]\\,;:"@]+$/u.test(clean))
    throw unwritable(`"${oneLine(clean).slice(0, 100)}" is not an email address`)
  return { address: clean, name: oneLine(name ?? '') }
}

function checkedMessageId(id: string, domain: string): string {
  const bare = id.trim().replace(/^<|>$/g, '')
  const full = bare.includes('@') ? bare : `${bare}@${domain}`
  if (full.length > 240 || !/^[\w.+=%$!#&'*/?^`{|}~-]+@[\w.[\]:-]+$/.test(full))
    throw unwritable('The message id has characters that no mail header may carry')
  return `<${full}>`
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function toMailError(error: unknown): MailError {
  if (error instanceof MailError) return error
  const detail: Record<string, unknown> = error instanceof Error ? { ...error } : {}
  const code = text(detail.code)
  const response = text(detail.response)
  // A refused sign-in is 5xx too, yet the message is innocent: it goes out once the settings are right.
  if (code === 'EAUTH' || code === 'ENOAUTH')
    return new MailError('The mail server refuses the user name or password', {
      permanent: false,
      response,
      cause: error,
    })
  if (code === 'ETIMEDOUT')
    return new MailError('The mail server did not answer in time', { permanent: false, response, cause: error })
  if (response !== undefined) {
    const permanent = detail.permanent === true
    const message = permanent ? 'The mail server refuses the message' : 'The mail server asks to try again later'
    return new MailError(`${message}: ${oneLine(response).slice(0, 300)}`, { permanent, response, cause: error })
  }
  return new MailError('The mail server cannot be reached', { permanent: false, cause: error })
}

/** A pool of connections to the server. Throws a sentence if the URL is none; never connects before the first `send`. */
export function createMailer({ url, timeoutMs = 20_000 }: MailerConfig): Mailer {
  if (url === undefined || url.trim() === '') {
    const none = (): Promise<never> =>
      Promise.reject(new MailError('No mail server is configured', { permanent: false }))
    return { configured: false, send: none, verify: none, close: () => {} }
  }
  if (!URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol))
    throw new Error('SMTP_URL is written as smtp://user:password@host:port or smtps://…')

  const transport = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: 3,
    maxMessages: 100,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // Nothing in a message may name a file or an address to be fetched by the server.
    disableFileAccess: true,
    disableUrlAccess: true,
  })

  // A pooled connection that dies between two messages tells it here; every `send` reports its own failure.
  transport.on('error', () => {})

  return {
    configured: true,
    send: async (mail) => {
      const from = checkedAddress(mail.from)
      const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
      const to = mail.to.map(checkedAddress)
      const cc = (mail.cc ?? []).map(checkedAddress)
      const bcc = (mail.bcc ?? []).map(checkedAddress)
      if (to.length + cc.length + bcc.length === 0) throw unwritable('The message has no recipient')
      const messageId = checkedMessageId(mail.messageId, domain)
      const references = (mail.references ?? []).map((id) => checkedMessageId(id, domain))
      try {
        const sent = await transport.sendMail({
          from,
          to,
          cc,
          bcc,
          ...(mail.replyTo === undefined ? {} : { replyTo: checkedAddress(mail.replyTo) }),
          subject: oneLine(mail.subject),
          text: mail.text,
          ...(mail.html === undefined ? {} : { html: mail.html }),
          messageId,
          ...(mail.inReplyTo === undefined ? {} : { inReplyTo: checkedMessageId(mail.inReplyTo, domain) }),
          ...(references.length === 0 ? {} : { references }),
          attachments: (mail.attachments ?? []).map((attachment) => ({
            filename: oneLine(attachment.fileName),
            content: attachment.content,
            ...(attachment.type === undefined ? {} : { contentType: oneLine(attachment.type) }),
            ...(attachment.contentId === undefined ? {} : { cid: oneLine(attachment.contentId) }),
          })),
        })
        const rejected = (sent.rejectedErrors ?? []).map((error) => ({
          address: error.recipient ?? '',
          message: oneLine(error.response ?? error.message),
        }))
        return { messageId, accepted: sent.accepted, rejected }
      } catch (error) {
        throw toMailError(error)
      }
    },
    verify: async () => {
      try {
        await transport.verify()
      } catch (error) {
        throw toMailError(error)
      }
    },
    close: () => transport.close(),
  }
}
