/** The frame of the wizard: where one is on the way from a file to records. */
import { IconCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Page } from '../../../kernel/ui/page/Page.tsx'
import classes from './imports.module.css'

export const steps = [
  { key: 'file', label: 'File' },
  { key: 'columns', label: 'Columns' },
  { key: 'values', label: 'Values' },
  { key: 'check', label: 'Check' },
  { key: 'import', label: 'Import' },
] as const
export type StepKey = (typeof steps)[number]['key']

export const Frame = ({
  step,
  title,
  badge,
  lead,
  onPick,
  children,
  footer,
}: {
  step: StepKey
  title: string
  badge?: ReactNode
  lead?: ReactNode
  /** goes back to an earlier step */
  onPick?: ((step: StepKey) => void) | undefined
  children: ReactNode
  footer?: ReactNode
}) => {
  const at = steps.findIndex((s) => s.key === step)
  return (
    <Page title={title} badge={badge} lead={lead} under={[{ label: 'Imports', to: '/imports' }]}>
      <ol className={classes.steps} aria-label="Steps of the import">
        {steps.map((s, i) => {
          const inside = (
            <>
              <span className={classes.stepDot} aria-hidden="true">
                {i < at ? <IconCheck size={12} /> : i + 1}
              </span>
              {s.label}
              {i < at ? <span className="visually-hidden"> (done)</span> : null}
            </>
          )
          return (
            <li
              key={s.key}
              className={classes.step}
              data-place={i < at ? 'done' : i === at ? 'current' : 'todo'}
              aria-current={i === at ? 'step' : undefined}
            >
              {onPick && i < at && i > 0 ? (
                <button type="button" className={classes.stepButton} onClick={() => onPick(s.key)}>
                  {inside}
                </button>
              ) : (
                <span className={classes.stepButton}>{inside}</span>
              )}
            </li>
          )
        })}
      </ol>
      <div className={classes.body}>{children}</div>
      {footer ? <footer className={classes.footer}>{footer}</footer> : null}
    </Page>
  )
}
