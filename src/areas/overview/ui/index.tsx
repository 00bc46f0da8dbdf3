/** Home. */
import { IconHome } from '@tabler/icons-react'
import { lazy } from 'react'
import type { AreaUi } from '../../../kernel/ui/app/areaUi.ts'

export const overviewUi: AreaUi = {
  name: 'overview',
  label: 'Home',
  icon: IconHome,
  order: 0,
  nav: [],
  routes: [{ path: '', title: 'Home', component: lazy(() => import('./HomePage.tsx')) }],
}
