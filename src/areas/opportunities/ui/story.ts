/** People and stage changes of a deal, as the server tells them with names. */
import { useQuery } from '@tanstack/react-query'
import { arrayOf, isObject, objectOf, stringOf, stringOrNull, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'

export type OnDeal = {
  id: string
  contactId: string
  name: string
  jobTitle: string
  role: string | null
  attitude: string | null
  note: string | null
}
type StageMove = {
  id: string
  at: string
  from: string
  to: string
  by: string
  seconds: number | null
  reason: string
}
type Story = { people: OnDeal[]; changes: StageMove[] }

const rows = (x: unknown): Record<string, unknown>[] => arrayOf(x).filter(isObject)

const storyOf = (x: unknown): Story => {
  const story = objectOf(x)
  return {
    people: rows(story['people']).map((p) => ({
      id: stringOf(p['id']),
      contactId: stringOf(p['contactId']),
      name: stringOf(p['name'], 'A contact'),
      jobTitle: stringOf(p['jobTitle']),
      role: stringOrNull(p['role']),
      attitude: stringOrNull(p['attitude']),
      note: stringOrNull(p['note']),
    })),
    changes: rows(story['changes']).map((h) => ({
      id: stringOf(h['id']),
      at: stringOf(h['at']),
      from: stringOf(h['from']),
      to: stringOf(h['to']),
      by: stringOf(h['by']),
      seconds: typeof h['seconds'] === 'number' ? h['seconds'] : null,
      reason: stringOf(h['reason']),
    })),
  }
}

/** Asked again with every version of the deal. */
export const useStory = (record: WireRecord) => {
  const { api } = useApp()
  return useQuery({
    queryKey: ['opportunities', 'story', record.id, record.version],
    queryFn: async ({ signal }) => storyOf(await api.fetch(`/opportunities/${record.id}/story`, {}, signal)),
    placeholderData: (before) => before,
  })
}
