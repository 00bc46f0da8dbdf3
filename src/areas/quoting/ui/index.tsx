/** Quotes: list, editor, quick create. */
import { IconFileInvoice } from '@tabler/icons-react'
import type { AreaUi } from '../../../kernel/ui/app/areaUi.ts'
import { page } from '../../../kernel/ui/app/page.ts'

export const quotingUi: AreaUi = {
  name: 'quoting',
  label: 'Quotes',
  icon: IconFileInvoice,
  order: 50,
  nav: [{ label: 'Quotes', icon: IconFileInvoice, entity: 'quote', shortcut: 'q' }],
  routes: [],
  pages: {
    quote: {
      about: 'Offers to customers, who read, discuss and accept them on a page of their own.',
      icon: IconFileInvoice,
      record: page(() => import('./QuotePage.tsx')),
      create: page(() => import('./CreateQuote.tsx')),
      listColumns: ['number', 'title', 'accountId', 'status', 'grossTotal', 'validUntil', 'sentAt', 'ownerId'],
      sums: ['grossTotal'],
      views: [
        { label: 'Drafts', params: { 'status[in]': 'draft,inApproval,approved,revised' } },
        { label: 'With the customer', params: { 'status[in]': 'sent,viewed' } },
        { label: 'Expired', params: { status: 'expired' } },
        { label: 'Accepted', params: { status: 'accepted' } },
      ],
    },
  },
}
