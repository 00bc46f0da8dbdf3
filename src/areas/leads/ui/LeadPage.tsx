/** A lead: its way, its qualification, and the step that makes a customer of it. */
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useRecord } from '../../../kernel/ui/api/hooks.ts'
import { stringOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import type { RecordPageProps } from '../../../kernel/ui/app/areaUi.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { RecordLink } from '../../../kernel/ui/fields/RecordLink.tsx'
import { Day } from '../../../kernel/ui/fields/When.tsx'
import { NextActivity, People } from '../../../kernel/ui/record/NextPanel.tsx'
import { RecordPage } from '../../../kernel/ui/record/RecordPage.tsx'
import { FlowPath } from '../../../kernel/ui/steps/FlowPath.tsx'
import { lead } from '../model.ts'
import { BantSheet } from './BantSheet.tsx'
import { whenReached } from '../../../kernel/ui/app/page.ts'
import shared from '../../../kernel/ui/shared.module.css'

const ConvertDialog = whenReached(async () => ({ default: (await import('./ConvertDialog.tsx')).ConvertDialog }))

/** What became of the lead, or what holds it up. */
const Banner = ({ record }: { record: WireRecord }) => {
  const { registry } = useApp()
  const status = stringOf(record['status'])
  if (status === 'converted')
    return (
      <p className={shared.quiet}>
        Became{' '}
        {(['accountId', 'contactId', 'opportunityId'] as const)
          .filter((key) => record[key])
          .map((key, i) => (
            <span key={key}>
              {i > 0 ? ', ' : ''}
              <RecordLink entity={registry.entity(key.replace('Id', ''))} id={stringOf(record[key])}>
                {record.labels?.[key] ?? 'a record'}
              </RecordLink>
            </span>
          ))}
        .
      </p>
    )
  if (status === 'recycled' && record['recontactOn'])
    return (
      <p className={shared.quiet}>
        To be contacted again <Day value={stringOf(record['recontactOn'])} />.
      </p>
    )
  if (status === 'dead') {
    const kind = lead.fields.deadKind.choices?.[stringOf(record['deadKind'])]?.label ?? 'Dead'
    const why = [record.labels?.['lostReasonId'], stringOf(record['statusNote'])].filter(Boolean).join(': ')
    return <p className={shared.quiet}>{why ? `${kind}. ${why}` : `${kind}.`}</p>
  }
  return null
}

const asides = [
  'bantBudget',
  'bantAuthority',
  'bantNeed',
  'bantTimeline',
  'enteredStageAt',
  'nextActivityOn',
  'deadKind',
  'lostReasonId',
  'statusNote',
  'recontactOn',
  'convertedAt',
  'accountId',
  'contactId',
  'opportunityId',
]

const LeadPage = ({ id }: RecordPageProps) => {
  const router = useRouter()
  const { data } = useRecord(lead, id)
  const [converting, setConverting] = useState(false)
  return (
    <>
      <RecordPage
        entity={lead}
        id={id}
        path={(r) => <FlowPath entity={lead} record={r} since={stringOf(r['enteredStageAt'])} />}
        banner={(r) => <Banner record={r} />}
        steps={{
          onVerb: (v) => {
            if (v.verb !== 'convert') return false
            setConverting(true)
            return true
          },
        }}
        factsLeaveOut={asides}
        aside={(r) => (
          <>
            <NextActivity entity={lead} record={r} />
            <BantSheet record={r} />
            <People entity={lead} record={r} />
          </>
        )}
      />
      {converting && data ? (
        <ConvertDialog
          record={data}
          onClose={() => setConverting(false)}
          onDone={(after) => {
            const deal = stringOf(after['opportunityId'])
            if (deal) router.history.push(`/opportunities/${deal}`)
          }}
        />
      ) : null}
    </>
  )
}
export default LeadPage
