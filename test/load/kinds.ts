/** The kinds of records of the standard load, and how many of each there are. */
import type { Kind } from './filler.ts'

/** How many records of each kind a workspace has. */
export type Counts = {
  accounts: number
  contacts: number
  leads: number
  opportunities: number
  activities: number
  invoices: number
}
export const full: Counts = {
  accounts: 200_000,
  contacts: 400_000,
  leads: 300_000,
  opportunities: 200_000,
  activities: 1_000_000,
  invoices: 100_000,
}
export const linesPerInvoice = 3
export const products = 200

const years = 4
const span = years * 365 * 86_400_000

/** What tells the rows of each kind apart, and from which instant on they were made. */
export const kindsOf = (g: { ordinal: number; today: string }, counts: Counts) => {
  const nowMs = Date.parse(`${g.today}T06:00:00Z`)
  const kind = (code: number, count: number): Kind => {
    const stepMs = Math.max(1, Math.floor(span / Math.max(count, 1)))
    return { code: code * 100 + g.ordinal, count, stepMs, fromMs: nowMs - stepMs * count }
  }
  return {
    account: kind(1, counts.accounts),
    contact: kind(2, counts.contacts),
    accountContact: kind(3, counts.contacts),
    lead: kind(4, counts.leads),
    opportunity: kind(5, counts.opportunities),
    stageChange: kind(6, counts.opportunities),
    activity: kind(7, counts.activities),
    activityLink: kind(8, counts.activities),
    invoice: kind(9, counts.invoices),
    invoiceLine: kind(10, counts.invoices * linesPerInvoice),
    product: kind(11, products),
  }
}

export type Kinds = ReturnType<typeof kindsOf>
