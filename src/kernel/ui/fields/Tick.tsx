/** The box that chooses a row: the browser's own, dressed as ours. A list has too many of them for more. */
import type { ComponentProps } from 'react'
import classes from './fields.module.css'

type Props = Omit<ComponentProps<'input'>, 'type' | 'className' | 'ref'> & { 'aria-label': string; some?: boolean }

/** `some`: of what it stands for a part is chosen. */
export const Tick = ({ some = false, ...rest }: Props) => (
  <input
    type="checkbox"
    className={classes.tick}
    ref={(box) => {
      if (box) box.indeterminate = some
    }}
    {...rest}
  />
)
