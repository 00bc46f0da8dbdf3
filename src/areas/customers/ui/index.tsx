/** Accounts and contacts in the shell. */
import { IconBuilding, IconUsers } from '@tabler/icons-react'
import { lazy } from 'react'
import type { AreaUi } from '../../../kernel/ui/app/areaUi.ts'
import { page } from '../../../kernel/ui/app/page.ts'

export const NewWithHint = lazy(() => import('./NewWithHint.tsx').then((m) => ({ default: m.NewWithHint })))

export const customersUi: AreaUi = {
  name: 'customers',
  label: 'Customers',
  icon: IconBuilding,
  order: 20,
  nav: [
    { label: 'Accounts', icon: IconBuilding, entity: 'account', shortcut: 'k' },
    { label: 'Contacts', icon: IconUsers, entity: 'contact', shortcut: 'n' },
  ],
  routes: [],
  pages: {
    account: {
      about: 'The companies and private customers you sell to, with their people, deals and documents.',
      icon: IconBuilding,
      listColumns: ['name', 'types', 'industryId', 'country', 'employees', 'annualRevenue', 'parentId', 'ownerId'],
      sums: [],
      record: page(() => import('./AccountPage.tsx')),
      create: page(() => import('./NewAccount.tsx')),
      views: [
        { label: 'Customers', params: { types: 'customer', sort: 'name' } },
        { label: 'Prospects', params: { types: 'prospect', sort: 'name' } },
        { label: 'Partners', params: { types: 'partner', sort: 'name' } },
      ],
    },
    contact: {
      about: 'The people at your customers: who decides, and how to reach them.',
      icon: IconUsers,
      listColumns: ['name', 'accountId', 'jobTitle', 'email', 'phone', 'mobile', 'lifecycle', 'ownerId'],
      record: page(() => import('./ContactPage.tsx')),
      create: page(() => import('./NewContact.tsx')),
    },
    accountContact: { hidden: true },
  },
}
