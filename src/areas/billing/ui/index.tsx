/** Invoices, payments, credit notes. */
import { IconCash, IconReceipt, IconReceiptRefund } from '@tabler/icons-react'
import type { AreaUi } from '../../../kernel/ui/app/areaUi.ts'
import { page } from '../../../kernel/ui/app/page.ts'

export const billingUi: AreaUi = {
  name: 'billing',
  label: 'Billing',
  icon: IconReceipt,
  order: 70,
  nav: [
    { label: 'Invoices', icon: IconReceipt, entity: 'invoice', shortcut: 'i' },
    { label: 'Payments', icon: IconCash, entity: 'payment' },
    { label: 'Credit notes', icon: IconReceiptRefund, entity: 'creditNote' },
  ],
  routes: [],
  pages: {
    invoice: {
      about: 'What customers owe you: drafted from an order or a quote, numbered when issued, followed until paid.',
      icon: IconReceipt,
      record: page(() => import('./InvoicePage.tsx')),
      create: page(() => import('./CreateInvoice.tsx')),
      listColumns: [
        'number',
        'title',
        'accountId',
        'status',
        'grossTotal',
        'balance',
        'issueDate',
        'dueDate',
        'ownerId',
      ],
      sums: ['grossTotal', 'balance'],
      views: [
        { label: 'Drafts', params: { status: 'draft' } },
        { label: 'Open', params: { 'status[in]': 'issued,sent,partiallyPaid' } },
        { label: 'Overdue', params: { status: 'overdue' } },
        { label: 'Paid', params: { status: 'paid' } },
      ],
    },
    payment: {
      about: 'Money received and paid back, matched with the invoices it settles.',
      icon: IconCash,
      record: page(() => import('./PaymentPage.tsx')),
      listColumns: ['number', 'accountId', 'kind', 'status', 'amount', 'unallocated', 'paidOn', 'method', 'reference'],
      sums: ['amount', 'unallocated'],
      views: [
        { label: 'With open credit', params: { 'unallocated[gt]': '0' } },
        { label: 'Refunds', params: { kind: 'refund' } },
      ],
    },
    creditNote: {
      about: 'Corrections of issued invoices. Open an invoice and choose “Create credit note”.',
      icon: IconReceiptRefund,
      record: page(() => import('./CreditNotePage.tsx')),
      listColumns: ['number', 'accountId', 'invoiceId', 'status', 'grossTotal', 'issueDate', 'reason'],
      sums: ['grossTotal'],
    },
  },
}
