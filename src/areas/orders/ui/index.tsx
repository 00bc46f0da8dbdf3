/** Sales orders: list and page. */
import { IconShoppingCart } from '@tabler/icons-react'
import type { AreaUi } from '../../../kernel/ui/app/areaUi.ts'
import { page } from '../../../kernel/ui/app/page.ts'

export const ordersUi: AreaUi = {
  name: 'orders',
  label: 'Orders',
  icon: IconShoppingCart,
  order: 60,
  nav: [{ label: 'Sales orders', icon: IconShoppingCart, entity: 'order', shortcut: 'r' }],
  routes: [],
  pages: {
    order: {
      about: 'What customers ordered: what is delivered, and what is still to invoice.',
      icon: IconShoppingCart,
      record: page(() => import('./OrderPage.tsx')),
      create: page(() => import('./CreateOrder.tsx')),
      listColumns: [
        'number',
        'title',
        'accountId',
        'status',
        'deliveryStatus',
        'invoiceStatus',
        'grossTotal',
        'orderDate',
        'ownerId',
      ],
      sums: ['grossTotal'],
      views: [
        { label: 'To deliver', params: { 'status[in]': 'confirmed,processing', 'deliveryStatus[ne]': 'delivered' } },
        { label: 'To invoice', params: { 'status[in]': 'confirmed,processing,done', 'invoiceStatus[ne]': 'invoiced' } },
      ],
    },
  },
}
