/** A telephone number as people read it. The plans of all countries come after the page: till then it stands as stored. */
import { lazy, Suspense } from 'react'

const InGroups = lazy(async () => {
  const { formatPhone } = await import('../../phone.ts')
  return { default: ({ e164 }: { e164: string }) => formatPhone(e164) }
})

export const Phone = ({ e164 }: { e164: string }) => (
  <Suspense fallback={e164}>
    <InGroups e164={e164} />
  </Suspense>
)
