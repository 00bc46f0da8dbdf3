/** The dry run, the run and what came of it. */
import { Button, Progress } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { unwrappedTold } from './FileSettings.tsx'
import imports from './imports.module.css'
import classes from './result.module.css'
import { Problems } from './Problems.tsx'
import { Rows } from './Rows.tsx'
import { isUnderWay } from './useImport.ts'
import type { ImportView, Summary } from './wire.ts'

const count = (n: number): string => n.toLocaleString('en')

const Figures = ({
  view,
  past,
  outcome,
  onPick,
}: {
  view: ImportView
  past: boolean
  outcome: string | null
  onPick: (outcome: string | null) => void
}) => {
  const figures = [
    { key: 'create', n: view.created, label: past ? 'created' : 'to create' },
    ...(view.warned > 0 ? [{ key: 'warn', n: view.warned, label: 'of them perhaps duplicates' }] : []),
    { key: 'update', n: view.updated, label: past ? 'updated' : 'to update' },
    { key: 'skip', n: view.skipped, label: 'skipped' },
    { key: 'fail', n: view.failed, label: 'with problems' },
  ]
  return (
    <div className={classes.figures} role="group" aria-label="Rows by outcome">
      {figures.map((f) => (
        <button
          key={f.key}
          type="button"
          className={classes.figure}
          data-on={outcome === f.key || undefined}
          aria-pressed={outcome === f.key}
          onClick={() => onPick(outcome === f.key ? null : f.key)}
        >
          <span className={classes.figureNumber}>{count(f.n)}</span>
          <span className={classes.figureLabel}>{f.label}</span>
        </button>
      ))}
    </div>
  )
}

const UnderWay = ({ view }: { view: ImportView }) => {
  const doing = view.status === 'checking' ? 'Checking' : view.status === 'running' ? 'Importing' : 'Undoing'
  const share = view.rowCount > 0 ? Math.min(100, (100 * view.processed) / view.rowCount) : 0
  const known = view.status !== 'undoing'
  return (
    <div className={classes.progress} role="status">
      <div className={classes.progressText}>
        <span>{doing}… You may leave this page; it goes on.</span>
        {known ? (
          <span>
            {count(view.processed)} of {count(view.rowCount)} rows
          </span>
        ) : null}
      </div>
      <Progress value={known ? share : 100} animated={!known} aria-label={`${doing}: progress`} />
    </div>
  )
}

/** Records beside those of the file: made, or to be made. */
const Beside = ({ summary, past }: { summary: Summary; past: boolean }) => {
  const { registry } = useApp()
  const nameOf = (entity: string, n: number): string => {
    const e = registry.find(entity)
    return (n === 1 ? e?.label : e?.labelPlural)?.toLowerCase() ?? entity
  }
  const made = Object.entries(summary.also)
  const missing = Object.entries(summary.missing)
  if (past && made.length > 0)
    return (
      <p className={imports.note}>
        Also made because the file names them: {made.map(([k, n]) => `${count(n)} ${nameOf(k, n)}`).join(', ')}.
      </p>
    )
  if (!past && missing.length > 0)
    return (
      <div className={imports.note}>
        Also made because the file names them:{' '}
        {missing.map(([k, names]) => (
          <span key={k} className={classes.problem}>
            {names.length >= 500 ? 'more than 500' : names.length} {nameOf(k, names.length)}:{' '}
            {names.slice(0, 6).join(', ')}
            {names.length > 6 ? ', …' : ''}
          </span>
        ))}
      </div>
    )
  return null
}

const Undone = ({ undone }: { undone: NonNullable<Summary['undone']> }) => (
  <>
    <p className={imports.note} data-tone={undone.kept.length === 0 ? 'green' : undefined}>
      Taken back: {count(undone.removed)} records moved to the trash, {count(undone.restored)} given their former
      values.
      {undone.kept.length > 0 ? ` ${undone.kept.length} were left as they are:` : ''}
    </p>
    {undone.kept.length > 0 ? (
      <table className={classes.rows}>
        <thead>
          <tr>
            <th>Record</th>
            <th>Why it stays</th>
          </tr>
        </thead>
        <tbody>
          {undone.kept.slice(0, 100).map((k) => (
            <tr key={k.id}>
              <td>{k.label}</td>
              <td>{k.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    ) : null}
  </>
)

export const Result = ({ view }: { view: ImportView }) => {
  const [outcome, setOutcome] = useState<string | null>(null)
  const past = !['checking', 'checked', 'uploaded'].includes(view.status)
  const shown = outcome ?? (view.failed > 0 ? 'fail' : null)
  return (
    <>
      {isUnderWay(view.status) ? <UnderWay view={view} /> : null}
      {view.problem ? (
        <p className={imports.note} data-tone="red" role="alert">
          {view.problem}
        </p>
      ) : null}
      {view.profile.unwrapped > 0 ? <p className={imports.note}>{unwrappedTold(view.profile.unwrapped)}</p> : null}
      {view.summary.undone ? <Undone undone={view.summary.undone} /> : null}
      <Figures view={view} past={past} outcome={shown} onPick={setOutcome} />
      <Beside summary={view.summary} past={past} />
      {view.failed > 0 && !isUnderWay(view.status) ? <Problems view={view} past={past} /> : null}
      {view.failed > 0 && !isUnderWay(view.status) ? (
        <div className={imports.line}>
          <span>Rows with problems are left out. Mend them in a file of their own and load that one.</span>
          <Button
            component="a"
            variant="default"
            href={`/api/v1/imports/${view.id}/errors.csv`}
            leftSection={<IconDownload size={14} />}
          >
            Download these rows
          </Button>
        </div>
      ) : null}
      {view.status === 'running' || view.status === 'checking' ? null : (
        <Rows view={view} outcome={shown} past={past} />
      )}
    </>
  )
}
