/** The quote editor: the paper, what became of it with the customer, and their comments. */
import { Alert, Button } from '@mantine/core'
import { MenuItem } from '../../../kernel/ui/floating/Floating.tsx'
import { IconCalendarPlus, IconGitBranch, IconLinkOff, IconWorld } from '@tabler/icons-react'
import { useState } from 'react'
import type { NamedVerb } from '../../../kernel/registry.ts'
import { messageOf } from '../../../kernel/ui/api/client.ts'
import { listOf, objectOf, stringOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import type { RecordPageProps } from '../../../kernel/ui/app/areaUi.ts'
import { useGo } from '../../../kernel/ui/app/url.ts'
import { DocumentPage } from '../../../kernel/ui/documents/DocumentPage.tsx'
import { toast, toastError } from '../../../kernel/ui/feedback/toastStore.ts'
import { useLocale } from '../../../kernel/ui/fields/locale.ts'
import { RecordLink } from '../../../kernel/ui/fields/RecordLink.tsx'
import { Instant } from '../../../kernel/ui/fields/When.tsx'
import { rowsOf, textOf } from '../../../kernel/ui/fields/wire.ts'
import { Panel } from '../../../kernel/ui/record/NextPanel.tsx'
import { useRunVerb } from '../../../kernel/ui/steps/useRunVerb.ts'
import { Comments } from './Comments.tsx'
import { VerbDialog } from '../../../kernel/ui/reach.ts'

const facts = ['issueDate', 'validUntil', 'customerReference', 'opportunityId', 'currency', 'pricesInclude']
const isOpen = (r: WireRecord): boolean => r['status'] === 'sent' || r['status'] === 'viewed'
const isDraft = (r: WireRecord): boolean => r['status'] === 'draft' || r['status'] === 'revised'
const has = (r: WireRecord, verb: string): boolean => r.can?.includes(`quote.${verb}`) ?? false

const QuotePage = ({ id }: RecordPageProps) => {
  const { api, me, registry } = useApp()
  const go = useGo()
  const l = useLocale()
  const { run } = useRunVerb(registry.entity('quote'))
  const [asking, setAsking] = useState<{ verb: NamedVerb; record: WireRecord } | null>(null)
  const ask = (name: string, record: WireRecord) => {
    const verb = registry.verb(name)
    if (verb) setAsking({ verb, record })
  }
  const copyLink = async (record: WireRecord) => {
    try {
      const answer = objectOf(await api.post(`/quotes/${record.id}/portalLink`))
      await navigator.clipboard?.writeText(location.origin + stringOf(answer['path']))
      toast('Link to the customer’s page copied')
    } catch (error) {
      toastError(messageOf(error))
    }
  }
  /** What a verb made is where one wants to go on. */
  const follow = async (after: WireRecord, verb: NamedVerb) => {
    if (after.id !== id) return go(`/quotes/${after.id}`)
    const deal = textOf(after['opportunityId'])
    const lead = textOf(after['leadId'])
    if (verb.verb === 'decline' && (deal || lead))
      toast(deal ? 'Is the deal lost with it?' : 'Is the lead lost with it?', {
        action: {
          label: deal ? 'Open deal' : 'Open lead',
          run: () => go(deal ? `/opportunities/${deal}` : `/leads/${lead}`),
        },
      })
    const plural = { toOrder: 'orders', toInvoice: 'invoices' }[verb.verb]
    if (!plural) return
    const found = listOf(await api.fetch(`/${plural}`, { quoteId: id, sort: '-createdAt', limit: 1, total: 'none' }))
      .data[0]
    if (found) go(`/${plural}/${found.id}`)
  }
  const revision = async (record: WireRecord) => {
    const verb = registry.verb('quote.newRevision')
    const after = verb && (await run(verb, record))
    if (after) go(`/quotes/${after.id}`)
  }
  const isPast = (r: WireRecord): boolean => textOf(r['validUntil']) !== '' && textOf(r['validUntil']) < l.today
  const expired = (r: WireRecord): boolean => isOpen(r) && isPast(r)
  const comments = (r: WireRecord) => rowsOf(r['comments'])

  return (
    <>
      <DocumentPage
        entity="quote"
        id={id}
        editable={isDraft}
        dayField="issueDate"
        facts={facts}
        withOptional
        steps={{ onDone: (after, verb) => void follow(after, verb) }}
        banner={(r) =>
          expired(r) ? (
            <Alert color="yellow" variant="light" title="The validity of this quote has passed">
              It cannot be accepted any more.{' '}
              {has(r, 'extend') ? (
                <Button variant="default" size="compact-sm" onClick={() => ask('quote.extend', r)}>
                  Extend validity
                </Button>
              ) : null}
            </Alert>
          ) : isDraft(r) && isPast(r) ? (
            <Alert color="yellow" variant="light">
              “Valid until” has passed: choose a later day, then it can be sent.
            </Alert>
          ) : r['status'] === 'draft' && textOf(r['revisionOfId']) ? (
            <Alert color="blue" variant="light">
              A revision of{' '}
              <RecordLink entity={registry.entity('quote')} id={textOf(r['revisionOfId'])}>
                {r.labels?.['revisionOfId'] ?? 'an earlier quote'}
              </RecordLink>
              : once it is sent, it takes that quote’s place.
            </Alert>
          ) : r['status'] === 'revised' ? (
            <Alert color="yellow" variant="light">
              This quote is being revised: the customer can accept it once it is sent again.
            </Alert>
          ) : r['status'] === 'sent' && me.raw.mail !== 'on' ? (
            <Alert color="yellow" variant="light" title="It was not mailed: no mail server is set">
              {has(r, 'portalLink') ? (
                <Button variant="default" size="compact-sm" onClick={() => void copyLink(r)}>
                  Copy link for the customer
                </Button>
              ) : null}
            </Alert>
          ) : null
        }
        panel={(r) => <WithCustomer record={r} />}
        menu={(r) => (
          <>
            {has(r, 'newRevision') ? (
              <MenuItem leftSection={<IconGitBranch size={16} />} onClick={() => void revision(r)}>
                New revision
              </MenuItem>
            ) : null}
            {has(r, 'extend') ? (
              <MenuItem leftSection={<IconCalendarPlus size={16} />} onClick={() => ask('quote.extend', r)}>
                Extend validity
              </MenuItem>
            ) : null}
            {has(r, 'portalLink') ? (
              <MenuItem leftSection={<IconWorld size={16} />} onClick={() => void copyLink(r)}>
                Copy link for the customer
              </MenuItem>
            ) : null}
            {has(r, 'revokeLinks') ? (
              <MenuItem leftSection={<IconLinkOff size={16} />} onClick={() => ask('quote.revokeLinks', r)}>
                Revoke links
              </MenuItem>
            ) : null}
          </>
        )}
        tabs={(r) => [
          {
            key: 'comments',
            label: 'Comments',
            ...(comments(r).length > 0 ? { count: comments(r).length } : {}),
            content: <Comments record={r} />,
          },
        ]}
      />
      {asking ? <VerbDialog verb={asking.verb} record={asking.record} onClose={() => setAsking(null)} /> : null}
    </>
  )
}
export default QuotePage

/** What the customer did so far. */
const WithCustomer = ({ record }: { record: WireRecord }) => {
  const rows: [string, string][] = [
    ['Sent', textOf(record['sentAt'])],
    ['First viewed', textOf(record['viewedAt'])],
    [record['status'] === 'declined' ? 'Declined' : 'Accepted', textOf(record['decidedAt'])],
  ]
  const shown = rows.filter(([, at]) => at !== '')
  if (shown.length === 0) return null
  const by = textOf(record['acceptedBy'])
  const reason = textOf(record['declineReason'])
  const signature = stringOf(objectOf(record['acceptance'])['signature'])
  return (
    <Panel title="With the customer">
      <dl
        style={{
          display: 'grid',
          gridTemplateColumns: 'auto 1fr',
          gap: '4px 12px',
          margin: 0,
          fontSize: 'var(--text-data)',
        }}
      >
        {shown.map(([label, at]) => (
          <div key={label} style={{ display: 'contents' }}>
            <dt style={{ color: 'var(--color-text-muted)' }}>{label}</dt>
            <dd style={{ margin: 0, textAlign: 'right' }}>
              <Instant value={at} />
            </dd>
          </div>
        ))}
      </dl>
      {by ? <p style={{ margin: '8px 0 0' }}>by {by}</p> : null}
      {signature ? (
        <img
          src={signature}
          alt={`Signature of ${by}`}
          style={{ width: '100%', marginTop: 8, background: 'white', borderRadius: 'var(--radius)' }}
        />
      ) : null}
      {reason ? <p style={{ margin: '8px 0 0' }}>“{reason}”</p> : null}
    </Panel>
  )
}
