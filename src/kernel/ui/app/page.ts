/** A page that is loaded when it is shown, or ahead of it. */
import type { ComponentType, ReactNode } from 'react'
import { lazy } from 'react'

/** A component with `preload`, which fetches its script without showing it. */
export type Page<P = object> = ComponentType<P> & { preload?: () => Promise<void> }

/** `page(() => import('./QuotePage.tsx'))`: the first script stays small, and the page of the address asked for comes early. */
export const page = <P extends object>(load: () => Promise<{ default: (props: P) => ReactNode }>): Page<P> =>
  Object.assign(lazy<ComponentType<P>>(load), {
    preload: async () => {
      await load()
    },
  })
