/** Decides what one may see: the set-up of an empty system, the door, or the product. */
import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import type { Registry } from '../../registry.ts'
import type { Me } from '../api/types.ts'
import { allowed } from '../api/types.ts'
import { ErrorState } from '../feedback/states.tsx'
import { Toaster } from '../feedback/Toaster.tsx'
import type { App } from './AppContext.tsx'
import { AppProvider } from './AppContext.tsx'
import { useDefinitions } from './definitions.ts'
import { Mark } from './Logo.tsx'
import { Shell } from './Shell.tsx'
import { useClient, useSession } from './session.tsx'
import classes from './root.module.css'

const SignInPage = lazy(() => import('../auth/SignInPage.tsx'))
const SetUpPage = lazy(() => import('../auth/SetUpPage.tsx'))

/** Screens that work without being signed in. */
const publicPaths: readonly string[] = ['/forgot', '/reset', '/invitation']

const Splash = () => (
  <div className={classes.splash} role="status" aria-label="Loading">
    <Mark size={40} />
  </div>
)

/** The rights of a document's rows are the document's. */
const mayDo = (registry: Registry, me: Me, permission: string): boolean => {
  const [name = '', verb = ''] = permission.split('.')
  return allowed(me.rights, `${registry.find(name)?.partOf?.entity ?? name}.${verb}`)
}

const Inside = () => {
  const api = useClient()
  const { registry, areas } = useDefinitions()
  const session = useSession(api)
  const me = session.status === 'in' ? session.me : null
  const app = useMemo<App | null>(
    () => me && { registry, api, areas, me, can: (p) => mayDo(registry, me, p) },
    [registry, api, areas, me],
  )
  if (session.status === 'loading') return <Splash />
  if (session.status === 'failed')
    return (
      <main className={classes.failed}>
        <ErrorState error={session.error} retry={() => location.reload()} />
      </main>
    )
  if (session.status === 'out')
    return session.setup.needed ? (
      <SetUpPage codeRequired={session.setup.codeRequired} />
    ) : (
      <SignInPage demo={session.setup.demo} />
    )
  return (
    app && (
      <AppProvider app={app}>
        <Shell>
          <Outlet />
        </Shell>
      </AppProvider>
    )
  )
}

export const Root = () => {
  const at = useRouterState({ select: (s) => s.location.pathname })
  return (
    <Suspense fallback={<Splash />}>
      {publicPaths.includes(at) ? <Outlet /> : <Inside />}
      <Toaster />
    </Suspense>
  )
}
