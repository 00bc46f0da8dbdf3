/** The morning brief: how urgent a row is, and the sentence that says why it is there. Pure, shared with the browser. */

export const briefKinds = {
  meeting: 'Meeting',
  task: 'To do',
  invoice: 'Overdue invoice',
  quoteExpiring: 'Quote about to expire',
  quoteExpired: 'Expired quote',
  quoteFollowUp: 'Quote to follow up',
  lead: 'New lead',
  stalled: 'Stalled deal',
} as const
export type BriefKind = keyof typeof briefKinds
export type BriefTone = 'red' | 'amber' | 'blue' | 'grey'

/** Days after which an answer to a quote is asked for: sooner once the customer has opened it. */
export const followUpDays = { sent: 5, viewed: 2 } as const
/** How many days before its end a quote is called about to expire. */
export const expiringDays = 5
/** Expired quotes and untouched leads older than this are no morning's business any more. */
export const forgottenDays = 60

export type BriefRow = {
  kind: BriefKind
  entity: string
  id: string
  number: string | null
  title: string
  /** the account or person it is about */
  about: string | null
  /** whole days: late (positive) or ahead (negative) of the day that counts */
  days: number
  /** the hour it starts, for meetings */
  at: string | null
  priority: 'high' | 'normal' | 'low' | null
  state: string | null
}

const days = (n: number): string => (n === 1 ? '1 day' : `${n} days`)
const upTo = (n: number, most: number): number => Math.min(Math.max(n, 0), most)

/** Higher comes first. What has an hour today comes before what is late, late before due, our move before theirs. */
export const urgency = (r: BriefRow): number => {
  const weight = r.priority === 'high' ? 6 : r.priority === 'low' ? -6 : 0
  switch (r.kind) {
    case 'meeting':
      return r.days === 0 ? 100 : 86 + weight
    case 'task':
      return (r.days > 0 ? 86 + upTo(r.days, 8) / 2 : 80) + weight
    case 'invoice':
      return 76 + upTo(r.days, 60) / 10
    case 'quoteExpiring':
      return 75 + (expiringDays + r.days)
    case 'lead':
      return 70 + upTo(r.days, 10) / 2
    case 'quoteFollowUp':
      return (r.state === 'viewed' ? 69 : 64) + upTo(r.days, 14) / 4
    case 'quoteExpired':
      return 60 + upTo(14 - r.days, 14) / 4
    case 'stalled':
      return 50 + upTo(r.days, 60) / 10
  }
}

export const reasonFor = (r: BriefRow): string => {
  switch (r.kind) {
    case 'meeting':
      return r.days === 0 ? 'Meeting today' : `Meeting was ${days(r.days)} ago: say how it went`
    case 'task':
      return r.days > 0 ? `${days(r.days)} overdue` : 'Due today'
    case 'invoice':
      return `Payment is ${days(r.days)} late`
    case 'quoteExpiring':
      return r.days === 0 ? 'Quote expires today' : `Quote expires in ${days(-r.days)}`
    case 'quoteExpired':
      return `Quote expired ${days(r.days)} ago without an answer`
    case 'quoteFollowUp':
      return r.state === 'viewed'
        ? `Opened, and no answer for ${days(r.days)}`
        : `Sent ${days(r.days)} ago, not opened yet`
    case 'lead':
      return r.days === 0 ? 'New today, nobody has been in touch' : `Waiting for first contact for ${days(r.days)}`
    case 'stalled':
      return `${days(r.days)} longer in ${r.state ?? 'its stage'} than planned`
  }
}

export const toneFor = (r: BriefRow): BriefTone => {
  if (r.kind === 'invoice' || (r.kind === 'task' && r.days > 0)) return 'red'
  if (r.kind === 'meeting' || r.kind === 'task') return 'blue'
  return r.kind === 'lead' ? 'blue' : 'amber'
}
