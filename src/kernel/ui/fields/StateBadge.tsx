/** A state or choice: a dot in its hue beside its word, so that colour never speaks alone. */
import type { Tone } from '../../entity.ts'
import classes from './fields.module.css'

export const StateBadge = ({
  label,
  tone,
  plain,
}: {
  label: string
  tone?: Tone | undefined /** no frame, for table cells */
  plain?: boolean
}) => (
  <span className={plain ? classes.statePlain : classes.state} data-tone={tone ?? 'grey'}>
    <span className={classes.dot} aria-hidden="true" />
    {label}
  </span>
)
