/** A person by initials and name; the hue of the initials follows the name, so the same person looks the same everywhere. */
import classes from './fields.module.css'

const initials = (name: string): string => {
  const words = name.trim().split(/\s+/)
  const first = words[0]?.charAt(0) ?? '?'
  const last = words.length > 1 ? (words.at(-1)?.charAt(0) ?? '') : ''
  return (first + last).toUpperCase()
}
const hueOf = (name: string): number => {
  let h = 0
  for (const c of name) h = (h * 31 + (c.codePointAt(0) ?? 0)) % 6
  return h
}

export const Avatar = ({ name, size = 20 }: { name: string; size?: number }) => (
  <span
    className={classes.avatar}
    data-hue={hueOf(name)}
    style={{ width: size, height: size, fontSize: Math.max(8, Math.round(size * 0.42)) }}
    aria-hidden="true"
  >
    {initials(name)}
  </span>
)

/** `compact` shows the initials alone, with the name as tooltip and to screen readers. */
export const Person = ({ name, compact }: { name: string; compact?: boolean | undefined }) =>
  compact ? (
    <span data-tip={name} className={classes.person}>
      <Avatar name={name} />
      <span className="visually-hidden">{name}</span>
    </span>
  ) : (
    <span className={classes.person}>
      <Avatar name={name} />
      <span className={classes.truncate}>{name}</span>
    </span>
  )
