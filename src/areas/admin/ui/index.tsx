/** Administration in the shell: the settings and their pages. */
import { IconAdjustments, IconUserCog } from '@tabler/icons-react'
import type { AreaRoute, AreaUi } from '../../../kernel/ui/app/areaUi.ts'
import { type Page, page } from '../../../kernel/ui/app/page.ts'
import { sections } from './sections.ts'

const pages: Readonly<Record<string, Page>> = {
  workspace: page(() => import('./WorkspacePage.tsx')),
  general: page(() => import('./GeneralPage.tsx')),
  users: page(() => import('./UsersPage.tsx')),
  teams: page(() => import('./TeamsPage.tsx')),
  roles: page(() => import('./RolesPage.tsx')),
  pipelines: page(() => import('./PipelinesPage.tsx')),
  lists: page(() => import('./ListsPage.tsx')),
  taxes: page(() => import('./TaxesPage.tsx')),
  numbering: page(() => import('./NumberingPage.tsx')),
  mail: page(() => import('./MailPage.tsx')),
  audit: page(() => import('./AuditPage.tsx')),
  'failed-jobs': page(() => import('./FailedJobsPage.tsx')),
}

export const adminUi: AreaUi = {
  name: 'admin',
  label: 'Settings',
  icon: IconAdjustments,
  order: 90,
  settings: true,
  nav: [{ label: 'Settings', icon: IconAdjustments, to: '/settings', permission: 'setting.edit', shortcut: 's' }],
  routes: [
    { path: 'account', title: 'My account', component: page(() => import('./account/AccountPage.tsx')) },
    { path: 'settings', title: 'Settings', component: page(() => import('./SettingsIndex.tsx')) },
    ...sections.flatMap((s): AreaRoute[] => {
      const component = pages[s.path]
      return component ? [{ path: `settings/${s.path}`, title: s.title, component, permission: s.permission }] : []
    }),
    {
      path: 'settings/roles/$id',
      title: 'Role',
      component: page(() => import('./RolePage.tsx')),
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
