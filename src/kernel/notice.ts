/** What people may be told of. An area says its kinds once; each person chooses how they hear of each. */

type Notice = { label: string; help?: string }
export type Notices = { readonly isNotices: true; area: string; kinds: Readonly<Record<string, Notice>> }

/** `notices('Quotes', { quoteViewed: { label: 'A customer opens a quote' } })`; the keys are the kinds of `notify`. */
export const notices = (area: string, kinds: Readonly<Record<string, Notice>>): Notices => ({
  isNotices: true,
  area,
  kinds,
})

export const isNotices = (x: unknown): x is Notices => typeof x === 'object' && x !== null && 'isNotices' in x
