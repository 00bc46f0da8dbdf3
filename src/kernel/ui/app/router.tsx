/** Addresses: the areas' own pages, and a list and a page for every entity there is. */
import { useQueryClient } from '@tanstack/react-query'
import type { RouteComponent } from '@tanstack/react-router'
import { createRootRoute, createRoute, createRouter, Navigate, useParams } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { lazy, useEffect } from 'react'
import { IconCompass } from '@tabler/icons-react'
import { keys } from '../api/keys.ts'
import type { Registry } from '../../registry.ts'
import type { WireRecord } from '../api/types.ts'
import { stringOf } from '../api/types.ts'
import { EmptyState } from '../feedback/states.tsx'
import { titleOf } from '../fields/wire.ts'
import { useApp } from './AppContext.tsx'
import type { AreaRoute, AreaUi, ListPageProps, RecordPageProps } from './areaUi.ts'
import { pagesOf } from './areaUi.ts'
import { usePage, useRouteTitle } from './pageTitle.ts'
import { page } from './page.ts'
import { rememberRecord } from './recent.ts'
import { Root } from './Root.tsx'
import { parseSearch, stringifySearch } from './url.ts'

const ListPage = page<ListPageProps>(() => import('../list/ListPage.tsx').then((m) => ({ default: m.ListPage })))
const RecordPage = page<RecordPageProps>(() =>
  import('../record/RecordPage.tsx').then((m) => ({ default: m.RecordPage })),
)
const Inbox = lazy(() => import('./InboxPage.tsx'))
const Welcome = lazy(() => import('./Welcome.tsx'))
const ForgotPage = lazy(() => import('../auth/ForgotPage.tsx'))
const ResetPage = lazy(() => import('../auth/ResetPage.tsx'))
const InvitationPage = lazy(() => import('../auth/InvitationPage.tsx'))

const NotFound = () => {
  usePage({ label: 'Not found' })
  return (
    <>
      <h1 className="visually-hidden">Not found</h1>
      <EmptyState icon={IconCompass} title="There is no such page">
        The address may be mistyped, or what it led to has moved. Search for it, or go home.
      </EmptyState>
    </>
  )
}

const useNames = (): { plural: string; id: string } => {
  const params: Record<string, unknown> = useParams({ strict: false })
  return { plural: stringOf(params.plural), id: stringOf(params.id) }
}

const EntityList = () => {
  const { registry, areas } = useApp()
  const e = registry.byPlural(useNames().plural)
  if (!e || e.partOf) return <NotFound />
  const Own = pagesOf(areas, e.name).list
  return Own ? <Own entity={e.name} key={e.name} /> : <ListPage entity={e.name} key={e.name} />
}

const EntityRecord = () => {
  const { registry, areas } = useApp()
  const { plural, id } = useNames()
  const e = registry.byPlural(plural)
  const cache = useQueryClient()
  useEffect(() => {
    if (!e) return
    // its title is known when one leaves, whichever page showed it
    return () => {
      const [, record] =
        cache.getQueriesData<WireRecord>({ queryKey: keys.record(e.plural, id) }).find(([, r]) => r) ?? []
      if (record) rememberRecord({ entity: e.name, id, title: titleOf(e, record) })
    }
  }, [cache, e, id])
  if (!e || e.partOf) return <NotFound />
  const Own = pagesOf(areas, e.name).record
  return Own ? <Own entity={e.name} id={id} key={id} /> : <RecordPage entity={e.name} id={id} key={id} />
}

const AreaPage = ({ route }: { route: AreaRoute }) => {
  const app = useApp()
  useRouteTitle(route.title)
  if (route.permission && !app.can(route.permission)) return <NotFound />
  const Page: ComponentType = route.component
  return <Page />
}

/** `quotes/$id/edit` is where `quotes/1/edit` leads. */
const leadsTo = (pattern: string, parts: readonly string[]): boolean => {
  const wanted = pattern.split('/').filter(Boolean)
  return wanted.length === parts.length && wanted.every((w, i) => w.startsWith('$') || w === parts[i])
}

/** Fetches the script of the page an address leads to; nothing where it leads nowhere. */
export const preloadPage = async (areas: readonly AreaUi[], registry: Registry, path: string): Promise<void> => {
  const parts = path.split('/').filter(Boolean)
  const own = areas.flatMap((a) => a.routes).find((r) => leadsTo(r.path, parts))?.component
  const e = registry.byPlural(parts[0] ?? '')
  const pages = e ? pagesOf(areas, e.name) : {}
  const generic = [undefined, pages.list ?? ListPage, pages.record ?? RecordPage][e ? parts.length : 0]
  await (own ?? generic)?.preload?.()
}

export const makeRouter = (areas: readonly AreaUi[]) => {
  const root = createRootRoute({ component: Root, notFoundComponent: NotFound })
  const route = (path: string, component: RouteComponent) =>
    createRoute({ getParentRoute: () => root, path, component })
  const own = areas.flatMap((a) => a.routes)
  const home = own.some((r) => r.path === '' || r.path === '/')
  const routes = [
    ...(home ? [] : [route('/', Welcome)]),
    route('/inbox', Inbox),
    route('/forgot', ForgotPage),
    route('/reset', ResetPage),
    route('/invitation', InvitationPage),
    // signed-in visitors of the door go in; others are shown it at any address
    ...['/sign-in', '/set-up'].map((p) => route(p, () => <Navigate to="/" replace />)),
    ...own.map((r) => route(r.path === '' ? '/' : r.path, () => <AreaPage route={r} />)),
    route('/$plural', EntityList),
    route('/$plural/$id', EntityRecord),
  ]
  return createRouter({
    routeTree: root.addChildren(routes),
    parseSearch,
    stringifySearch,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: false,
  })
}
