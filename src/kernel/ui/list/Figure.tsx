/** Figures of sums and counts. */
import type { Entity } from '../../entity.ts'
import type { Total } from '../api/types.ts'
import { isMoney } from '../api/types.ts'
import { formatDecimal, formatMoney } from '../fields/format.ts'
import { useLocale } from '../fields/locale.ts'

export const Figure = ({ value }: { value: unknown }) => {
  const l = useLocale()
  if (isMoney(value)) return <span className="tabular">{formatMoney(value, l)}</span>
  if (typeof value === 'number' || (typeof value === 'string' && value !== ''))
    return <span className="tabular">{formatDecimal(value, l)}</span>
  return null
}

/** `1,204 leads`, `1,000+ leads` */
export const countText = (t: Total): string => `${t.exact ? '' : 'about '}${t.count.toLocaleString()}`
export const totalText = (t: Total | null, e: Entity): string =>
  t ? `${countText(t)} ${(t.count === 1 ? e.label : e.labelPlural).toLowerCase()}` : ''
