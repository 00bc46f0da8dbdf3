/** The address bar as state: search parameters are plain strings, named as the API names them. */
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { parseSearch } from './searchText.ts'

export { parseSearch, stringifySearch } from './searchText.ts'

export type UrlChange = Readonly<Record<string, string | null>>

export const useUrl = () => {
  const search = useRouterState({ select: (s) => s.location.searchStr })
  const navigate = useNavigate()
  const params = useMemo(() => parseSearch(search), [search])
  /** Sets parameters; null takes one away. `push` makes a step that Back returns from. */
  const change = useCallback(
    (change: UrlChange, options: { push?: boolean } = {}) => {
      void navigate({
        to: '.',
        search: () => {
          const now = parseSearch(window.location.search)
          const next = { ...now, ...change }
          return Object.fromEntries(Object.entries(next).filter(([, v]) => v !== null && v !== ''))
        },
        replace: !options.push,
      })
    },
    [navigate],
  )
  return { params, change }
}

/** Goes to an address with its search, as written. */
export const useGo = (): ((to: string) => void) => {
  const navigate = useNavigate()
  return useCallback((to: string) => void navigate({ href: to }), [navigate])
}
