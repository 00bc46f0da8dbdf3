/** What the system has to tell: asked for once, kept fresh by live events. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { keys } from '../api/keys.ts'
import { arrayOf, isObject, objectOf, stringOf, stringOrNull } from '../api/types.ts'
import { useApp } from './AppContext.tsx'

export type Notification = {
  id: string
  title: string
  body: string
  entity: string | null
  recordId: string | null
  at: string
  read: boolean
}

const notificationOf = (x: unknown): Notification | null => {
  if (!isObject(x) || typeof x.id !== 'string') return null
  const target = objectOf(x.target)
  return {
    id: x.id,
    title: stringOf(x.title),
    body: stringOf(x.body),
    entity: stringOrNull(target.entity),
    recordId: stringOrNull(target.id),
    at: stringOf(x.createdAt),
    read: typeof x.readAt === 'string',
  }
}

export const useNotifications = () => {
  const { api, me } = useApp()
  return useQuery({
    queryKey: keys.notifications,
    queryFn: async ({ signal }) => {
      // whoever may see everyone's still has an inbox of their own
      const answer = objectOf(await api.fetch('/notifications', { ownerId: 'me', limit: 50 }, signal))
      const items = arrayOf(answer.data).flatMap((n) => notificationOf(n) ?? [])
      return { items, unread: items.filter((n) => !n.read).length }
    },
    placeholderData: { items: [], unread: me.unreadNotifications },
    staleTime: 60_000,
  })
}

export const useRead = () => {
  const { api } = useApp()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string | null) => api.post(id === null ? '/notifications/readAll' : `/notifications/${id}/read`),
    onMutate: (id) => {
      client.setQueryData<{ items: Notification[]; unread: number }>(keys.notifications, (old) => {
        if (!old) return old
        const items = old.items.map((n) => (id === null || n.id === id ? { ...n, read: true } : n))
        return { items, unread: items.filter((n) => !n.read).length }
      })
    },
    onSettled: () => void client.invalidateQueries({ queryKey: keys.notifications }),
  })
}
