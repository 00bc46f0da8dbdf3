/** A telephone number as people read it. The plans of all countries come with the first hand: till then it stands as stored. */
import { lazy, Suspense } from 'react'
import { useReached } from '../app/page.ts'

const InGroups = lazy(async () => {
  const { formatPhone } = await import('../../phone.ts')
  return { default: ({ e164 }: { e164: string }) => formatPhone(e164) }
})

export const Phone = ({ e164 }: { e164: string }) =>
  useReached() ? (
    <Suspense fallback={e164}>
      <InGroups e164={e164} />
    </Suspense>
  ) : (
    e164
  )
