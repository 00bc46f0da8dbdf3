/** Outgoing mail: a row in the outbox and a job, written in the transaction that wants it; the job sends it. */
import { buffer } from 'node:stream/consumers'
import { sql } from 'kysely'
import { z } from 'zod'
import type { RecordRef } from '../../kernel/entity.ts'
import { AppError } from '../../kernel/errors.ts'
import { fileOf } from '../../kernel/server/answers.ts'
import type { App } from '../../kernel/server/app.ts'
import { actorOf, systemActor } from '../../kernel/server/auth.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { type JobCtx, job } from '../../kernel/server/jobs.ts'
import {
  type MailAddress,
  type MailAttachment,
  type MailBranding,
  MailError,
  renderMail,
  type SentMail,
} from '../../kernel/server/mail.ts'
import { reading } from '../../kernel/server/records.ts'
import { parseReportParams, reportFor, runReport } from '../../kernel/server/runReport.ts'
import { reportFile, type ReportFormat, reportFormats } from '../../kernel/server/reportFile.ts'
import { find, get, insert, many, update } from '../../kernel/server/table.ts'
import { company, fileRecord, mailMessage, type SentFile } from './model.ts'

type Attachment =
  | { query: string; id: string }
  | {
      report: string
      params: Record<string, string>
      format: ReportFormat /** whose rights it is made with */
      userId: string
    }

type MailRequest = {
  to: string
  toName?: string | null
  cc?: string | null
  subject: string
  /** the heading inside; the subject unless told */
  title?: string
  /** plain text, line breaks are kept */
  paragraphs: string[]
  facts?: [string, string][]
  /** `url` is absolute, or a path of this installation */
  button?: { label: string; url: string }
  footer?: string[]
  language?: string
  /** the record it is about */
  target?: RecordRef
  ownerId?: string | null
  /** files made when it is sent: a query on a record that answers one, such as `invoice.pdf`; a report as a user sees it */
  attach?: Attachment[]
  /** the button opens an account: once the mail has gone out, nobody but its recipient has the link */
  secret?: boolean
  /** send not before this instant */
  at?: string
}

/**
 * Puts a mail into the outbox and asks for it to be sent after commit. Returns the id of its row. Without a mail server
 * it stays in the outbox as `held`, with the text that would have gone out.
 */
export const queueMail = async (c: Ctx, mail: MailRequest): Promise<string> => {
  const row = await insert(c, mailMessage, {
    subject: mail.subject,
    toAddress: mail.to,
    toName: mail.toName ?? null,
    cc: mail.cc ?? null,
    target: mail.target ?? null,
    status: 'queued',
    ...(mail.ownerId === undefined ? {} : { ownerId: mail.ownerId }),
  })
  const {
    title = mail.subject,
    paragraphs,
    facts,
    button,
    footer,
    language = c.workspace.locale,
    attach,
    secret,
  } = mail
  c.enqueue({
    name: 'mail.send',
    payload: { mailId: row.id, content: { title, paragraphs, facts, button, footer, language }, attach, secret },
    ...(mail.at === undefined ? {} : { runAt: mail.at }),
  })
  return row.id
}

const payloadSchema = z.object({
  mailId: z.uuid(),
  secret: z.boolean().optional(),
  content: z.object({
    title: z.string(),
    paragraphs: z.array(z.string()),
    facts: z.array(z.tuple([z.string(), z.string()])).optional(),
    button: z.object({ label: z.string(), url: z.string() }).optional(),
    footer: z.array(z.string()).optional(),
    language: z.string(),
  }),
  attach: z
    .array(
      z.union([
        z.object({ query: z.string(), id: z.uuid() }),
        z.object({
          report: z.string(),
          params: z.record(z.string(), z.string()),
          format: z.enum(reportFormats),
          userId: z.uuid(),
        }),
      ]),
    )
    .optional(),
})
type Payload = z.infer<typeof payloadSchema>

/** `Acme Sales <sales@acme.example>` or a bare address. */
const parseMailAddress = (text: string): MailAddress => {
  const found = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(text)
  return found?.[2] ? { address: found[2], ...(found[1] ? { name: found[1] } : {}) } : { address: text.trim() }
}

const reportAttachment = async (
  app: App,
  workspaceId: string,
  a: Extract<Attachment, { report: string }>,
): Promise<MailAttachment> => {
  const owner = await actorOf(app, workspaceId, a.userId)
  if (!owner) throw new MailError('The user whose report it is is no longer active', { permanent: true })
  try {
    const r = reportFor(app, owner, a.report, 'export')
    const params = parseReportParams(r, new URLSearchParams(a.params))
    const made = await reportFile(app, owner, await runReport(app, owner, r, params, { verb: 'export' }), a.format)
    return { fileName: made.name, content: made.file, type: made.type }
  } catch (error) {
    // Rights that were taken away meanwhile do not come back by trying again.
    if (error instanceof AppError) throw new MailError(error.message, { permanent: true, cause: error })
    throw error
  }
}

const attachment = async (app: App, workspaceId: string, a: Attachment): Promise<MailAttachment> => {
  if ('report' in a) return reportAttachment(app, workspaceId, a)
  const query = app.queries.get(a.query)
  if (!query) throw new Error(`no query ${a.query}`)
  const made = await reading(app, systemActor(workspaceId), (c) => query.run({ ...c, allows: () => true }, {}, a.id))
  const file = await fileOf(app, workspaceId, made)
  if (!file) throw new Error(`${a.query} answers no file`)
  return { fileName: file.name, content: file.file, type: file.type }
}

const brandingOf = async (c: Ctx): Promise<MailBranding> => {
  const [firm] = await many(c, company, sql`true`, sql`order by t.created_at, t.id limit 1`)
  const place = [firm?.address?.street, [firm?.address?.postalCode, firm?.address?.city].filter(Boolean).join(' ')]
  return {
    name: firm?.name ?? c.workspace.name,
    ...(firm?.accentColour ? { accentColor: firm.accentColour } : {}),
    ...(place.some(Boolean) ? { address: place.filter(Boolean).join(', ') } : {}),
  }
}

const mark = (j: JobCtx, id: string, patch: Parameters<typeof update<typeof mailMessage>>[3]): Promise<void> =>
  j.transaction(async (c) => {
    await update(c, mailMessage, await get(c, mailMessage, id), patch)
  })

const absolute = (app: App, url: string): string => (url.startsWith('/') ? `${app.config.baseUrl}${url}` : url)

/** The link without what makes it one. */
const withoutToken = (url: string): string => url.split('?', 1)[0] ?? ''

/** Makes the files of a mail and keeps them with it: what the outbox shows is what was sent. */
const makeAttachments = async (j: JobCtx, p: Payload): Promise<MailAttachment[]> => {
  const { app, workspaceId } = j
  const made = await Promise.all((p.attach ?? []).map((a) => attachment(app, workspaceId, a)))
  const kept: { name: string; type: string; size: number; hash: string }[] = []
  for (const { fileName: name, content } of made) {
    const { sha256: hash, size, type } = await app.files.put(workspaceId, [content], { fileName: name })
    kept.push({ name, type, size, hash })
  }
  await j.transaction(async (c) => {
    const row = await get(c, mailMessage, p.mailId)
    const attachments: SentFile[] = []
    for (const file of kept) {
      const target = { entity: mailMessage.name, id: row.id }
      const { id } = await insert(c, fileRecord, { ...file, target, ownerId: row.ownerId, teamId: row.teamId })
      attachments.push({ fileId: id, name: file.name, type: file.type, size: file.size })
    }
    await update(c, mailMessage, row, { attachments })
  })
  return made
}

/** The files of a mail, made at the first try; a later one sends the same. */
const attachmentsOf = async (j: JobCtx, p: Payload): Promise<MailAttachment[]> => {
  const { app, workspaceId } = j
  if (!p.attach || p.attach.length === 0) return []
  const files = await j.transaction((c) =>
    many(
      c,
      fileRecord,
      sql`t.target_entity = ${mailMessage.name} and t.target_id = ${p.mailId}`,
      sql`order by t.created_at, t.id`,
    ),
  )
  const there = await Promise.all(files.map((f) => app.files.has(workspaceId, f.hash)))
  if (files.length < p.attach.length || there.includes(false)) return makeAttachments(j, p)
  return Promise.all(
    files.map(async ({ name, type, hash }) => {
      const { stream } = await app.files.openFile(workspaceId, hash)
      return { fileName: name, content: await buffer(stream), type }
    }),
  )
}

const deliver = async (j: JobCtx, p: Payload, body: { html: string; text: string }): Promise<SentMail> => {
  const { app, workspaceId } = j
  const row = await reading(app, systemActor(workspaceId), (c) => get(c, mailMessage, p.mailId))
  const attachments = await attachmentsOf(j, p)
  return app.mailer.send({
    from: parseMailAddress(app.config.mailFrom),
    to: [{ address: row.toAddress, ...(row.toName ? { name: row.toName } : {}) }],
    cc: (row.cc ?? '').split(',').flatMap((x) => (x.trim() ? [parseMailAddress(x)] : [])),
    subject: row.subject,
    ...body,
    attachments,
    messageId: row.id,
  })
}

/** The row's id is the Message-ID, so that a repeat after a crash between sending and marking is recognised as one. */
export const sendMail = job('mail.send', async (j, raw) => {
  const p = payloadSchema.parse(raw)
  const { row, branding } = await j.transaction(async (c) => ({
    row: await find(c, mailMessage, p.mailId),
    branding: await brandingOf(c),
  }))
  if (!row || row.status === 'sent') return
  const { button, facts, footer, ...rest } = p.content
  const bodyWith = (url: (given: string) => string) =>
    renderMail({
      ...rest,
      branding,
      ...(facts ? { facts } : {}),
      ...(footer ? { footer } : {}),
      ...(button ? { button: { label: button.label, url: url(absolute(j.app, button.url)) } } : {}),
    })
  const body = bodyWith((url) => url)
  // Without a mail server the outbox is the only way a link reaches anybody.
  const kept = p.secret && j.app.mailer.configured ? bodyWith(withoutToken) : body
  const shown = { bodyText: kept.text, bodyHtml: kept.html, fromAddress: j.app.config.mailFrom }
  try {
    if (!j.app.mailer.configured) {
      await attachmentsOf(j, p)
      return await mark(j, p.mailId, { ...shown, status: 'held' })
    }
    const sent = await deliver(j, p, body)
    await mark(j, p.mailId, {
      ...shown,
      status: 'sent',
      sentAt: j.app.now().toISOString(),
      messageId: sent.messageId,
      error: sent.rejected.map((r) => `${r.address}: ${r.message}`).join('; ') || null,
    })
  } catch (error) {
    if (!(error instanceof MailError)) throw error
    await mark(j, p.mailId, { ...shown, error: error.message, ...(error.permanent ? { status: 'failed' } : {}) })
    if (!error.permanent) throw error
  }
})
