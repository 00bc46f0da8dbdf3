/** A sales order: the paper, and by line what is delivered and invoiced. */
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { labelOf } from '../../../kernel/entity.ts'
import { useAct, useRecord } from '../../../kernel/ui/api/hooks.ts'
import { objectOf, stringOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import type { RecordPageProps } from '../../../kernel/ui/app/areaUi.ts'
import { useGo } from '../../../kernel/ui/app/url.ts'
import type { LineColumn } from '../../../kernel/ui/documents/columns.tsx'
import { DocumentPage } from '../../../kernel/ui/documents/DocumentPage.tsx'
import type { QuantityLine } from '../../../kernel/ui/documents/QuantityDialog.tsx'
import { toast } from '../../../kernel/ui/feedback/toastStore.ts'
import { FieldDisplay } from '../../../kernel/ui/fields/FieldDisplay.tsx'
import { formatDecimal } from '../../../kernel/ui/fields/format.ts'
import { idOf, rowsOf, textOf } from '../../../kernel/ui/fields/wire.ts'
import { Panel } from '../../../kernel/ui/record/NextPanel.tsx'
import { openQuantity } from '../quantities.ts'
import classes from './orders.module.css'
import { QuantityDialog } from '../../../kernel/ui/reach.ts'

const facts = ['orderDate', 'requestedDate', 'customerReference', 'quoteId', 'currency', 'pricesInclude']
const isDraft = (r: WireRecord): boolean => r['status'] === 'draft'

const progress = (key: 'deliveredQuantity' | 'invoicedQuantity', label: string): LineColumn => ({
  key,
  label,
  width: '80px',
  align: 'right',
  input: 'shown',
  read: (line, { l }) => (line.kind === 'product' ? formatDecimal(textOf(line.more[key]) || '0', l) : ''),
})
const done = [progress('deliveredQuantity', 'Delivered'), progress('invoicedQuantity', 'Invoiced')]
/** Once it runs, progress matters more than how the price came about. */
const running = (usual: readonly LineColumn[]): LineColumn[] => [
  ...usual.slice(0, -1).filter((c) => c.key !== 'unit' && c.key !== 'tax'),
  ...done,
  ...usual.slice(-1),
]

const openLines = (r: WireRecord, done: 'deliveredQuantity' | 'invoicedQuantity'): QuantityLine[] =>
  rowsOf(r['lines']).flatMap((line) => {
    if (line['kind'] !== 'product') return []
    const quantity = textOf(line['quantity'])
    const open = openQuantity(quantity, textOf(line[done]) || '0')
    return open === '0'
      ? []
      : [{ id: idOf(line), description: textOf(line['description']), unit: textOf(line['unit']), quantity, open }]
  })

const OrderPage = ({ id }: RecordPageProps) => {
  const { api, registry } = useApp()
  const go = useGo()
  const client = useQueryClient()
  const act = useAct('order')
  const order = registry.entity('order')
  const current = useRecord(order, id).data
  const [asking, setAsking] = useState<{ what: 'deliver' | 'invoice'; record: WireRecord } | null>(null)
  return (
    <>
      <DocumentPage
        entity="order"
        id={id}
        editable={isDraft}
        dayField="orderDate"
        facts={facts}
        columns={(usual, r) => (isDraft(r) ? usual : running(usual))}
        steps={{
          onVerb: (verb) => {
            if (verb.verb !== 'fulfil' || !current) return false
            setAsking({ what: 'deliver', record: current })
            return true
          },
        }}
        actions={(r) =>
          r.can?.includes('order.createInvoice') ? (
            <Button size="xs" variant="default" onClick={() => setAsking({ what: 'invoice', record: r })}>
              Create invoice
            </Button>
          ) : null
        }
        panel={(r) =>
          isDraft(r) ? null : (
            <Panel title="Progress">
              <dl className={classes.progress}>
                {['deliveryStatus', 'invoiceStatus', 'provisioningStatus'].map((k) => {
                  const f = order.fields[k]
                  return f ? (
                    <div key={k}>
                      <dt>{labelOf(k, f)}</dt>
                      <dd>
                        <FieldDisplay field={f} name={k} row={r} entity={order} />
                      </dd>
                    </div>
                  ) : null
                })}
              </dl>
            </Panel>
          )
        }
      />
      {asking?.what === 'deliver' ? (
        <QuantityDialog
          title={`Record delivery: ${textOf(asking.record['number'])}`}
          submitLabel="Record delivery"
          lines={openLines(asking.record, 'deliveredQuantity')}
          onClose={() => setAsking(null)}
          onSubmit={async (lines) => {
            await act.mutateAsync({ id, verb: 'fulfil', input: { lines } })
            setAsking(null)
            toast('Delivery recorded', { tone: 'success' })
          }}
        />
      ) : null}
      {asking?.what === 'invoice' ? (
        <QuantityDialog
          title={`Create invoice: ${textOf(asking.record['number'])}`}
          submitLabel="Create invoice"
          lines={openLines(asking.record, 'invoicedQuantity')}
          onClose={() => setAsking(null)}
          onSubmit={async (lines) => {
            const all = openLines(asking.record, 'invoicedQuantity')
            const whole =
              all.length === lines.length &&
              all.every((x) => lines.some((y) => y.lineId === x.id && y.quantity === x.open))
            const made = objectOf(await api.post(`/orders/${id}/createInvoice`, whole ? {} : { lines }))
            await client.invalidateQueries({ refetchType: 'active' })
            setAsking(null)
            go(`/invoices/${stringOf(made['id'])}`)
          }}
        />
      ) : null}
    </>
  )
}
export default OrderPage
