/** What is offered or charged, line by line; options can be taken where they are offered. */
import { useState } from 'react'
import { answer, type PortalDocument, PortalError, type PortalLine } from './api.ts'
import { type Formats, formatsOf } from './format.ts'
import classes from './portal.module.css'

type Props = { token: string; doc: PortalDocument; onChange: (doc: PortalDocument) => void }

export const Lines = ({ token, doc, onChange }: Props) => {
  const f = formatsOf(doc.locale)
  const [busy, setBusy] = useState<string | null>(null)
  const [error, setError] = useState<string>()
  const choosable = doc.kind === 'quote' && doc.canAccept
  const choose = async (line: PortalLine, taken: boolean) => {
    setBusy(line.id)
    setError(undefined)
    const selected = doc.lines.filter((x) => x.optional && (x.id === line.id ? taken : x.selected)).map((x) => x.id)
    try {
      onChange(await answer(token, 'chooseOptions', { selected }))
    } catch (e) {
      setError(e instanceof PortalError ? e.message : 'Something went wrong.')
    }
    setBusy(null)
  }
  return (
    <section className={classes.lines} aria-label="Items">
      <ul>
        {doc.lines.map((line) => (
          <Line
            key={line.id}
            line={line}
            f={f}
            currency={doc.currency}
            busy={busy === line.id}
            onChoose={choosable && line.optional && busy === null ? (taken) => void choose(line, taken) : undefined}
          />
        ))}
      </ul>
      {error ? (
        <p className={classes.error} role="alert">
          {error}
        </p>
      ) : null}
    </section>
  )
}

const Line = ({
  line,
  f,
  currency,
  busy,
  onChoose,
}: {
  line: PortalLine
  f: Formats
  currency: string
  busy: boolean
  onChoose: ((taken: boolean) => void) | undefined
}) => {
  const [first = '', ...rest] = (line.description ?? '').split('\n')
  if (line.kind === 'section')
    return (
      <li className={classes.section}>
        <h2>{first}</h2>
      </li>
    )
  if (line.kind === 'text') return <li className={classes.text}>{line.description}</li>
  if (line.kind === 'subtotal')
    return (
      <li className={classes.subtotal}>
        <span>{first || 'Subtotal'}</span>
        <strong>{f.money(line.total)}</strong>
      </li>
    )
  const discount =
    line.discountPercent && Number(line.discountPercent) !== 0
      ? `${f.percent(line.discountPercent)} off`
      : line.discountAmount && Number(line.discountAmount.amount) !== 0
        ? `${f.money(line.discountAmount)} off`
        : ''
  return (
    <li className={classes.line} data-left={line.optional && !line.selected ? true : undefined} aria-busy={busy}>
      <div className={classes.what}>
        <span className={classes.name}>{first}</span>
        {rest.length > 0 ? <span className={classes.small}>{rest.join('\n').trim()}</span> : null}
        <span className={classes.small}>
          {[f.number(line.quantity), line.unit].filter(Boolean).join(' ')} × {f.price(line.unitPrice, currency)}
          {discount ? ` · ${discount}` : ''}
          {line.taxes.length > 0 ? ` · ${line.taxes.map((t) => t.name).join(', ')}` : ''}
        </span>
        {line.optional ? (
          onChoose ? (
            <label className={classes.option}>
              <input type="checkbox" checked={line.selected} onChange={(e) => onChoose(e.currentTarget.checked)} />
              <span>{line.selected ? 'Included' : 'Add this option'}</span>
            </label>
          ) : (
            <span className={classes.small}>{line.selected ? 'Option, included' : 'Option, not included'}</span>
          )
        ) : null}
      </div>
      <span className={classes.sum}>{f.money(line.total)}</span>
    </li>
  )
}

export const Totals = ({ doc }: { doc: PortalDocument }) => {
  const f = formatsOf(doc.locale)
  const t = doc.totals
  const hasDiscount = Number(t.discount.amount) !== 0
  return (
    <table className={classes.totals}>
      <caption className={classes.hidden}>Totals</caption>
      <tbody>
        {hasDiscount ? (
          <>
            <tr>
              <th scope="row">Items</th>
              <td>{f.money(t.lineTotal)}</td>
            </tr>
            <tr>
              <th scope="row">Discount</th>
              <td>{f.money({ ...t.discount, amount: `-${t.discount.amount}`.replace('--', '') })}</td>
            </tr>
          </>
        ) : null}
        <tr>
          <th scope="row">Net</th>
          <td>{f.money(t.net)}</td>
        </tr>
        {t.taxes.map((tax) => (
          <tr key={`${tax.name}${tax.rate}`}>
            <th scope="row">
              {tax.name}
              {tax.reason ? <span className={classes.small}>{tax.reason}</span> : null}
            </th>
            <td>{f.money(tax.tax)}</td>
          </tr>
        ))}
        <tr className={classes.grand}>
          <th scope="row">Total</th>
          <td>{f.money(t.gross)}</td>
        </tr>
      </tbody>
    </table>
  )
}
