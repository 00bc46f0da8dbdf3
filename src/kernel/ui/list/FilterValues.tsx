/** The values of a condition in words. */
import { useQueries } from '@tanstack/react-query'
import type { Field } from '../../entity.ts'
import { keys } from '../api/keys.ts'
import { useApp } from '../app/AppContext.tsx'
import { formatDay, formatDecimal, formatMoney, formatPercent } from '../fields/format.ts'
import { useLocale } from '../fields/locale.ts'
import { titleOf } from '../fields/wire.ts'
import { periodLabel } from './filterModel.ts'
import type { FilterTerm } from './listState.ts'

const joined = (words: readonly string[]): string =>
  words.length > 3 ? `${words.slice(0, 2).join(', ')} or ${words.length - 2} more` : words.join(' or ')

const References = ({ field, ids }: { field: Field; ids: readonly string[] }) => {
  const { api, registry } = useApp()
  const target = registry.entity(field.to ?? '')
  const records = useQueries({
    queries: ids
      .filter((id) => id.includes('-'))
      .map((id) => ({
        queryKey: keys.record(target.plural, id),
        queryFn: () => api.get(target.plural, id),
        staleTime: 5 * 60_000,
      })),
  })
  const names = ids.map((id) => {
    if (id === 'me') return 'me'
    if (id === 'team') return 'my teams'
    const r = records.find((x) => x.data?.id === id)?.data
    return r ? titleOf(target, r) : '…'
  })
  return <>{joined(names)}</>
}

export const TermValues = ({ field, term }: { field: Field; term: FilterTerm }) => {
  const { registry } = useApp()
  const l = useLocale()
  if (field.kind === 'reference') return <References field={field} ids={term.values} />
  const derived = registry.flows.find((f) => f.entity.fields[f.field] === field)?.derived ?? {}
  const words = term.values.map((v) => {
    const label = field.choices?.[v]?.label ?? derived[v]?.label
    if (label) return label
    if (field.kind === 'boolean') return v === 'true' ? 'yes' : 'no'
    if (field.kind === 'money') return formatMoney({ amount: v, currency: l.baseCurrency }, l)
    if (['integer', 'decimal'].includes(field.kind)) return formatDecimal(v, l)
    if (field.kind === 'percent') return formatPercent(v, l)
    if (field.kind === 'day' || field.kind === 'instant')
      return periodLabel(v) ?? (/^\d{4}-\d\d-\d\d$/.test(v) ? formatDay(v, l) : v)
    return `“${v}”`
  })
  return <>{joined(words)}</>
}
