/** The totals of a document beside its lines: each figure opens into its arithmetic. */
import { useState } from 'react'
import type { Priced } from '../../document.ts'
import { percent } from '../../entity.ts'
import { formatMoney, formatPercent } from '../fields/format.ts'
import { useLocale } from '../fields/locale.ts'
import { moneyOf } from '../fields/wire.ts'
import classes from './totals.module.css'
import { Explain, FieldInput } from '../reach.ts'

type TotalsPanelProps = {
  priced: Priced
  /** the document's discount in percent, editable where `onDiscount` is given */
  discountPercent?: string | null
  onDiscount?: (percent: string | null) => void
  /** cost and margin, for those who may see them */
  withMargin?: boolean
  title?: string
}

const discountField = percent({ label: 'Discount' })

export const TotalsPanel = ({
  priced,
  discountPercent,
  onDiscount,
  withMargin,
  title = 'Totals',
}: TotalsPanelProps) => {
  const l = useLocale()
  const [figure, setFigure] = useState<string | null>(null)
  const t = priced.calculated
  const amount = (minor: number): string => formatMoney(moneyOf(minor, t.currency), l)
  const row = (label: string, minor: number, key: string, strong = false) => (
    <div key={key} className={strong ? classes.totalStrong : classes.totalRow}>
      <dt>{label}</dt>
      <dd>
        <button
          type="button"
          className={classes.figure}
          aria-label={`${label} ${amount(minor)}, explain`}
          onClick={() => setFigure(key)}
        >
          {amount(minor)}
        </button>
      </dd>
    </div>
  )
  return (
    <section className={classes.totals} aria-label={title}>
      <dl className={classes.totalList}>
        {row('Lines', t.lineTotal, 'lineTotal')}
        {onDiscount ? (
          <div className={classes.totalRow}>
            <dt>Discount</dt>
            <dd className={classes.discount}>
              <span className={classes.discountInput}>
                <FieldInput
                  field={discountField}
                  name="discountPercent"
                  value={discountPercent ?? null}
                  bare
                  onChange={(v) => onDiscount(typeof v === 'string' ? v : null)}
                />
              </span>
              {t.documentDiscount !== 0 ? (
                <button
                  type="button"
                  className={classes.figure}
                  onClick={() => setFigure('documentDiscount')}
                  aria-label={`Discount ${amount(-t.documentDiscount)}, explain`}
                >
                  {amount(-t.documentDiscount)}
                </button>
              ) : null}
            </dd>
          </div>
        ) : t.documentDiscount !== 0 ? (
          row('Discount', -t.documentDiscount, 'documentDiscount')
        ) : null}
        {row('Net', t.netTotal, 'netTotal')}
        {t.taxGroups.map((g) => row(g.name || 'Tax', g.tax, `group.${g.key}.tax`))}
        {t.prepaid !== 0 ? row('Total', t.grossTotal, 'grossTotal') : null}
        {t.prepaid !== 0 ? row('Already paid', -t.prepaid, 'payable') : null}
        {row(
          t.prepaid !== 0 ? 'Payable' : 'Total',
          t.prepaid !== 0 ? t.payable : t.grossTotal,
          t.prepaid !== 0 ? 'payable' : 'grossTotal',
          true,
        )}
      </dl>
      {withMargin && t.cost !== 0 ? (
        <dl className={classes.totalList}>
          {row('Cost', t.cost, 'cost')}
          {row(
            `Margin${t.marginPercent ? ` · ${formatPercent(t.marginPercent, l)}` : ''}`,
            t.margin,
            t.marginPercent ? 'marginPercent' : 'margin',
          )}
        </dl>
      ) : null}
      {withMargin && t.cost !== 0 && !t.costComplete ? (
        <p className={classes.small}>Some lines have no unit cost, so the margin is too good.</p>
      ) : null}
      {figure ? (
        <Explain
          explanations={priced.explain()}
          figure={figure}
          currency={t.currency}
          onClose={() => setFigure(null)}
        />
      ) : null}
    </section>
  )
}
