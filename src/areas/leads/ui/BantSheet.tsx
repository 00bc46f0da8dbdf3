/** The four questions of BANT, answered with one click each, and what they come to. */
import { SegmentedControl } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react'
import { useUpdate } from '../../../kernel/ui/api/hooks.ts'
import { stringOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { Panel } from '../../../kernel/ui/record/NextPanel.tsx'
import { useMay } from '../../../kernel/ui/steps/useVerbs.ts'
import { lead } from '../model.ts'
import { type Bant, bantVerdict } from '../rules.ts'
import classes from './leads.module.css'

const questions = ['bantBudget', 'bantAuthority', 'bantNeed', 'bantTimeline'] as const
const one = <T extends string>(value: unknown, of: readonly T[]): T | null => of.find((x) => x === value) ?? null

export const bantOf = (r: WireRecord): Bant => ({
  bantBudget: one(r['bantBudget'], ['yes', 'no', 'unknown']),
  bantAuthority: one(r['bantAuthority'], ['yes', 'no']),
  bantNeed: one(r['bantNeed'], ['yes', 'no']),
  bantTimeline: one(r['bantTimeline'], ['urgent', 'midTerm', 'unclear']),
})

const shown = {
  qualified: { label: 'Qualified', tone: 'green', Icon: IconCircleCheck },
  notQualified: { label: 'Not qualified', tone: 'red', Icon: IconCircleX },
  open: { label: 'Still open', tone: 'amber', Icon: IconHelpCircle },
} as const

export const BantVerdict = ({ bant }: { bant: Bant }) => {
  const { verdict, missing } = bantVerdict(bant)
  const { label, tone, Icon } = shown[verdict]
  return (
    <div className={classes.verdict} data-tone={tone}>
      <Icon size={18} aria-hidden="true" />
      <div>
        <strong>{label}</strong>
        {missing.map((m) => (
          <div key={m}>{m}</div>
        ))}
      </div>
    </div>
  )
}

export const BantSheet = ({ record }: { record: WireRecord }) => {
  const update = useUpdate(lead)
  const may = useMay(lead, record)
  const closed = record['status'] === 'converted' || record['status'] === 'dead' || Boolean(record['deletedAt'])
  return (
    <Panel title="Qualification (BANT)">
      <div className={classes.bant}>
        {questions.map((key) => {
          const field = lead.fields[key]
          return (
            <div key={key} className={classes.question}>
              <div className={classes.questionText} id={`${key}-label`}>
                <strong>{field.options.label}</strong>
                <span>{field.options.help}</span>
              </div>
              <SegmentedControl
                aria-labelledby={`${key}-label`}
                fullWidth
                size="xs"
                readOnly={closed || !may('update')}
                value={stringOf(record[key])}
                data={Object.entries(field.choices ?? {}).map(([value, c]) => ({ value, label: c.label }))}
                onChange={(value) =>
                  update.mutate({ id: record.id, version: record.version, changes: { [key]: value }, quiet: true })
                }
              />
            </div>
          )
        })}
        <BantVerdict bant={bantOf(record)} />
      </div>
    </Panel>
  )
}
