/** Starts the web app in the page: theme, cache, addresses. */
import { createTheme, localStorageColorSchemeManager, MantineProvider, mergeThemeOverrides } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError, createClient } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { cssVariablesResolver, theme } from '../theme.ts'
import type { Program } from './definitions.ts'
import { ProgramProvider } from './definitions.ts'
import { makeRouter, preloadPage } from './router.tsx'
import { ClientProvider } from './session.tsx'

/** What floats stands in a landmark too: the page has a section for it. */
const ownTheme = mergeThemeOverrides(
  theme,
  createTheme({ components: { Portal: { defaultProps: { target: '#overlays' } } } }),
)

/** The page of the address, fetched while the session is being asked about. */
const fetchAhead = (program: Program, path: string): void => {
  void import('./Shell.tsx')
  void program.registry().then((registry) => preloadPage(program.areas, registry, path))
}

export const start = (program: Program, element: HTMLElement): void => {
  fetchAhead(program, location.pathname)
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
              <RouterProvider router={router} />
            </ProgramProvider>
          </ClientProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
}
