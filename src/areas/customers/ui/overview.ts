/** What the server says about an account at a glance. */
import { useQuery } from '@tanstack/react-query'
import { arrayOf, isMoney, isObject, objectOf, stringOf, type WireMoney } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'

export type PersonThere = {
  id: string
  linkId: string
  name: string
  jobTitle: string
  department: string
  isPrimary: boolean
}
type AccountOverview = {
  people: PersonThere[]
  money: Record<string, WireMoney | undefined>
  counts: { open: number; won: number }
}

const rows = (x: unknown): Record<string, unknown>[] => arrayOf(x).filter(isObject)
const peopleOf = (x: unknown): PersonThere[] =>
  rows(x).map((p) => ({
    id: stringOf(p['id']),
    linkId: stringOf(p['linkId']),
    name: stringOf(p['name'], 'Without a name'),
    jobTitle: stringOf(p['jobTitle']),
    department: stringOf(p['department']),
    isPrimary: p['isPrimary'] === true,
  }))
const count = (x: unknown): number => (typeof x === 'number' ? x : 0)

const overviewOf = (x: unknown): AccountOverview => {
  const o = objectOf(x)
  const money = objectOf(o['money'])
  return {
    people: peopleOf(o['people']),
    money: Object.fromEntries(Object.entries(money).map(([k, v]) => [k, isMoney(v) ? v : undefined])),
    counts: { open: count(money['openOpportunities']), won: count(money['wonOpportunities']) },
  }
}

export const useAccountOverview = (id: string) => {
  const { api } = useApp()
  return useQuery({
    queryKey: ['accounts', 'overview', id],
    queryFn: async ({ signal }) => overviewOf(await api.fetch(`/accounts/${id}/overview`, {}, signal)),
  })
}

export const useContactAccounts = (id: string) => {
  const { api } = useApp()
  return useQuery({
    queryKey: ['contacts', 'overview', id],
    queryFn: async ({ signal }) =>
      peopleOf(objectOf(await api.fetch(`/contacts/${id}/overview`, {}, signal))['accounts']),
  })
}

type TreeNode = {
  id: string
  name: string
  depth: number
  own: Record<'openPipeline' | 'wonRevenue' | 'balance', WireMoney | undefined>
  total: Record<'openPipeline' | 'wonRevenue' | 'balance', WireMoney | undefined>
}
const figures = (x: Record<string, unknown>) => {
  const at = (k: string) => (isMoney(x[k]) ? x[k] : undefined)
  return { openPipeline: at('openPipeline'), wonRevenue: at('wonRevenue'), balance: at('balance') }
}

export const useTree = (id: string) => {
  const { api } = useApp()
  return useQuery({
    queryKey: ['accounts', 'tree', id],
    queryFn: async ({ signal }): Promise<TreeNode[]> =>
      rows(objectOf(await api.fetch(`/accounts/${id}/tree`, {}, signal))['data']).map((n) => ({
        id: stringOf(n['id']),
        name: stringOf(n['name']),
        depth: count(n['depth']),
        own: figures(n),
        total: figures(objectOf(n['total'])),
      })),
  })
}
