/** The definitions of all areas, in the order they may use each other. Pure: server, browser and tools read this list. */
import * as adminModel from '../areas/admin/model.ts'
import * as adminRules from '../areas/admin/rules.ts'
import * as customersModel from '../areas/customers/model.ts'
import * as customersRules from '../areas/customers/rules.ts'
import * as catalogueModel from '../areas/catalogue/model.ts'
import * as catalogueRules from '../areas/catalogue/rules.ts'
import * as leadsModel from '../areas/leads/model.ts'
import * as leadsRules from '../areas/leads/rules.ts'
import * as opportunitiesModel from '../areas/opportunities/model.ts'
import * as opportunitiesRules from '../areas/opportunities/rules.ts'
import * as activitiesModel from '../areas/activities/model.ts'
import * as activitiesRules from '../areas/activities/rules.ts'
import * as quotingModel from '../areas/quoting/model.ts'
import * as quotingRules from '../areas/quoting/rules.ts'
import * as ordersModel from '../areas/orders/model.ts'
import * as ordersRules from '../areas/orders/rules.ts'
import * as billingModel from '../areas/billing/model.ts'
import * as billingRules from '../areas/billing/rules.ts'
import * as importsModel from '../areas/imports/model.ts'
import * as importsRules from '../areas/imports/rules.ts'
import * as analyticsModel from '../areas/analytics/model.ts'
import * as analyticsSales from '../areas/analytics/reports/sales.ts'
import * as analyticsCustomers from '../areas/analytics/reports/customers.ts'
import * as analyticsDocuments from '../areas/analytics/reports/documents.ts'
import { definitionsOf, registry } from '../kernel/registry.ts'

export const definitions = registry(
  definitionsOf([
    adminModel,
    adminRules,
    customersModel,
    customersRules,
    catalogueModel,
    catalogueRules,
    leadsModel,
    leadsRules,
    opportunitiesModel,
    opportunitiesRules,
    activitiesModel,
    activitiesRules,
    quotingModel,
    quotingRules,
    ordersModel,
    ordersRules,
    billingModel,
    billingRules,
    importsModel,
    importsRules,
    analyticsModel,
    analyticsSales,
    analyticsCustomers,
    analyticsDocuments,
  ]),
)
