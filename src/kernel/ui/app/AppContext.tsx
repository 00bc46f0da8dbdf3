/** What every component may ask for: the definitions, who is signed in, what they may do, the API. */
import type { ReactNode } from 'react'
import { createContext, useContext } from 'react'
import type { App } from './areaUi.ts'

export type { App } from './areaUi.ts'

const AppContext = createContext<App | null>(null)

export const AppProvider = ({ app, children }: { app: App; children: ReactNode }) => (
  <AppContext.Provider value={app}>{children}</AppContext.Provider>
)

/** Throws outside of a signed-in session. */
export const useApp = (): App => {
  const app = useContext(AppContext)
  if (!app) throw new Error('useApp is for signed-in screens only')
  return app
}
