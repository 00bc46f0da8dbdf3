/** What is wrong with the rows, each kind of complaint once, with what helps against it. */
import { PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import imports from './imports.module.css'
import classes from './result.module.css'
import { ImportFirst } from './Missing.tsx'
import { useProblems } from './useImport.ts'
import type { ImportView, ProblemGroup } from './wire.ts'

const count = (n: number): string => n.toLocaleString('en')

const told = (g: ProblemGroup): string =>
  g.values > 1 && g.pattern !== g.example ? `${g.pattern} (${count(g.values)} different)` : g.example

export const Problems = ({ view, past }: { view: ImportView; past: boolean }) => {
  const query = useProblems(view.id, view.version, true)
  if (query.isPending) return <PageSkeleton rows={2} />
  const groups = query.data ?? []
  if (groups.length === 0) return null
  return (
    <ul className={classes.problems} aria-label="Kinds of problems">
      {groups.slice(0, 8).map((g) => (
        <li key={`${g.field} ${g.pattern}`} className={classes.problemGroup}>
          <span>
            {g.column ? <strong>{g.column}: </strong> : null}
            {told(g)}
          </span>
          <span className={imports.faint}>{g.rows === 1 ? '1 row' : `${count(g.rows)} rows`}</span>
          {g.entity && g.entity !== view.entity && !past ? (
            <ImportFirst entity={g.entity} except={view.id} />
          ) : (
            <span />
          )}
        </li>
      ))}
      {groups.length > 8 ? (
        <li className={classes.problemGroup}>And {groups.length - 8} other kinds of problems.</li>
      ) : null}
    </ul>
  )
}
