/** The way a deal took: from where to where, when, by whom, how long it had stood there. */
import type { WireRecord } from '../../../kernel/ui/api/types.ts'
import { Bone, ErrorState } from '../../../kernel/ui/feedback/states.tsx'
import { formatDuration } from '../../../kernel/ui/fields/format.ts'
import { useLocale } from '../../../kernel/ui/fields/locale.ts'
import { Instant } from '../../../kernel/ui/fields/When.tsx'
import classes from './opportunities.module.css'
import { useStory } from './story.ts'

export const StageHistory = ({ record }: { record: WireRecord }) => {
  const l = useLocale()
  const { data, error, refetch } = useStory(record)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data)
    return (
      <div role="status" aria-label="Loading">
        <Bone height={40} />
        <Bone height={40} />
      </div>
    )
  return (
    <ol className={classes.history}>
      {data.changes.map((h) => (
        <li key={h.id} className={classes.change}>
          <span className={classes.changeWhat}>{h.from ? `${h.from} → ${h.to}` : `Started in ${h.to}`}</span>
          <span className={classes.changeMeta}>
            <Instant value={h.at} />
          </span>
          <span className={classes.changeMeta}>
            {[h.by, h.from && h.seconds !== null ? `${formatDuration(h.seconds * 1000, l)} in ${h.from}` : '', h.reason]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </li>
      ))}
    </ol>
  )
}
