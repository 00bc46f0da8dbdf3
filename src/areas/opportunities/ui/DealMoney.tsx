/** What the deal is worth, and how likely. */
import { isMoney, stringOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { formatMoney, formatPercent } from '../../../kernel/ui/fields/format.ts'
import { useLocale } from '../../../kernel/ui/fields/locale.ts'
import { Day } from '../../../kernel/ui/fields/When.tsx'
import { Panel } from '../../../kernel/ui/record/NextPanel.tsx'
import { forecastCategories } from '../model.ts'
import shared from '../../../kernel/ui/shared.module.css'

export const DealMoney = ({ record }: { record: WireRecord }) => {
  const l = useLocale()
  const { amount, weightedAmount } = record
  const probability = stringOf(record['probability'])
  const category = Object.entries(forecastCategories).find(([k]) => k === record['forecastCategory'])?.[1]
  const close = stringOf(record['closedOn']) || stringOf(record['expectedCloseDate'])
  return (
    <Panel title="Money">
      <dl className={shared.pairs}>
        {isMoney(amount) ? (
          <>
            <dt>Amount</dt>
            <dd>{formatMoney(amount, l)}</dd>
          </>
        ) : null}
        {probability ? (
          <>
            <dt>Probability</dt>
            <dd>
              {formatPercent(probability, l)}
              {record['probabilityOverride'] ? ' by hand' : ''}
            </dd>
          </>
        ) : null}
        {isMoney(weightedAmount) ? (
          <>
            <dt>Weighted</dt>
            <dd>{formatMoney(weightedAmount, l)}</dd>
          </>
        ) : null}
        {category ? (
          <>
            <dt>Forecast</dt>
            <dd>{category}</dd>
          </>
        ) : null}
        {close ? (
          <>
            <dt>{record['closedOn'] ? 'Closed' : 'Expected close'}</dt>
            <dd>
              <Day value={close} />
            </dd>
          </>
        ) : null}
      </dl>
    </Panel>
  )
}
