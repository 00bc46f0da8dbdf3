/** Starts the web app in the page: theme, cache, addresses. */
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError, createClient } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { cssVariablesResolver, theme } from '../theme.ts'
import type { Program } from './definitions.ts'
import { ProgramProvider, wasInside } from './definitions.ts'
import { makeRouter } from './router.tsx'
import { ClientProvider } from './session.tsx'

export const start = (program: Program, element: HTMLElement): void => {
  if (wasInside()) {
    void program.registry()
    void import('./Shell.tsx')
  }
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
        theme={theme}
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
