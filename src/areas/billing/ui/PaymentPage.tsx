/** A payment: which invoices it settles, and what is done with the rest. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { NamedVerb } from '../../../kernel/registry.ts'
import type { WireRecord } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import type { RecordPageProps } from '../../../kernel/ui/app/areaUi.ts'
import { RecordPage } from '../../../kernel/ui/record/RecordPage.tsx'
import { useRunVerb } from '../../../kernel/ui/steps/useRunVerb.ts'
import { VerbDialog } from '../../../kernel/ui/reach.ts'

const PaymentPage = ({ id }: RecordPageProps) => {
  const { registry } = useApp()
  const { run, isPending } = useRunVerb(registry.entity('payment'))
  const [asking, setAsking] = useState<{ verb: NamedVerb; record: WireRecord } | null>(null)
  const has = (r: WireRecord, verb: string): boolean => r.can?.includes(`payment.${verb}`) ?? false
  const allocate = registry.verb('payment.allocate')
  const refund = registry.verb('payment.refund')
  return (
    <>
      <RecordPage
        entity="payment"
        id={id}
        tabs={(generic) =>
          generic.toSorted((a, b) => Number(b.key === 'allocations') - Number(a.key === 'allocations'))
        }
        actions={(r) => (
          <>
            {allocate && has(r, 'allocate') ? (
              <Button size="xs" loading={isPending} onClick={() => void run(allocate, r)}>
                Allocate to oldest invoices
              </Button>
            ) : null}
            {refund && has(r, 'refund') ? (
              <Button size="xs" variant="default" onClick={() => setAsking({ verb: refund, record: r })}>
                Refund
              </Button>
            ) : null}
          </>
        )}
      />
      {asking ? (
        <VerbDialog
          verb={asking.verb}
          record={asking.record}
          initial={{ amount: asking.record['unallocated'] }}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </>
  )
}
export default PaymentPage
