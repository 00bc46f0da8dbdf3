/** Opportunities in the shell: the pipeline board, the list, the deal. */
import { IconLayoutKanban, IconTargetArrow } from '@tabler/icons-react'
import type { AreaUi } from '../../../kernel/ui/app/areaUi.ts'
import { page } from '../../../kernel/ui/app/page.ts'

export const opportunitiesUi: AreaUi = {
  name: 'opportunities',
  label: 'Opportunities',
  icon: IconTargetArrow,
  order: 40,
  nav: [
    { label: 'Pipeline', icon: IconLayoutKanban, to: '/pipeline', permission: 'opportunity.view', shortcut: 'p' },
    { label: 'Opportunities', icon: IconTargetArrow, entity: 'opportunity', shortcut: 'o' },
  ],
  routes: [
    {
      path: 'pipeline',
      title: 'Pipeline',
      component: page(() => import('./PipelinePage.tsx')),
      permission: 'opportunity.view',
    },
  ],
  pages: {
    opportunity: {
      about: 'Deals you work on, from the first talk to won or lost. The pipeline shows them by stage.',
      icon: IconTargetArrow,
      listColumns: [
        'name',
        'accountId',
        'stageId',
        'amount',
        'weightedAmount',
        'probability',
        'expectedCloseDate',
        'ownerId',
      ],
      sums: ['amount', 'weightedAmount'],
      record: page(() => import('./OpportunityPage.tsx')),
      board: page(() => import('./PipelineBoard.tsx')),
      create: page(() => import('./NewOpportunity.tsx')),
      views: [
        { label: 'Open', params: { 'status[in]': 'open,onHold', sort: 'expectedCloseDate' } },
        { label: 'My open', params: { 'status[in]': 'open,onHold', ownerId: 'me', sort: 'expectedCloseDate' } },
        {
          label: 'Closing this month',
          params: { status: 'open', expectedCloseDate: 'thisMonth', sort: 'expectedCloseDate' },
        },
        { label: 'Without next activity', params: { status: 'open', 'nextActivityOn[null]': 'true', sort: '-amount' } },
        { label: 'Won', params: { status: 'won', sort: '-closedOn' } },
        { label: 'Lost', params: { status: 'lost', sort: '-closedOn' } },
      ],
    },
    pipeline: { icon: IconLayoutKanban, listColumns: ['name', 'policy', 'isDefault', 'active', 'position'] },
    stage: {
      listColumns: ['name', 'pipelineId', 'type', 'probability', 'forecastCategory', 'daysAllowed', 'position'],
    },
  },
  commands: [
    {
      label: 'Open the pipeline',
      icon: IconLayoutKanban,
      keywords: 'board kanban deals',
      to: '/pipeline',
      permission: 'opportunity.view',
    },
  ],
}
