/** Whether mail goes out, and what did. */
import { Alert, Button, Modal } from '@mantine/core'
import { IconDownload, IconMailCheck, IconMailOff, IconPaperclip } from '@tabler/icons-react'
import { useState } from 'react'
import { useInfiniteList, useRecord } from '../../../kernel/ui/api/hooks.ts'
import { arrayOf, isObject, numberOf, stringOf } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { Bone, EmptyState, ErrorState, PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import { choiceOf, formatBytes } from '../../../kernel/ui/fields/format.ts'
import { useLocale } from '../../../kernel/ui/fields/locale.ts'
import { StateBadge } from '../../../kernel/ui/fields/StateBadge.tsx'
import { Instant } from '../../../kernel/ui/fields/When.tsx'
import { mailMessage, type SentFile } from '../model.ts'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './admin.module.css'
import { Frame, Section } from './Frame.tsx'

const filesOf = (x: unknown): SentFile[] =>
  arrayOf(x)
    .filter(isObject)
    .map((f) => ({
      fileId: stringOf(f.fileId),
      name: stringOf(f.name),
      type: stringOf(f.type),
      size: numberOf(f.size),
    }))

const Attachments = ({ files }: { files: readonly SentFile[] }) => {
  const l = useLocale()
  return (
    <ul className={classes.attachments} aria-label="Attachments">
      {files.map((f) => (
        <li key={f.fileId} className={classes.attachment}>
          <IconPaperclip size={16} aria-hidden="true" />
          <span className={classes.attachmentName}>{f.name}</span>
          <span className={shared.faint}>{formatBytes(f.size, l)}</span>
          <Button
            component="a"
            href={`/api/v1/files/${encodeURIComponent(f.fileId)}`}
            variant="default"
            size="compact-sm"
            leftSection={<IconDownload size={16} />}
            aria-label={`Download ${f.name}`}
          >
            Download
          </Button>
        </li>
      ))}
    </ul>
  )
}

const Message = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const query = useRecord('mailMessage', id)
  const m = query.data
  return (
    <Modal opened onClose={onClose} title={stringOf(m?.subject, 'Email')} size={680} padding="lg">
      {m ? (
        <>
          <p className={shared.faint}>
            To {stringOf(m.toName)} {stringOf(m.toAddress)}
          </p>
          {m.error ? (
            <Alert color="red" variant="light" mb="md">
              {stringOf(m.error)}
            </Alert>
          ) : null}
          {filesOf(m.attachments).length > 0 ? <Attachments files={filesOf(m.attachments)} /> : null}
          <pre className={classes.mailText}>{stringOf(m.bodyText, 'Its text is written when it is sent.')}</pre>
        </>
      ) : (
        <Bone width="80%" />
      )}
    </Modal>
  )
}

/** Says in the list that a mail carries files. */
const Clip = ({ count }: { count: number }) =>
  count > 0 ? (
    <span className={classes.clip} title={count === 1 ? 'One attachment' : `${count} attachments`}>
      <IconPaperclip size={16} aria-hidden="true" />
      <span className="visually-hidden">{count === 1 ? 'with an attachment' : `with ${count} attachments`}</span>
    </span>
  ) : null

const MailPage = () => {
  const { me } = useApp()
  const query = useInfiniteList('mailMessage', { sort: '-createdAt', limit: 50 })
  const [at, setAt] = useState<string | null>(null)
  const rows = query.data?.pages.flatMap((p) => p.data) ?? []
  const on = me.raw.mail === 'on'
  return (
    <Frame wide title="Mail">
      <div className={classes.notice} data-tone={on ? 'green' : 'amber'}>
        {on ? <IconMailCheck size={18} aria-hidden="true" /> : <IconMailOff size={18} aria-hidden="true" />}
        <div>
          <strong className={classes.noticeTitle}>{on ? 'Mail is sent' : 'No mail server is set'}</strong>
          <p className={classes.noticeText}>
            {on
              ? 'Messages leave by the SMTP server of this installation.'
              : 'Messages are written and kept in the outbox below, with the links in them. Set SMTP_URL and MAIL_FROM where the server is started, and they go out.'}
          </p>
        </div>
      </div>
      <Section title="Outbox">
        {query.isPending ? <PageSkeleton rows={6} /> : null}
        {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
        {query.isSuccess && rows.length === 0 ? (
          <EmptyState icon={IconMailCheck} title="Nothing was sent yet">
            Invitations, quotes and invoices that go out appear here.
          </EmptyState>
        ) : null}
        {rows.length > 0 ? (
          <div className={shared.tableWrap}>
            <table className={`${shared.table} ${shared.roomy}`}>
              <thead>
                <tr>
                  <th>Subject</th>
                  <th>To</th>
                  <th>Status</th>
                  <th>Written</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((r) => {
                  const status = choiceOf(mailMessage.fields.status, stringOf(r.status))
                  return (
                    <tr key={r.id}>
                      <td>
                        <button type="button" className={shared.linkButton} onClick={() => setAt(r.id)}>
                          {stringOf(r.subject)}
                        </button>
                        <Clip count={filesOf(r.attachments).length} />
                      </td>
                      <td>{stringOf(r.toAddress)}</td>
                      <td>
                        <StateBadge label={status.label} tone={status.tone} plain />
                      </td>
                      <td>
                        <Instant value={stringOf(r.createdAt)} />
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </div>
        ) : null}
        {query.hasNextPage ? (
          <Button
            variant="subtle"
            color="gray"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show earlier
          </Button>
        ) : null}
      </Section>
      {at ? <Message id={at} onClose={() => setAt(null)} /> : null}
    </Frame>
  )
}
export default MailPage
