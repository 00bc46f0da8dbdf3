/** What the areas contribute on the server, in the order they may use each other. */
import * as adminActions from '../areas/admin/actions.ts'
import * as adminMembers from '../areas/admin/members.ts'
import * as adminQueries from '../areas/admin/queries.ts'
import * as adminReactions from '../areas/admin/reactions.ts'
import * as adminMail from '../areas/admin/mail.ts'
import * as adminImporting from '../areas/admin/importing.ts'
import * as adminDigest from '../areas/admin/digest.ts'
import * as adminSecurity from '../areas/admin/security.ts'
import * as adminSeals from '../areas/admin/seals.ts'
import * as customersImporting from '../areas/customers/importing.ts'
import * as customersActions from '../areas/customers/actions.ts'
import * as customersQueries from '../areas/customers/queries.ts'
import * as customersReactions from '../areas/customers/reactions.ts'
import * as catalogueImporting from '../areas/catalogue/importing.ts'
import * as catalogueActions from '../areas/catalogue/actions.ts'
import * as catalogueQueries from '../areas/catalogue/queries.ts'
import * as catalogueReactions from '../areas/catalogue/reactions.ts'
import * as leadsImporting from '../areas/leads/importing.ts'
import * as leadsActions from '../areas/leads/actions.ts'
import * as leadsQueries from '../areas/leads/queries.ts'
import * as leadsReactions from '../areas/leads/reactions.ts'
import * as opportunitiesImporting from '../areas/opportunities/importing.ts'
import * as opportunitiesActions from '../areas/opportunities/actions.ts'
import * as opportunitiesConvert from '../areas/opportunities/convert.ts'
import * as opportunitiesFacts from '../areas/opportunities/facts.ts'
import * as opportunitiesLeadFacts from '../areas/opportunities/leadFacts.ts'
import * as opportunitiesQueries from '../areas/opportunities/queries.ts'
import * as opportunitiesReactions from '../areas/opportunities/reactions.ts'
import * as activitiesActions from '../areas/activities/actions.ts'
import * as activitiesQueries from '../areas/activities/queries.ts'
import * as activitiesReactions from '../areas/activities/reactions.ts'
import * as quotingActions from '../areas/quoting/actions.ts'
import * as quotingFacts from '../areas/quoting/facts.ts'
import * as quotingQueries from '../areas/quoting/queries.ts'
import * as quotingReactions from '../areas/quoting/reactions.ts'
import * as quotingSteps from '../areas/quoting/steps.ts'
import * as ordersActions from '../areas/orders/actions.ts'
import * as ordersFacts from '../areas/orders/facts.ts'
import * as ordersQueries from '../areas/orders/queries.ts'
import * as ordersReactions from '../areas/orders/reactions.ts'
import * as billingCreditNotes from '../areas/billing/creditNotes.ts'
import * as billingFacts from '../areas/billing/facts.ts'
import * as billingInvoices from '../areas/billing/invoices.ts'
import * as billingPayments from '../areas/billing/payments.ts'
import * as billingQueries from '../areas/billing/queries.ts'
import * as billingReactions from '../areas/billing/reactions.ts'
import * as importsActions from '../areas/imports/actions.ts'
import * as importsQueries from '../areas/imports/queries.ts'
import * as importsReactions from '../areas/imports/reactions.ts'
import * as overviewQueries from '../areas/overview/queries.ts'
import * as analyticsActions from '../areas/analytics/actions.ts'
import * as analyticsReactions from '../areas/analytics/reactions.ts'
import * as analyticsCustomers from '../areas/analytics/queries/customers.ts'
import * as analyticsDocuments from '../areas/analytics/queries/documents.ts'
import * as analyticsSales from '../areas/analytics/queries/sales.ts'
import * as demoFurnish from '../areas/demo/furnish.ts'
import { contributionsOf } from '../kernel/server/contributions.ts'
import * as kernelJobs from '../kernel/server/bulk.ts'

export const contributions = contributionsOf([
  kernelJobs,
  adminActions,
  adminMembers,
  adminQueries,
  adminReactions,
  adminMail,
  adminImporting,
  adminDigest,
  adminSecurity,
  adminSeals,
  customersActions,
  customersImporting,
  customersQueries,
  customersReactions,
  catalogueActions,
  catalogueImporting,
  catalogueQueries,
  catalogueReactions,
  leadsActions,
  leadsImporting,
  leadsQueries,
  leadsReactions,
  opportunitiesActions,
  opportunitiesImporting,
  opportunitiesConvert,
  opportunitiesFacts,
  opportunitiesLeadFacts,
  opportunitiesQueries,
  opportunitiesReactions,
  activitiesActions,
  activitiesQueries,
  activitiesReactions,
  quotingActions,
  quotingFacts,
  quotingQueries,
  quotingReactions,
  quotingSteps,
  ordersActions,
  ordersFacts,
  ordersQueries,
  ordersReactions,
  billingCreditNotes,
  billingFacts,
  billingInvoices,
  billingPayments,
  billingQueries,
  billingReactions,
  importsActions,
  importsQueries,
  importsReactions,
  overviewQueries,
  analyticsActions,
  analyticsReactions,
  analyticsCustomers,
  analyticsDocuments,
  analyticsSales,
  demoFurnish,
])
