/** How documents are numbered, with the next number as it will look. */
import { Button, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Entity } from '../../../kernel/entity.ts'
import { formatNumber, patternProblem, resetOf } from '../../../kernel/numberPattern.ts'
import { messageOf } from '../../../kernel/ui/api/client.ts'
import { useCreate, useList, useUpdate } from '../../../kernel/ui/api/hooks.ts'
import { stringOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { ErrorState, PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import { toast, toastError } from '../../../kernel/ui/feedback/toastStore.ts'
import { useLocale } from '../../../kernel/ui/fields/locale.ts'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './admin.module.css'
import { Frame } from './Frame.tsx'

const again = {
  monthly: 'starts again each month',
  yearly: 'starts again each year',
  never: 'never starts again',
} as const

const Series = ({ e, stored }: { e: Entity; stored: WireRecord | undefined }) => {
  const l = useLocale()
  const create = useCreate('numberSeries')
  const update = useUpdate('numberSeries')
  const before = { pattern: stringOf(stored?.pattern, e.number?.pattern ?? ''), back: stored?.allowBackDate === true }
  const [pattern, setPattern] = useState(before.pattern)
  const [back, setBack] = useState(before.back)
  const problem = patternProblem(pattern)
  const dirty = pattern !== before.pattern || back !== before.back
  const save = async () => {
    try {
      if (stored)
        await update.mutateAsync({
          id: stored.id,
          version: stored.version,
          changes: { pattern, allowBackDate: back },
          quiet: true,
        })
      else await create.mutateAsync({ entity: e.name, pattern, allowBackDate: back })
      toast(`Numbering of ${e.labelPlural.toLowerCase()} saved`, { tone: 'success' })
    } catch (error) {
      toastError(messageOf(error))
    }
  }
  return (
    <li className={classes.series}>
      <div className={classes.settingText}>
        <span className={shared.strong}>{e.labelPlural}</span>
        <span className={classes.help}>
          {e.number?.gapless ? 'Without gaps, given when issued' : 'Given when made'}
          {problem ? '' : `; ${again[resetOf(pattern)]}`}
        </span>
      </div>
      <TextInput
        aria-label={`Pattern of ${e.labelPlural.toLowerCase()}`}
        value={pattern}
        error={problem}
        onChange={(event) => setPattern(event.currentTarget.value)}
        description={problem ? undefined : `Looks like ${formatNumber(pattern, 7, l.today)}`}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
      />
      {e.number?.gapless ? (
        <Switch
          label="Allow earlier dates"
          description="A date before the last issued one"
          checked={back}
          onChange={(event) => setBack(event.currentTarget.checked)}
        />
      ) : (
        <span />
      )}
      <Button
        variant="default"
        aria-label={`Save numbering of ${e.labelPlural.toLowerCase()}`}
        disabled={!dirty || problem !== undefined}
        loading={create.isPending || update.isPending}
        onClick={() => void save()}
      >
        Save
      </Button>
    </li>
  )
}

const NumberingPage = () => {
  const { registry } = useApp()
  const query = useList('numberSeries', { limit: 200 })
  const series = query.data?.data ?? []
  return (
    <Frame
      wide
      title="Numbering"
      lead="{yyyy} or {yy} is the year, {mm} the month, {000} the counter with as many digits at least; everything else is printed as it is."
    >
      {query.isPending ? <PageSkeleton rows={5} /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data ? (
        <ul className={classes.tree}>
          {registry.entities
            .filter((e) => e.number)
            .map((e) => {
              const stored = series.find((s) => s.entity === e.name && !s.companyId)
              return <Series key={`${e.name}:${stored?.version ?? 0}`} e={e} stored={stored} />
            })}
        </ul>
      ) : null}
    </Frame>
  )
}
export default NumberingPage
