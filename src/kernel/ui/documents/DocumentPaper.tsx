/** A document laid out like the paper the customer gets: sender, addressee, facts, lines, totals, terms. */
import type { ReactNode } from 'react'
import type { Priced } from '../../document.ts'
import { formatMoney } from '../fields/format.ts'
import { useLocale } from '../fields/locale.ts'
import { moneyOf } from '../fields/wire.ts'
import classes from './paper.module.css'

type DocumentPaperProps = {
  /** `Quote` */
  kind: string
  /** `Q-2026-014`, or `Draft` */
  number: ReactNode
  title?: ReactNode
  /** who issues it: logo, name, address */
  from?: ReactNode
  /** who gets it */
  to: ReactNode
  /** dates, references: label and value, in order */
  facts: readonly { label: string; value: ReactNode }[]
  intro?: ReactNode
  /** the line grid */
  children: ReactNode
  priced?: Priced
  terms?: ReactNode
}

export const DocumentPaper = (p: DocumentPaperProps) => (
  <article className={classes.paper} aria-label={p.kind}>
    <header className={classes.paperHead}>
      <div className={classes.paperTo}>
        {p.from ? <div className={classes.from}>{p.from}</div> : null}
        <div>{p.to}</div>
      </div>
      <div>
        <div className={classes.paperKind}>
          {p.kind} <span className={classes.paperNumber}>{p.number}</span>
        </div>
        <dl className={classes.facts}>
          {p.facts.map((f) => (
            <div key={f.label}>
              <dt>{f.label}</dt>
              <dd>{f.value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </header>
    {p.title ? <div className={classes.paperTitle}>{p.title}</div> : null}
    {p.intro ? <div className={classes.prose}>{p.intro}</div> : null}
    {p.children}
    {p.priced ? <PaperTotals priced={p.priced} /> : null}
    {p.terms ? <div className={classes.prose}>{p.terms}</div> : null}
  </article>
)

/** The totals at the foot, as they are printed. */
const PaperTotals = ({ priced }: { priced: Priced }) => {
  const l = useLocale()
  const t = priced.calculated
  const amount = (minor: number): string => formatMoney(moneyOf(minor, t.currency), l)
  const rows: [string, number][] = [
    ...(t.documentDiscount === 0
      ? []
      : ([
          ['Lines', t.lineTotal],
          ['Discount', -t.documentDiscount],
        ] satisfies [string, number][])),
    ['Net', t.netTotal],
    ...t.taxGroups.map((g): [string, number] => [g.name || 'Tax', g.tax]),
  ]
  return (
    <table className={classes.paperTotals}>
      <tbody>
        {rows.map(([label, minor]) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td>{amount(minor)}</td>
          </tr>
        ))}
        <tr className={classes.grand}>
          <th scope="row">Total {t.currency}</th>
          <td>{amount(t.grossTotal)}</td>
        </tr>
      </tbody>
    </table>
  )
}

/** The paper with the panel that stays in sight beside it; under it on narrow ground. */
export const DocumentLayout = ({ children, panel }: { children: ReactNode; panel: ReactNode }) => (
  <div className={classes.layout}>
    <div className={classes.sheet}>{children}</div>
    <aside className={classes.panel} aria-label="Totals and actions">
      {panel}
    </aside>
  </div>
)
