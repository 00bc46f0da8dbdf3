/** An invoice: the paper, what was paid of it, and what can be done about the rest. */
import { Alert, Button, TextInput } from '@mantine/core'
import { MenuItem } from '../../../kernel/ui/floating/Floating.tsx'
import { IconCoins, IconLinkOff, IconMail, IconReceiptRefund, IconWorld } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { NamedVerb } from '../../../kernel/registry.ts'
import { messageOf } from '../../../kernel/ui/api/client.ts'
import { objectOf, stringOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import type { RecordPageProps } from '../../../kernel/ui/app/areaUi.ts'
import { useGo } from '../../../kernel/ui/app/url.ts'
import { DocumentPage } from '../../../kernel/ui/documents/DocumentPage.tsx'
import type { QuantityLine } from '../../../kernel/ui/documents/QuantityDialog.tsx'
import { toast, toastError } from '../../../kernel/ui/feedback/toastStore.ts'
import { formatMoney, isMoney } from '../../../kernel/ui/fields/format.ts'
import { useLocale } from '../../../kernel/ui/fields/locale.ts'
import { RecordLink } from '../../../kernel/ui/fields/RecordLink.tsx'
import { Day } from '../../../kernel/ui/fields/When.tsx'
import { idOf, rowsOf, textOf } from '../../../kernel/ui/fields/wire.ts'
import { Panel } from '../../../kernel/ui/record/NextPanel.tsx'
import { useRunVerb } from '../../../kernel/ui/steps/useRunVerb.ts'
import classes from './billing.module.css'
import { QuantityDialog, VerbDialog } from '../../../kernel/ui/reach.ts'

const facts = [
  'issueDate',
  'serviceDate',
  'dueDate',
  'paymentTermsDays',
  'customerReference',
  'orderId',
  'quoteId',
  'currency',
  'pricesInclude',
]
const isDraft = (r: WireRecord): boolean => r['status'] === 'draft'
const has = (r: WireRecord, verb: string): boolean => r.can?.includes(`invoice.${verb}`) ?? false

/** The lines that something is left of to credit. */
const creditable = (r: WireRecord, settlement: Record<string, unknown>): QuantityLine[] => {
  const left = objectOf(settlement['creditable'])
  return rowsOf(r['lines']).flatMap((line) => {
    const open = textOf(left[idOf(line)])
    return open === ''
      ? []
      : [
          {
            id: idOf(line),
            description: textOf(line['description']),
            unit: textOf(line['unit']),
            quantity: textOf(line['quantity']),
            open,
          },
        ]
  })
}

const InvoicePage = ({ id }: RecordPageProps) => {
  const { api, me, registry } = useApp()
  const go = useGo()
  const client = useQueryClient()
  const { run } = useRunVerb(registry.entity('invoice'))
  const [asking, setAsking] = useState<{ verb: NamedVerb; record: WireRecord } | null>(null)
  const [crediting, setCrediting] = useState<{ record: WireRecord; lines: QuantityLine[] } | null>(null)
  const [reason, setReason] = useState('')
  const ask = (name: string, record: WireRecord) => {
    const verb = registry.verb(name)
    if (verb) setAsking({ verb, record })
  }
  const copyLink = async () => {
    try {
      const answer = objectOf(await api.post(`/invoices/${id}/portalLink`))
      await navigator.clipboard?.writeText(location.origin + stringOf(answer['path']))
      toast('Link to the customer’s page copied')
    } catch (error) {
      toastError(messageOf(error))
    }
  }
  const credit = async (record: WireRecord) => {
    try {
      setReason('')
      setCrediting({ record, lines: creditable(record, objectOf(await api.fetch(`/invoices/${id}/settlement`))) })
    } catch (error) {
      toastError(messageOf(error))
    }
  }
  const payByCredit = (r: WireRecord) => {
    const verb = registry.verb('invoice.useCredit')
    if (verb) void run(verb, r)
  }
  return (
    <>
      <DocumentPage
        entity="invoice"
        id={id}
        editable={isDraft}
        dayField="issueDate"
        facts={facts}
        leaveOut={(r) => (r['status'] === 'issued' ? [] : ['send'])}
        banner={(r) =>
          me.raw.mail !== 'on' && r['status'] === 'issued' && textOf(r['sentAt']) ? (
            <Alert color="yellow" variant="light" title="It was not mailed: no mail server is set">
              {has(r, 'portalLink') ? (
                <Button variant="default" size="compact-sm" onClick={() => void copyLink()}>
                  Copy link for the customer
                </Button>
              ) : null}
            </Alert>
          ) : null
        }
        actions={(r) =>
          has(r, 'recordPayment') ? (
            <Button
              size="xs"
              variant={r['status'] === 'issued' ? 'default' : 'filled'}
              onClick={() => ask('invoice.recordPayment', r)}
            >
              Record payment
            </Button>
          ) : null
        }
        menu={(r) => (
          <>
            {has(r, 'useCredit') ? (
              <MenuItem leftSection={<IconCoins size={16} />} onClick={() => payByCredit(r)}>
                Use the customer’s credit
              </MenuItem>
            ) : null}
            {has(r, 'credit') ? (
              <MenuItem leftSection={<IconReceiptRefund size={16} />} onClick={() => void credit(r)}>
                Create credit note
              </MenuItem>
            ) : null}
            {has(r, 'resend') && r['status'] !== 'issued' ? (
              <MenuItem leftSection={<IconMail size={16} />} onClick={() => ask('invoice.resend', r)}>
                Send again
              </MenuItem>
            ) : null}
            {has(r, 'portalLink') ? (
              <MenuItem leftSection={<IconWorld size={16} />} onClick={() => void copyLink()}>
                Copy link for the customer
              </MenuItem>
            ) : null}
            {has(r, 'revokeLinks') ? (
              <MenuItem leftSection={<IconLinkOff size={16} />} onClick={() => ask('invoice.revokeLinks', r)}>
                Revoke links
              </MenuItem>
            ) : null}
          </>
        )}
        panel={(r) => (isDraft(r) ? null : <Settlement record={r} />)}
      />
      {asking ? (
        <VerbDialog
          verb={asking.verb}
          record={asking.record}
          {...(asking.verb.verb === 'recordPayment' ? { initial: { amount: asking.record['balance'] } } : {})}
          onClose={() => setAsking(null)}
        />
      ) : null}
      {crediting ? (
        <QuantityDialog
          title={`Create credit note: ${textOf(crediting.record['number'])}`}
          submitLabel="Create credit note"
          lines={crediting.lines}
          onClose={() => setCrediting(null)}
          onSubmit={async (lines) => {
            const all = crediting.lines
            const whole =
              all.length === lines.length &&
              all.every((x) => lines.some((y) => y.lineId === x.id && y.quantity === x.open))
            const why = reason.trim() ? { reason: reason.trim() } : {}
            const made = objectOf(await api.post(`/invoices/${id}/credit`, whole ? why : { lines, ...why }))
            await client.invalidateQueries({ refetchType: 'active' })
            setCrediting(null)
            go(`/credit-notes/${stringOf(made['id'])}`)
          }}
        >
          <TextInput
            label="Reason"
            description="Printed on the credit note"
            inputWrapperOrder={['label', 'input', 'description']}
            maxLength={1000}
            mb="md"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </QuantityDialog>
      ) : null}
    </>
  )
}
export default InvoicePage

/** What settled the invoice so far, and what is open. */
const Settlement = ({ record }: { record: WireRecord }) => {
  const { api, registry } = useApp()
  const l = useLocale()
  const { data } = useQuery({
    queryKey: ['invoices', 'settlement', record.id, record.version],
    queryFn: async ({ signal }) => objectOf(await api.fetch(`/invoices/${record.id}/settlement`, {}, signal)),
  })
  const rows = rowsOf(data?.['data'])
  const credit = data?.['credit']
  const balance = record['balance']
  const money = (v: unknown): string => (isMoney(v) ? formatMoney(v, l) : '')
  return (
    <Panel title="Payments">
      {rows.length === 0 ? <p className={classes.none}>Nothing was paid yet.</p> : null}
      <ul className={classes.settled}>
        {rows.map((r) => {
          const isNote = r['kind'] === 'creditNote'
          return (
            <li key={`${textOf(r['kind'])}${idOf(r)}${textOf(r['day'])}${money(r['amount'])}`}>
              <RecordLink entity={registry.entity(isNote ? 'creditNote' : 'payment')} id={idOf(r)}>
                {textOf(r['number'])}
              </RecordLink>
              {textOf(r['day']) ? <Day value={textOf(r['day'])} /> : null}
              <span className={classes.amount}>{money(r['amount'])}</span>
            </li>
          )
        })}
      </ul>
      <p className={classes.balance}>
        <span>Balance due</span>
        <strong className={classes.amount}>{money(balance)}</strong>
      </p>
      {isMoney(credit) && Number(credit.amount) > 0 ? (
        <p className={classes.none}>The customer has an open credit of {money(credit)}.</p>
      ) : null}
    </Panel>
  )
}
