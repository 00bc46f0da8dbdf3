/** The frame of every screen before one is in: the form on the left, the thread of a sale on the right. */
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { Mark } from '../app/Logo.tsx'
import classes from './auth.module.css'

const stops = [
  { x: 60, y: 470, label: 'Lead', tone: 'var(--color-grey)' },
  { x: 150, y: 366, label: 'Opportunity', tone: 'var(--color-blue)' },
  { x: 252, y: 280, label: 'Quote', tone: 'var(--color-amber)' },
  { x: 352, y: 190, label: 'Order', tone: 'var(--color-violet)' },
  { x: 448, y: 96, label: 'Invoice paid', tone: 'var(--color-green)' },
]

const Thread = () => (
  <svg viewBox="0 0 560 560" className={classes.thread} aria-hidden="true">
    <path
      d="M-20 540 C 20 520, 30 470, 60 470 S 116 366, 150 366 S 214 280, 252 280 S 318 190, 352 190 S 410 96, 448 96 S 540 30, 600 20"
      fill="none"
      stroke="var(--color-accent)"
      strokeWidth="2.5"
      strokeLinecap="round"
      className={classes.line}
    />
    {stops.map((s, i) => (
      <g key={s.label} className={classes.stop} style={{ animationDelay: `${300 + i * 140}ms` }}>
        <circle cx={s.x} cy={s.y} r="15" fill="var(--color-bg)" stroke="var(--color-line)" />
        <circle cx={s.x} cy={s.y} r="5" fill={s.tone} />
        <text x={s.x + 28} y={s.y + 5} className={classes.stopLabel}>
          {s.label}
        </text>
      </g>
    ))}
  </svg>
)

export const AuthFrame = ({
  title,
  lead,
  children,
  foot,
}: {
  title: string
  lead?: ReactNode
  children: ReactNode
  foot?: ReactNode
}) => {
  useEffect(() => {
    document.title = `${title} · Throughline`
  }, [title])
  return (
    <div className={classes.frame}>
      <main className={classes.side}>
        <div className={classes.brand}>
          <Mark size={28} />
          Throughline
        </div>
        <div className={classes.column}>
          <h1 className={classes.title}>{title}</h1>
          {lead && <p className={classes.lead}>{lead}</p>}
          {children}
        </div>
        <div className={classes.foot}>{foot}</div>
      </main>
      <aside className={classes.picture} aria-hidden="true">
        <Thread />
        <p className={classes.promise}>From the first contact to the paid invoice, on one line.</p>
      </aside>
    </div>
  )
}

/** What went wrong, above the form's button. */
export const FormError = ({ message }: { message: string | null }) =>
  message && (
    <div className={classes.error} role="alert">
      {message}
    </div>
  )
