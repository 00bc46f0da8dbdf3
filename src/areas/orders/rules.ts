/** An order's life. Pure. */
import { json, text } from '../../kernel/entity.ts'
import { flow, guardedVerbs, type Refusal } from '../../kernel/flow.ts'
import { type Order, order } from './model.ts'

export type OrderFacts = {
  /** product lines */
  lines: number
  /** invoices from it that are not cancelled, drafts too */
  invoices: number
  /** some quantity of a product line is not delivered, or not invoiced */
  undelivered: boolean
  uninvoiced: boolean
}

/** So much of a line, by its id; leaving the list out means all that is open. */
export type LineQuantity = { lineId: string; quantity: string }
const lineQuantities = () => json<LineQuantity[]>()({ label: 'Quantities by line' })

const no = (reason: string, message: string): Refusal => ({ reason, message })

export const orderFlow = flow<OrderFacts>()(order, 'status', {
  steps: {
    confirm: {
      label: 'Confirm order',
      done: 'Order confirmed',
      from: ['draft'],
      to: 'confirmed',
      primary: true,
      guard: (o, f) => {
        if (!o.accountId) return no('noCustomer', 'Choose a customer first.')
        return f.lines === 0 ? no('noLines', 'Add at least one product line first.') : undefined
      },
    },
    fulfil: {
      label: 'Record delivery',
      done: 'Delivery recorded',
      from: ['confirmed', 'processing'],
      to: 'processing',
      primary: true,
      input: { lines: lineQuantities() },
      guard: (_o, f) => (f.undelivered ? undefined : no('delivered', 'Everything is delivered.')),
    },
    complete: {
      label: 'Complete order',
      done: 'Order completed',
      from: ['confirmed', 'processing'],
      to: 'done',
      guard: (_o, f) => (f.undelivered ? no('notDelivered', 'Record the delivery of all lines first.') : undefined),
    },
    cancel: {
      label: 'Cancel order',
      done: 'Order cancelled',
      from: ['draft', 'confirmed', 'processing'],
      to: 'cancelled',
      tone: 'red',
      confirm: 'Nothing more can be delivered or invoiced from it.',
      input: { reason: text({ max: 1000 }) },
      guard: (_o, f) =>
        f.invoices > 0 ? no('hasInvoice', 'Delete or credit the invoices made from this order first.') : undefined,
    },
  },
})

/** Lines, prices and terms may be changed only in these states. */
export const editableStates: readonly Order['status'][] = ['draft']
const invoiceableStates: readonly Order['status'][] = ['confirmed', 'processing', 'done']

export const orderVerbs = guardedVerbs<OrderFacts>()(order, {
  createInvoice: {
    label: 'Create invoice',
    done: 'Invoice created',
    hidden: true,
    input: { lines: lineQuantities() },
    guard: (o, f) => {
      if (!invoiceableStates.includes(o.status))
        return no('wrongState', o.status === 'draft' ? 'Confirm the order first.' : 'This order is cancelled.')
      return f.uninvoiced ? undefined : no('nothingOpen', 'Everything on this order is invoiced.')
    },
  },
})

/** Why an order cannot go to the trash, or nothing. */
export const whyNotDelete = (o: Order): Refusal | undefined =>
  o.status === 'draft' || o.status === 'cancelled'
    ? undefined
    : no('notDeletable', 'A confirmed order is kept. Cancel it instead.')

/** May be changed in every state. */
export const alwaysEditable: readonly string[] = [
  'ownerId',
  'teamId',
  'internalNotes',
  'requestedDate',
  'deliveryTerms',
  'provisioningStatus',
  'customerReference',
]
