/** Keys as little caps. */
import classes from './shell.module.css'
import { keyCaps } from './shortcuts.ts'

export const Keys = ({ keys }: { keys: string }) => (
  <span className={classes.keys} aria-hidden="true">
    {keyCaps(keys).map((k, i) => (
      <kbd key={`${k}${i}`}>{k}</kbd>
    ))}
  </span>
)
