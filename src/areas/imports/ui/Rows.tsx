/** What came of each row, or would. */
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import { RecordLink } from '../../../kernel/ui/fields/RecordLink.tsx'
import { StateBadge } from '../../../kernel/ui/fields/StateBadge.tsx'
import type { RowResult } from '../mapping.ts'
import imports from './imports.module.css'
import classes from './result.module.css'
import { type ImportView, rowsOf } from './wire.ts'

const words = {
  create: { label: 'Create', done: 'Created', tone: 'green' },
  update: { label: 'Update', done: 'Updated', tone: 'blue' },
  skip: { label: 'Skip', done: 'Skipped', tone: 'grey' },
  fail: { label: 'Problem', done: 'Problem', tone: 'red' },
} as const

const Problems = ({ row }: { row: RowResult }) =>
  row.problems.map((p) => (
    <span key={`${p.field}${p.message}`} className={classes.problem}>
      {p.column ? <strong>{p.column}: </strong> : null}
      {p.message}
    </span>
  ))

export const Rows = ({ view, outcome, past }: { view: ImportView; outcome: string | null; past: boolean }) => {
  const { api, registry } = useApp()
  const e = registry.find(view.entity)
  const query = useInfiniteQuery({
    queryKey: ['imports', 'rows', view.id, view.version, outcome],
    queryFn: ({ pageParam, signal }) =>
      api.fetch(`/imports/${view.id}/rows`, { outcome, after: pageParam, limit: 100 }, signal).then(rowsOf),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
  })
  if (query.isPending) return <PageSkeleton rows={6} />
  const rows = query.data?.pages.flatMap((p) => p.rows) ?? []
  if (rows.length === 0) return <p className={imports.faint}>No such rows.</p>
  return (
    <>
      <table className={classes.rows}>
        <thead>
          <tr>
            <th className={classes.number}>Line</th>
            <th>Record</th>
            <th className={classes.outcome}>{past ? 'Outcome' : 'Would be'}</th>
            <th>Notes</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.line}>
              <td className={classes.number}>{row.line}</td>
              <td>
                {e && row.recordId ? (
                  <RecordLink entity={e} id={row.recordId}>
                    {row.label || e.label}
                  </RecordLink>
                ) : (
                  row.label
                )}
              </td>
              <td className={classes.outcome}>
                <StateBadge
                  plain
                  label={past ? words[row.outcome].done : words[row.outcome].label}
                  tone={words[row.outcome].tone}
                />
              </td>
              <td>
                <Problems row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {query.hasNextPage ? (
        <div className={classes.more}>
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
    </>
  )
}
