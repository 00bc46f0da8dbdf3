/** Activities in the shell: what is due, the whole list, and ways to log from anywhere. */
import { IconCalendarEvent, IconCheckbox, IconListCheck, IconNote, IconPhone } from '@tabler/icons-react'
import { lazy } from 'react'
import type { AreaUi } from '../../../kernel/ui/app/areaUi.ts'
import { page } from '../../../kernel/ui/app/page.ts'
import { openCreate } from '../../../kernel/ui/app/uiStore.ts'

/** Ticks an activity off; other areas' pages use it too. */
export const CompleteButton = lazy(() => import('./rows.tsx').then((m) => ({ default: m.CompleteButton })))

const log = (kind: string) => () => openCreate('activity', { initial: { kind } })

export const activitiesUi: AreaUi = {
  name: 'activities',
  label: 'Activities',
  icon: IconCheckbox,
  order: 15,
  nav: [
    { label: 'Due', icon: IconListCheck, to: '/due', permission: 'activity.view', shortcut: 'd' },
    { label: 'Activities', icon: IconCheckbox, entity: 'activity', shortcut: 'a' },
  ],
  routes: [{ path: 'due', title: 'Due', component: page(() => import('./DuePage.tsx')), permission: 'activity.view' }],
  pages: {
    activity: {
      about: 'Calls, meetings, tasks and notes, each with the customer or deal it is about.',
      icon: IconCheckbox,
      listColumns: ['subject', 'kind', 'status', 'about', 'dueOn', 'priority', 'ownerId'],
      create: page(() => import('./LogActivity.tsx')),
      record: page(() => import('./ActivityPage.tsx')),
      views: [
        { label: 'Open', params: { status: 'open', sort: 'dueOn' } },
        { label: 'Overdue', params: { status: 'overdue', sort: 'dueOn' } },
        { label: 'Mine', params: { ownerId: 'me', status: 'open', sort: 'dueOn' } },
        { label: 'Done', params: { status: 'done', sort: '-doneAt' } },
      ],
    },
  },
  bulkActions: [
    {
      label: 'Log activity',
      icon: IconNote,
      permission: 'activity.create',
      // what belongs to someone and is looked up by name: customers, leads, deals, documents
      fits: (e) => e.owned && e.globalSearch && e.name !== 'activity',
      dialog: page(() => import('./MassLog.tsx')),
    },
  ],
  commands: [
    {
      label: 'Add task',
      icon: IconCheckbox,
      keywords: 'todo reminder',
      permission: 'activity.create',
      run: log('task'),
    },
    { label: 'Log call', icon: IconPhone, keywords: 'phone', permission: 'activity.create', run: log('call') },
    {
      label: 'Plan meeting',
      icon: IconCalendarEvent,
      keywords: 'appointment visit',
      permission: 'activity.create',
      run: log('meeting'),
    },
    { label: 'Write note', icon: IconNote, permission: 'activity.create', run: log('note') },
  ],
}
