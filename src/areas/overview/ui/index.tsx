/** Home. */
import { IconHome } from '@tabler/icons-react'
import type { AreaUi } from '../../../kernel/ui/app/areaUi.ts'
import { page } from '../../../kernel/ui/app/page.ts'

export const overviewUi: AreaUi = {
  name: 'overview',
  label: 'Home',
  icon: IconHome,
  order: 0,
  nav: [],
  routes: [{ path: '', title: 'Home', component: page(() => import('./HomePage.tsx')) }],
}
