/** The pages of the areas, one line each: the only list. */
import { activitiesUi } from '../../areas/activities/ui/index.tsx'
import { adminUi } from '../../areas/admin/ui/index.tsx'
import { analyticsUi } from '../../areas/analytics/ui/index.tsx'
import { billingUi } from '../../areas/billing/ui/index.tsx'
import { ordersUi } from '../../areas/orders/ui/index.tsx'
import { overviewUi } from '../../areas/overview/ui/index.tsx'
import { quotingUi } from '../../areas/quoting/ui/index.tsx'
import { customersUi } from '../../areas/customers/ui/index.tsx'
import { importsUi } from '../../areas/imports/ui/index.tsx'
import { leadsUi } from '../../areas/leads/ui/index.tsx'
import { opportunitiesUi } from '../../areas/opportunities/ui/index.tsx'
import { catalogueUi } from '../../areas/catalogue/ui/index.tsx'
import type { AreaUi } from '../../kernel/ui/app/areaUi.ts'

export const areas: readonly AreaUi[] = [
  overviewUi,
  activitiesUi,
  quotingUi,
  ordersUi,
  billingUi,
  customersUi,
  leadsUi,
  opportunitiesUi,
  catalogueUi,
  analyticsUi,
  importsUi,
  adminUi,
]
