/** A figure opened into the arithmetic that made it; figures inside it open in turn. */
import { ActionIcon, Modal } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useState } from 'react'
import type { Explanations, Operand, Operation, Step, Unit } from '../../explain.ts'
import type { Locale } from '../fields/format.ts'
import { formatDecimal, formatMoney, formatPercent } from '../fields/format.ts'
import { useLocale } from '../fields/locale.ts'
import classes from './totals.module.css'

const signs: Record<Operation, (i: number) => string> = {
  sum: (i) => (i === 0 ? '' : '+'),
  difference: (i) => (i === 0 ? '' : '−'),
  product: (i) => (i === 0 ? '' : '×'),
  percentOf: (i) => (i === 0 ? '' : i === 1 ? '×' : '+'),
  netOfGross: (i) => (i === 0 ? '' : i === 1 ? 'without' : '+'),
  taxInGross: (i) => (i === 0 ? '' : i === 1 ? 'contains' : '+'),
  share: (i) => (i === 0 ? '' : i === 1 ? '×' : '÷'),
  roundTo: (i) => (i === 0 ? '' : 'to the nearest'),
  ratio: (i) => (i === 0 ? '' : '÷'),
}
const roundings: Record<Step['rounding'], string> = {
  exact: '',
  halfUp: 'rounded half up',
  largestRemainder: 'rounded so that the parts make the whole',
}

const shown = (value: string, unit: Unit, currency: string, l: Locale): string =>
  unit === 'money'
    ? formatMoney({ amount: value, currency }, l)
    : unit === 'percent'
      ? formatPercent(value, l)
      : formatDecimal(value, l, 6)

export const Explain = ({
  explanations,
  figure,
  currency,
  onClose,
}: {
  explanations: Explanations
  /** key of the figure, as `explainDocument` names it */
  figure: string
  currency: string
  onClose: () => void
}) => {
  const l = useLocale()
  const [trail, setTrail] = useState<readonly string[]>([figure])
  const key = trail.at(-1) ?? figure
  const found = explanations[key]
  const operand = (o: Operand, sign: string, i: number) => {
    const text = shown(o.value, o.unit, currency, l)
    return (
      <tr key={`${o.label}-${i}`}>
        <td className={classes.sign}>{sign}</td>
        <th scope="row">{o.label}</th>
        <td className={classes.sumCell}>
          {o.figure && o.figure !== key && (explanations[o.figure]?.steps.length ?? 0) > 0 ? (
            <button type="button" className={classes.figure} onClick={() => setTrail((t) => [...t, o.figure ?? key])}>
              {text}
            </button>
          ) : (
            text
          )}
        </td>
      </tr>
    )
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size={460}
      padding="lg"
      title={
        <span className={classes.explainTitle}>
          {trail.length > 1 ? (
            <ActionIcon size="sm" aria-label="Back" onClick={() => setTrail((t) => t.slice(0, -1))}>
              <IconArrowLeft size={16} />
            </ActionIcon>
          ) : null}
          {found?.label ?? 'How this came about'}
        </span>
      }
    >
      {found ? (
        found.steps.map((s) => (
          <table key={s.label} className={classes.explain}>
            <caption>
              {s.label}
              {roundings[s.rounding] ? <span> · {roundings[s.rounding]}</span> : null}
            </caption>
            <tbody>
              {s.operands.map((o, i) => operand(o, signs[s.operation](i), i))}
              <tr className={classes.resultRow}>
                <td className={classes.sign}>=</td>
                <td className={classes.exact}>{s.exact !== s.result ? `${formatDecimal(s.exact, l, 8)}, so` : ''}</td>
                <td className={classes.sumCell}>
                  {shown(
                    s.result,
                    s.operation === 'ratio' ? 'percent' : found.unit === 'money' ? 'money' : found.unit,
                    currency,
                    l,
                  )}
                </td>
              </tr>
            </tbody>
          </table>
        ))
      ) : (
        <p className={classes.none}>There is nothing to add up yet.</p>
      )}
    </Modal>
  )
}
