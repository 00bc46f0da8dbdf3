/** The roles a workspace starts with (ADM-1), as data that admins may edit. */
import type { RoleFieldRights, RoleRights } from './model.ts'

type Reach = RoleRights[string]
type ShippedRole = { key: string; name: string; description: string; rights: RoleRights; fieldRights?: RoleFieldRights }

/** `all('view', 'account', 'contact')` → `{ 'account.view': 'all', 'contact.view': 'all' }` */
const give = (reach: Reach, verbs: readonly string[], entities: readonly string[]): RoleRights =>
  Object.fromEntries(entities.flatMap((e) => verbs.map((v) => [`${e}.${v}`, reach])))

const lookups = [
  'company',
  'team',
  'member',
  'option',
  'exchangeRate',
  'productCategory',
  'product',
  'priceList',
  'priceListEntry',
  'taxClass',
  'taxRate',
  'pipeline',
  'stage',
  'leadStage',
]
const people = ['account', 'contact', 'accountContact']
const sales = [...people, 'lead', 'opportunity', 'activity', 'quote', 'order']
const billing = ['invoice', 'payment', 'creditNote']
const edits = ['view', 'create', 'edit']

/** What everyone needs: the lists records point to, own views, own notifications, own activities. */
const everyone: RoleRights = {
  ...give('all', ['view'], lookups),
  ...give('own', ['view', 'create', 'edit', 'delete'], ['savedView', 'reportSchedule']),
  'notification.*': 'own',
  'mailMessage.view': 'own',
  ...give('own', ['*'], ['activity']),
  ...give('own', [...edits, 'delete'], ['fileRecord']),
}

/** Cost and margin are for those who set prices. */
const noMargins: RoleFieldRights = {
  'product.cost': 'hidden',
  'quote.cost': 'hidden',
  'quote.margin': 'hidden',
  'quoteLine.unitCost': 'hidden',
  'order.cost': 'hidden',
  'order.margin': 'hidden',
  'orderLine.unitCost': 'hidden',
  'invoice.cost': 'hidden',
  'invoice.margin': 'hidden',
  'invoiceLine.unitCost': 'hidden',
}

export const shippedRoles: readonly ShippedRole[] = [
  { key: 'admin', name: 'Admin', description: 'Everything, and the settings', rights: { '*': 'all' } },
  {
    key: 'salesDirector',
    name: 'Sales Director',
    description: 'All sales records and reports; strategy and forecasts',
    rights: {
      ...everyone,
      ...give('all', ['*'], [...sales, ...billing]),
      '*.view': 'all',
      '*.export': 'all',
      // What administers the system is no sales record: addresses of sign-ins, mails of everyone.
      ...give('none', ['view', 'export'], ['audit', 'failedJob', 'mailMessage']),
      'lead.reopen': 'all',
      'opportunity.reopen': 'all',
      ...give('all', edits, ['import']),
    },
  },
  {
    key: 'teamLead',
    name: 'Team Lead',
    description: 'The records of their own team and the teams beneath',
    rights: {
      ...everyone,
      ...give('team', ['*'], sales),
      ...give('team', ['view', 'create', 'export'], billing),
      ...give('all', ['view'], people),
      ...give('team', edits, ['import']),
    },
  },
  {
    key: 'accountManager',
    name: 'Account Manager',
    description: 'Own accounts and deals, with their quotes, orders and invoices',
    rights: {
      ...everyone,
      ...give('own', ['*'], [...sales, 'invoice']),
      ...give('own', ['view'], billing),
      ...give('all', ['view'], people),
      'lead.reopen': 'none',
    },
    fieldRights: { 'product.cost': 'hidden' },
  },
  {
    key: 'salesAgent',
    name: 'Sales Agent',
    description: 'Own leads, quotes, orders and invoices; sees clients and adds new ones',
    rights: {
      ...everyone,
      ...give('own', ['*'], ['lead', 'opportunity']),
      ...give(
        'own',
        ['view', 'create', 'edit', 'send', 'revise', 'newRevision', 'extend', 'copy', 'toOrder', 'toInvoice', 'cancel'],
        ['quote'],
      ),
      ...give('own', ['view', 'create', 'edit', 'confirm', 'createInvoice'], ['order']),
      ...give('own', ['view', 'create', 'edit'], ['invoice']),
      ...give('all', ['view', 'create'], people),
      ...give('own', ['edit'], people),
      ...give('none', ['delete', 'export', 'reopen'], ['lead', 'opportunity']),
    },
    fieldRights: noMargins,
  },
  {
    key: 'sdr',
    name: 'SDR / BDR',
    description: 'Finds and qualifies leads',
    rights: {
      ...everyone,
      ...give('own', ['*'], ['lead']),
      'lead.view': 'team',
      'lead.reopen': 'none',
      'lead.delete': 'none',
      ...give('all', ['view', 'create'], people),
      ...give('own', ['view', 'create'], ['opportunity']),
    },
    fieldRights: noMargins,
  },
  {
    key: 'marketing',
    name: 'Marketing',
    description: 'Reads sales records; makes leads and campaigns',
    rights: {
      ...everyone,
      ...give('all', ['view'], sales),
      ...give('all', [...edits, 'export'], ['lead']),
      ...give('all', edits, ['import']),
    },
    fieldRights: noMargins,
  },
  {
    key: 'serviceAgent',
    name: 'Service Agent',
    description: 'Tickets and knowledge; sees customers',
    rights: { ...everyone, ...give('all', ['view'], [...people, 'order', 'invoice']) },
    fieldRights: noMargins,
  },
  {
    key: 'finance',
    name: 'Finance',
    description: 'Invoices, payments and credit notes',
    rights: {
      ...everyone,
      ...give('all', ['*'], billing),
      ...give('all', ['view'], sales),
      ...give('all', ['createInvoice', 'export'], ['order', 'quote']),
      ...give('all', edits, ['taxClass', 'taxRate', 'exchangeRate']),
      'account.edit': 'all',
    },
  },
  {
    key: 'warehouse',
    name: 'Warehouse and Procurement',
    description: 'Stock, deliveries and purchases',
    rights: {
      ...everyone,
      ...give('all', ['view', 'fulfil'], ['order']),
      ...give('all', ['view'], people),
      ...give('all', edits, ['product']),
    },
    fieldRights: noMargins,
  },
  {
    key: 'readOnly',
    name: 'Read-only',
    description: 'Sees sales records, changes nothing',
    rights: { ...give('all', ['view'], [...lookups, ...sales, ...billing]), 'notification.*': 'own' },
    fieldRights: noMargins,
  },
]
