/** Administration in the shell: the settings and their pages. */
import { IconAdjustments, IconUserCog } from '@tabler/icons-react'
import { lazy } from 'react'
import type { AreaRoute, AreaUi, Page } from '../../../kernel/ui/app/areaUi.ts'
import { sections } from './sections.ts'

const pages: Readonly<Record<string, Page>> = {
  workspace: lazy(() => import('./WorkspacePage.tsx')),
  general: lazy(() => import('./GeneralPage.tsx')),
  users: lazy(() => import('./UsersPage.tsx')),
  teams: lazy(() => import('./TeamsPage.tsx')),
  roles: lazy(() => import('./RolesPage.tsx')),
  pipelines: lazy(() => import('./PipelinesPage.tsx')),
  lists: lazy(() => import('./ListsPage.tsx')),
  taxes: lazy(() => import('./TaxesPage.tsx')),
  numbering: lazy(() => import('./NumberingPage.tsx')),
  mail: lazy(() => import('./MailPage.tsx')),
  audit: lazy(() => import('./AuditPage.tsx')),
  'failed-jobs': lazy(() => import('./FailedJobsPage.tsx')),
}

export const adminUi: AreaUi = {
  name: 'admin',
  label: 'Settings',
  icon: IconAdjustments,
  order: 90,
  settings: true,
  nav: [{ label: 'Settings', icon: IconAdjustments, to: '/settings', permission: 'setting.edit', shortcut: 's' }],
  routes: [
    { path: 'account', title: 'My account', component: lazy(() => import('./account/AccountPage.tsx')) },
    { path: 'settings', title: 'Settings', component: lazy(() => import('./SettingsIndex.tsx')) },
    ...sections.flatMap((s): AreaRoute[] => {
      const component = pages[s.path]
      return component ? [{ path: `settings/${s.path}`, title: s.title, component, permission: s.permission }] : []
    }),
    {
      path: 'settings/roles/$id',
      title: 'Role',
      component: lazy(() => import('./RolePage.tsx')),
      permission: 'role.edit',
    },
  ],
  pages: Object.fromEntries(
    ['savedView', 'notification', 'fileRecord', 'mailMessage', 'numberSeries', 'member', 'team', 'role', 'option'].map(
      (e) => [e, { hidden: true }],
    ),
  ),
  commands: [
    {
      label: 'My account',
      icon: IconUserCog,
      keywords: 'profile password sessions devices second factor notifications digest sign out everywhere',
      to: '/account',
    },
    ...sections.map((s) => ({
      label: `Settings: ${s.title}`,
      icon: s.icon,
      keywords: s.keywords,
      permission: s.permission,
      to: `/settings/${s.path}`,
    })),
  ],
}
