/** Reports in the shell: the dashboard, all reports, the page of one. */
import { IconCalendarTime, IconChartBar, IconLayoutDashboard, IconReportAnalytics } from '@tabler/icons-react'
import type { AreaUi } from '../../../kernel/ui/app/areaUi.ts'
import { page } from '../../../kernel/ui/app/page.ts'

export const analyticsUi: AreaUi = {
  name: 'analytics',
  label: 'Reports',
  icon: IconReportAnalytics,
  order: 75,
  nav: [
    { label: 'Dashboard', icon: IconLayoutDashboard, to: '/dashboard', shortcut: 'f' },
    { label: 'Reports', icon: IconReportAnalytics, to: '/reports' },
  ],
  routes: [
    { path: 'dashboard', title: 'Dashboard', component: page(() => import('./DashboardPage.tsx')) },
    { path: 'reports', title: 'Reports', component: page(() => import('./ReportsPage.tsx')) },
    { path: 'reports/$name', title: 'Report', component: page(() => import('./ReportPage.tsx')) },
  ],
  pages: {
    reportSchedule: {
      icon: IconCalendarTime,
      hidden: true,
      list: page(() => import('./SchedulesPage.tsx')),
      record: page(() => import('./SchedulesPage.tsx').then((m) => ({ default: m.ScheduleRecord }))),
    },
  },
  commands: [
    { label: 'Open the dashboard', icon: IconLayoutDashboard, keywords: 'figures charts kpi', to: '/dashboard' },
    { label: 'Open reports', icon: IconChartBar, keywords: 'figures charts analytics export', to: '/reports' },
  ],
}
