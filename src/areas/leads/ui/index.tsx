/** Leads in the shell: the list, the board, the lead, and those left hanging. */
import { IconHourglass, IconUserPlus } from '@tabler/icons-react'
import type { AreaUi } from '../../../kernel/ui/app/areaUi.ts'
import { page } from '../../../kernel/ui/app/page.ts'

export const leadsUi: AreaUi = {
  name: 'leads',
  label: 'Leads',
  icon: IconUserPlus,
  order: 30,
  nav: [
    { label: 'Leads', icon: IconUserPlus, entity: 'lead', shortcut: 'l' },
    { label: 'Without next step', icon: IconHourglass, to: '/hanging-leads', permission: 'lead.view' },
  ],
  routes: [
    {
      path: 'hanging-leads',
      title: 'Leads without next step',
      component: page(() => import('./HangingPage.tsx')),
      permission: 'lead.view',
    },
  ],
  pages: {
    lead: {
      about: 'People and companies who might buy. Qualify them, then convert them into a customer with a deal.',
      icon: IconUserPlus,
      listColumns: [
        'name',
        'company',
        'status',
        'leadStageId',
        'sourceId',
        'email',
        'phone',
        'followUpOn',
        'ownerId',
        'createdAt',
      ],
      sums: [],
      record: page(() => import('./LeadPage.tsx')),
      board: page(() => import('./LeadBoard.tsx')),
      create: page(() => import('./NewLead.tsx')),
      views: [
        { label: 'Open', params: { 'status[in]': 'new,assigned,inProcess', sort: '-createdAt' } },
        { label: 'New', params: { status: 'new', sort: 'createdAt' } },
        { label: 'My open', params: { 'status[in]': 'assigned,inProcess', ownerId: 'me', sort: 'followUpOn' } },
        {
          label: 'To follow up',
          params: { 'status[in]': 'new,assigned,inProcess', 'followUpOn[lte]': 'today', sort: 'followUpOn' },
        },
        { label: 'Recycled', params: { status: 'recycled', sort: 'recontactOn' } },
        { label: 'Lost', params: { status: 'dead', deadKind: 'lost', sort: '-enteredStageAt' } },
        { label: 'Junk', params: { status: 'dead', deadKind: 'junk', sort: '-enteredStageAt' } },
      ],
    },
    leadStage: { listColumns: ['label', 'pipeline', 'status', 'position'] },
  },
}
