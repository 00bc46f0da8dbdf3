/** Decides what one may see: the set-up of an empty system, the door, or the product. */
import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import type { Registry } from '../../registry.ts'
import type { Me } from '../api/types.ts'
import { allowed } from '../api/types.ts'
import { ErrorState } from '../feedback/states.tsx'
import { Tips } from '../feedback/Tips.tsx'
import { Toaster } from '../feedback/Toaster.tsx'
import type { CreateInPlaceProps } from '../fields/createInPlace.ts'
import { CreateInPlace } from '../fields/createInPlace.ts'
import type { App } from './AppContext.tsx'
import { AppProvider } from './AppContext.tsx'
import { useProgram } from './definitions.ts'
import { Mark } from './Logo.tsx'
import classes from './root.module.css'
import { page } from './page.ts'
import type { Setup } from './session.tsx'
import { useClient, useSession } from './session.tsx'
import { Shell } from './Shell.tsx'

const RecordFormModal = page(async () => ({ default: (await import('../form/RecordFormModal.tsx')).RecordFormModal }))
const SignInPage = page(() => import('../auth/SignInPage.tsx'))
const EnrolPage = lazy(() => import('../auth/EnrolPage.tsx'))
const SignInAgain = lazy(() => import('../auth/SignInAgain.tsx'))
const SetUpPage = page(() => import('../auth/SetUpPage.tsx'))

const createForm = (props: CreateInPlaceProps) => <RecordFormModal {...props} />

/** The door that whoever is not signed in will see. */
export const preloadDoor = (setup: Setup): Promise<void> => (setup.needed ? SetUpPage : SignInPage).preload()

/** Screens that work without being signed in. */
const publicPaths: readonly string[] = ['/forgot', '/reset', '/invitation']

export const Splash = () => (
  <div className={classes.splash} role="status" aria-label="Loading">
    <Mark size={40} />
  </div>
)

/** The rights of a document's rows are the document's. */
const mayDo = (registry: Registry, me: Me, permission: string): boolean => {
  const [name = '', verb = ''] = permission.split('.')
  return allowed(me.rights, `${registry.find(name)?.partOf?.entity ?? name}.${verb}`)
}

const Product = ({ me }: { me: Me }) => {
  const api = useClient()
  const { registry, areas } = useProgram()
  const app = useMemo<App>(
    () => ({ registry, api, areas, me, can: (p) => mayDo(registry, me, p) }),
    [registry, api, areas, me],
  )
  return (
    <AppProvider app={app}>
      <CreateInPlace value={createForm}>
        <Shell>
          <Outlet />
        </Shell>
      </CreateInPlace>
    </AppProvider>
  )
}

const Workplace = ({ me, ended }: { me: Me; ended: boolean }) => (
  <>
    <Product me={me} />
    {ended ? (
      <Suspense fallback={null}>
        <SignInAgain me={me} />
      </Suspense>
    ) : null}
  </>
)

const Inside = () => {
  const session = useSession(useClient())
  switch (session.status) {
    case 'loading':
      return <Splash />
    case 'failed':
      return (
        <main className={classes.failed}>
          <ErrorState error={session.error} retry={() => location.reload()} />
        </main>
      )
    case 'out':
      // the page stays as it is beneath: what was typed in it must not be lost
      if (session.last && session.last.raw.mustEnrol !== true) return <Workplace me={session.last} ended />
      return session.setup.needed ? (
        <SetUpPage codeRequired={session.setup.codeRequired} />
      ) : (
        <SignInPage demo={session.setup.demo} />
      )
    case 'in':
      return session.me.raw.mustEnrol === true ? <EnrolPage /> : <Workplace me={session.me} ended={false} />
  }
}

export const Root = () => {
  const at = useRouterState({ select: (s) => s.location.pathname })
  return (
    <Suspense fallback={<Splash />}>
      {publicPaths.includes(at) ? <Outlet /> : <Inside />}
      <Toaster />
      <Tips />
    </Suspense>
  )
}
