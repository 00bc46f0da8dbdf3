/** Sales orders: what was agreed, how much of it is delivered and invoiced. */
import { documentFields, lineFields } from '../../kernel/documentFields.ts'
import { choice, day, decimal, entity, instant, reference, type Row, state, text } from '../../kernel/entity.ts'

const deliveryStatuses = {
  none: { label: 'Not delivered', tone: 'grey' },
  partly: { label: 'Partly delivered', tone: 'amber' },
  delivered: { label: 'Delivered', tone: 'green' },
} as const
const invoiceStatuses = {
  none: { label: 'Not invoiced', tone: 'grey' },
  partly: { label: 'Partly invoiced', tone: 'amber' },
  invoiced: { label: 'Invoiced', tone: 'green' },
} as const

export const order = entity(
  'order',
  {
    label: 'Sales order',
    labelPlural: 'Sales orders',
    plural: 'orders',
    title: 'number',
    subtitle: 'title',
    number: { pattern: 'ORD-{00000}', at: 'create' },
    timeline: ['accountId', 'contactId', 'quoteId', 'opportunityId'],
    defaultSort: '-createdAt',
    globalSearch: true,
  },
  {
    ...documentFields(),
    status: state({
      draft: { label: 'Draft', tone: 'grey' },
      confirmed: { label: 'Confirmed', tone: 'blue' },
      processing: { label: 'Processing', tone: 'amber' },
      done: { label: 'Done', tone: 'green' },
      cancelled: { label: 'Cancelled', tone: 'grey' },
    }),
    quoteId: reference('quote', { readOnly: true }),
    opportunityId: reference('opportunity'),
    orderDate: day({ filter: true, sort: true }),
    requestedDate: day({ label: 'Wanted by', sort: true, filter: true }),
    deliveryTerms: text({ max: 500 }),
    deliveryStatus: choice(deliveryStatuses, {
      label: 'Delivery',
      required: true,
      readOnly: true,
      default: 'none',
      filter: true,
    }),
    invoiceStatus: choice(invoiceStatuses, {
      label: 'Invoicing',
      required: true,
      readOnly: true,
      default: 'none',
      filter: true,
    }),
    provisioningStatus: choice(
      {
        none: { label: 'None', tone: 'grey' },
        pending: { label: 'Pending', tone: 'amber' },
        active: { label: 'Active', tone: 'green' },
        failed: { label: 'Failed', tone: 'red' },
      },
      { label: 'Provisioning', required: true, default: 'none', filter: true },
    ),
    confirmedAt: instant({ readOnly: true, sort: true }),
    deliveredAt: instant({ readOnly: true, sort: true }),
    cancelReason: text({ readOnly: true, max: 1000 }),
  },
)

export const orderLine = entity(
  'orderLine',
  {
    label: 'Order line',
    labelPlural: 'Order lines',
    plural: 'order-lines',
    title: 'description',
    partOf: { entity: 'order', field: 'orderId', as: 'lines' },
    globalSearch: false,
  },
  {
    orderId: reference('order', { required: true, cascade: true }),
    ...lineFields(),
    deliveredQuantity: decimal({ label: 'Delivered', required: true, readOnly: true, default: '0' }),
    invoicedQuantity: decimal({ label: 'Invoiced', required: true, readOnly: true, default: '0' }),
  },
)

export type Order = Row<typeof order>
export type OrderLine = Row<typeof orderLine>
