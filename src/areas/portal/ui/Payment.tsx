/** How an invoice is paid, and what was paid so far. */
import type { PortalInvoice } from './api.ts'
import { formatsOf } from './format.ts'
import classes from './portal.module.css'

export const Payment = ({ doc }: { doc: PortalInvoice }) => {
  const f = formatsOf(doc.locale)
  const isDue = Number(doc.balance.amount) > 0
  const bank = doc.seller.bank
  const credited = Number(doc.credited.amount) > 0
  return (
    <section aria-labelledby="payment">
      <h2 id="payment">{isDue ? 'How to pay' : 'Payments'}</h2>
      {isDue && bank?.iban ? (
        <dl className={classes.dates}>
          <div>
            <dt>To</dt>
            <dd>{doc.seller.name}</dd>
          </div>
          <div>
            <dt>IBAN</dt>
            <dd className={classes.iban}>{bank.iban}</dd>
          </div>
          {bank.bic ? (
            <div>
              <dt>BIC</dt>
              <dd>{bank.bic}</dd>
            </div>
          ) : null}
          <div>
            <dt>Reference</dt>
            <dd>{doc.number}</dd>
          </div>
        </dl>
      ) : null}
      {isDue && !bank?.iban ? <p>Please use {doc.number} as the reference of your payment.</p> : null}
      {doc.payments.length > 0 || credited ? (
        <table className={classes.totals}>
          <caption className={classes.hidden}>Payments so far</caption>
          <tbody>
            {doc.payments.map((p) => (
              <tr key={`${p.day}${p.amount.amount}${p.method}`}>
                <th scope="row">
                  {f.day(p.day)}, {p.method.toLowerCase()}
                </th>
                <td>{f.money(p.amount)}</td>
              </tr>
            ))}
            {credited ? (
              <tr>
                <th scope="row">Credited</th>
                <td>{f.money(doc.credited)}</td>
              </tr>
            ) : null}
            <tr className={classes.grand}>
              <th scope="row">Balance due</th>
              <td>{f.money(doc.balance)}</td>
            </tr>
          </tbody>
        </table>
      ) : null}
    </section>
  )
}
