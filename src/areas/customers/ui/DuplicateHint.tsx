/** Says who a new lead, contact or account might already be: why it looks alike, and where it is, if one may see it. */
import { useDebouncedValue } from '@mantine/hooks'
import { IconUsersGroup } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { arrayOf, isObject, objectOf, stringOf } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { RecordLink } from '../../../kernel/ui/fields/RecordLink.tsx'
import classes from './customers.module.css'

type Props = { kind: 'account' | 'contact' | 'lead'; values: Readonly<Record<string, unknown>> }

const asked = ['name', 'firstName', 'lastName', 'company', 'email', 'phone', 'mobile', 'website', 'taxId'] as const

export const DuplicateHint = ({ kind, values }: Props) => {
  const { api, registry } = useApp()
  const isEmail = (v: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(v)
  const given = asked
    .map((k) => [k, stringOf(values[k]).trim()] as const)
    // half an address is no address yet; the server would refuse it
    .filter(([k, v]) => v !== '' && (k !== 'email' || isEmail(v)))
  const [params] = useDebouncedValue(JSON.stringify({ ...Object.fromEntries(given), kind }), 400)
  const enough = given.some(([, v]) => v.length > 3)
  const { data } = useQuery({
    queryKey: ['duplicates', params],
    queryFn: async ({ signal }) => {
      const query: Record<string, string> = JSON.parse(params)
      return arrayOf(objectOf(await api.fetch('/duplicates', query, signal))['data']).filter(isObject)
    },
    enabled: enough,
    retry: false,
    staleTime: 30_000,
  })
  const found = enough ? (data ?? []) : []
  if (found.length === 0) return null
  return (
    <div className={classes.hint} role="status">
      <IconUsersGroup size={18} aria-hidden="true" />
      <div>
        <strong>This may be here already</strong>
        <ul className={classes.matches}>
          {found.slice(0, 5).map((m, i) => {
            const e = registry.find(stringOf(m['entity']))
            const id = stringOf(m['id'])
            const why = arrayOf(m['reasons'])
              .map((r) => stringOf(objectOf(r)['message']).toLowerCase())
              .join(', ')
            return (
              <li key={id || i}>
                {e && id ? (
                  <>
                    {e.label}{' '}
                    <RecordLink entity={e} id={id}>
                      {stringOf(m['title'], 'without a name')}
                    </RecordLink>
                    {stringOf(m['subtitle']) ? ` (${stringOf(m['subtitle'])})` : ''}
                  </>
                ) : (
                  `A ${e?.label.toLowerCase() ?? 'record'} that belongs to someone else`
                )}
                : {why}
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}
