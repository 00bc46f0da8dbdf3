/** Where a record stands on its road, and for how long. */
import { IconCheck } from '@tabler/icons-react'
import type { Tone } from '../../entity.ts'
import type { EntityRef } from '../api/hooks.ts'
import { useEntity } from '../api/hooks.ts'
import type { WireRecord } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import { formatDuration } from '../fields/format.ts'
import { useLocale, useNow } from '../fields/locale.ts'
import { stateShown, textOf } from '../fields/wire.ts'
import { roadOf } from './flowPath.ts'
import classes from './steps.module.css'

type PathStep = { key: string; label: string; tone?: Tone | undefined }
type PathProps = {
  steps: readonly PathStep[]
  current: string
  /** when it came there (instant) */
  since?: string | undefined
  /** makes the steps buttons: pipeline stages */
  onPick?: ((key: string) => void) | undefined
  label?: string
}

/** The bar itself; opportunities use it with their stages. */
export const Path = ({ steps, current, since, onPick, label = 'Progress' }: PathProps) => {
  const l = useLocale()
  const now = useNow()
  const at = steps.findIndex((s) => s.key === current)
  const ms = since ? now - Date.parse(since) : 0
  const lasted = ms >= 60_000 ? formatDuration(ms, l) : undefined
  return (
    <div className={classes.frame}>
      <ol className={classes.path} aria-label={label}>
        {steps.map((s, i) => {
          const place = i < at ? 'done' : i === at ? 'current' : 'todo'
          const inside = (
            <>
              {place === 'done' ? <IconCheck size={14} aria-hidden="true" /> : null}
              <span className={classes.stepLabel}>{s.label}</span>
              {place === 'current' && lasted ? <span className={classes.lasted}>{lasted}</span> : null}
              {place === 'done' ? <span className="visually-hidden">(done)</span> : null}
            </>
          )
          return (
            <li
              key={s.key}
              className={classes.step}
              data-place={place}
              data-tone={s.tone ?? 'blue'}
              aria-current={place === 'current' ? 'step' : undefined}
            >
              {onPick && place !== 'current' ? (
                <button type="button" className={classes.inside} onClick={() => onPick(s.key)}>
                  {inside}
                </button>
              ) : (
                <span className={classes.inside}>{inside}</span>
              )}
            </li>
          )
        })}
      </ol>
    </div>
  )
}

const sinceOf = (record: WireRecord, field: string): string | undefined =>
  [`${field}Since`, `${field}ChangedAt`, 'enteredStageAt'].map((k) => textOf(record[k])).find(Boolean)

/** The path of an entity's flow; a state beside the road (dead, declined, cancelled) closes it in its own colour. */
export const FlowPath = ({ entity, record, since }: { entity: EntityRef; record: WireRecord; since?: string }) => {
  const e = useEntity(entity)
  const { registry } = useApp()
  const l = useLocale()
  const flow = registry.flowOf(e.name)
  const f = flow ? e.fields[flow.field] : undefined
  if (!flow || !f) return null
  const stored = textOf(record[flow.field])
  const shown = stateShown(flow, flow.field, f, record, l.today)
  const steps = roadOf(flow, stored).map((k) => ({
    key: k,
    label: k === stored ? shown.label : (f.choices?.[k]?.label ?? k),
    tone: k === stored ? shown.tone : f.choices?.[k]?.tone,
  }))
  // one state is no road
  if (steps.length < 2) return null
  return (
    <Path steps={steps} current={stored} since={since ?? sinceOf(record, flow.field)} label={`${e.label} status`} />
  )
}
