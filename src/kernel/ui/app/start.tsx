/** Starts the web app in the page: theme, cache, addresses. */
import { createTheme, localStorageColorSchemeManager, MantineProvider, mergeThemeOverrides } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { StrictMode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { Client } from '../api/client.ts'
import { ApiError, createClient } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { cssVariablesResolver, theme } from '../theme.ts'
import type { Program } from './definitions.ts'
import { ProgramProvider } from './definitions.ts'
import { preloadDoor, Splash } from './Root.tsx'
import { makeRouter, preloadPage } from './router.tsx'
import { ClientProvider, sessionQuery } from './session.tsx'

/** What floats stands in a landmark too: the page has a section for it. */
const ownTheme = mergeThemeOverrides(
  theme,
  createTheme({ components: { Portal: { defaultProps: { target: '#overlays' } } } }),
)

/** What the first screen needs, fetched at the same time. What fails here is asked for again, and shown, on the screen. */
const firstScreen = async (program: Program, cache: QueryClient, api: Client): Promise<void> => {
  const page = preloadPage(program.areas, program.registry, location.pathname)
  await cache.prefetchQuery(sessionQuery(api))
  const session = cache.getQueryData(sessionQuery(api).queryKey)
  await (session && 'setup' in session ? preloadDoor(session.setup) : page)
}

/** One step from the mark to the page: React would hold back each skeleton between them for 300 ms. */
const Starting = ({ until, children }: { until: Promise<void>; children: ReactNode }) => {
  const [ready, setReady] = useState(false)
  useEffect(() => {
    const done = () => setReady(true)
    until.then(done, done)
  }, [until])
  return ready ? children : <Splash />
}

export const start = (program: Program, element: HTMLElement): void => {
  const cache = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // what the server refused it will refuse again; only a lost connection is worth another try
        retry: (count, error) =>
          count < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status === 503),
        refetchOnWindowFocus: true,
      },
    },
  })
  const api = createClient({
    onUnauthenticated: () => {
      // the first question, who one is, answers 401 at the door as a matter of course
      if (cache.getQueryState(keys.me)?.fetchStatus !== 'fetching') void cache.invalidateQueries({ queryKey: keys.me })
    },
  })
  const router = makeRouter(program.areas)
  const ready = firstScreen(program, cache, api)
  createRoot(element).render(
    <StrictMode>
      <MantineProvider
        theme={ownTheme}
        cssVariablesResolver={cssVariablesResolver}
        defaultColorScheme="auto"
        colorSchemeManager={localStorageColorSchemeManager({ key: 'throughline.scheme' })}
      >
        <QueryClientProvider client={cache}>
          <ClientProvider value={api}>
            <ProgramProvider value={program}>
              <Starting until={ready}>
                <RouterProvider router={router} />
              </Starting>
            </ProgramProvider>
          </ClientProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
}
