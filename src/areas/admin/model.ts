/** The workspace's own order: companies, people, teams, roles, lists of values, numbers, and what everyone has beside them. */
import {
  address,
  anyReference,
  boolean,
  choice,
  currencyCode,
  day,
  decimal,
  email,
  entity,
  file,
  instant,
  integer,
  json,
  longText,
  phone,
  reference,
  type Row,
  text,
} from '../../kernel/entity.ts'

/** A legal entity that issues documents. The first is made at set-up; documents and counters carry its id. */
export const company = entity(
  'company',
  { label: 'Company', labelPlural: 'Companies', plural: 'companies', title: 'name', owned: false, lookup: true },
  {
    name: text({ required: true, search: true }),
    legalName: text(),
    taxId: text({ label: 'VAT number' }),
    registrationNumber: text(),
    address: address(),
    email: email(),
    phone: phone(),
    website: text(),
    bankName: text(),
    iban: text({ label: 'IBAN' }),
    bic: text({ label: 'BIC' }),
    logoId: file({
      label: 'Logo',
      accept: ['image/png', 'image/jpeg'],
      help: 'PNG or JPEG, for documents and the customer’s page. About 600 pixels wide looks sharp in print',
    }),
    accentColour: text({ max: 7, help: 'Used on documents and in the portal, e.g. #3b5bdb' }),
    documentFooter: longText({ help: 'Printed at the foot of every document' }),
  },
)

/** Teams form a tree; a member reaches own team and all beneath it. */
export const team = entity(
  'team',
  { label: 'Team', labelPlural: 'Teams', plural: 'teams', title: 'name', owned: false, lookup: true },
  {
    name: text({ required: true, search: true, unique: true, sort: true }),
    parentId: reference('team', { label: 'Part of' }),
    managerId: reference('member', { label: 'Manager' }),
  },
)

export type RoleRights = Record<string, 'none' | 'own' | 'team' | 'all'>
export type RoleFieldRights = Record<string, 'hidden' | 'readOnly'>

export const role = entity(
  'role',
  { label: 'Role', labelPlural: 'Roles', plural: 'roles', title: 'name', owned: false, lookup: true },
  {
    name: text({ required: true, unique: true, sort: true }),
    description: text(),
    /** the shipped role it came from, so that an upgrade can tell what was edited */
    key: text({ readOnly: true }),
    rights: json<RoleRights>()({ required: true, default: {} }),
    fieldRights: json<RoleFieldRights>()({ required: true, default: {} }),
    requireSecondFactor: boolean({
      required: true,
      default: false,
      help: 'People with this role set up an authenticator app before they go on',
    }),
  },
)

/** A user in this workspace: the owner and actor of records. */
export const member = entity(
  'member',
  {
    label: 'User',
    labelPlural: 'Users',
    plural: 'members',
    title: 'name',
    subtitle: 'email',
    owned: false,
    lookup: true,
    crud: { create: false, delete: false },
  },
  {
    name: text({ required: true, search: true, sort: true }),
    email: email({ required: true, search: true, unique: true, readOnly: true }),
    userId: text({ readOnly: true, hidden: true, max: 36 }),
    roleId: reference('role', { required: true }),
    teamId: reference('team', { label: 'Team' }),
    jobTitle: text(),
    phone: phone(),
    timeZone: text({ max: 64 }),
    active: boolean({ required: true, default: true, readOnly: true, filter: true }),
    invitedAt: instant({ readOnly: true }),
    joinedAt: instant({ readOnly: true }),
    preferences: json<Record<string, unknown>>()({ hidden: true, private: true }),
  },
)

/** A value of a configurable list: lead sources and types, loss reasons, contact roles … */
export const option = entity(
  'option',
  {
    label: 'List value',
    labelPlural: 'List values',
    plural: 'options',
    title: 'label',
    owned: false,
    lookup: true,
    unique: [['list', 'label']],
    defaultSort: 'position',
  },
  {
    list: text({ required: true, filter: true, max: 60 }),
    label: text({ required: true, sort: true, max: 120 }),
    position: integer({ required: true, default: 0, sort: true }),
    active: boolean({ required: true, default: true, filter: true }),
    tone: choice(
      { grey: 'Grey', blue: 'Blue', amber: 'Amber', green: 'Green', red: 'Red', violet: 'Violet' },
      { label: 'Colour' },
    ),
  },
)

export const numberSeries = entity(
  'numberSeries',
  {
    label: 'Number series',
    labelPlural: 'Number series',
    plural: 'number-series',
    title: 'entity',
    owned: false,
    lookup: true,
    unique: [['entity', 'companyId']],
  },
  {
    entity: text({ required: true, label: 'Document', max: 60 }),
    companyId: reference('company'),
    pattern: text({ required: true, max: 60, help: 'For example INV-{yyyy}-{000}' }),
    allowBackDate: boolean({ required: true, default: false, help: 'Allow a date before the last issued document' }),
  },
)

/** How many units of the base currency one unit of `currency` is worth from a day on. */
export const exchangeRate = entity(
  'exchangeRate',
  {
    label: 'Exchange rate',
    labelPlural: 'Exchange rates',
    plural: 'exchange-rates',
    title: 'code',
    owned: false,
    lookup: true,
    unique: [['code', 'validFrom']],
    defaultSort: '-validFrom',
  },
  {
    code: currencyCode({ required: true, filter: true, sort: true }),
    validFrom: day({ required: true, sort: true }),
    rate: decimal({ required: true, scale: 10, help: 'Units of the base currency for one unit of this currency' }),
  },
)

/** A list's filter, columns and order under a name: a tab above the list. Shared ones are seen by all. */
export const savedView = entity(
  'savedView',
  {
    label: 'Saved view',
    labelPlural: 'Saved views',
    plural: 'saved-views',
    title: 'name',
    globalSearch: false,
    sharedBy: 'shared',
    indexes: [['entity']],
    defaultSort: 'position',
  },
  {
    name: text({ required: true, sort: true, max: 80 }),
    entity: text({ required: true, filter: true, max: 60 }),
    query: text({ required: true, max: 4000, help: 'The list parameters as in the address' }),
    columns: json<string[]>()({}),
    display: choice({ list: 'List', board: 'Board' }, { required: true, default: 'list' }),
    shared: boolean({ required: true, default: false, filter: true }),
    pinned: boolean({ required: true, default: false, filter: true }),
    position: integer({ required: true, default: 0, sort: true }),
  },
)

export const notification = entity(
  'notification',
  {
    label: 'Notification',
    labelPlural: 'Notifications',
    plural: 'notifications',
    title: 'title',
    crud: { create: false, update: false, delete: false },
    globalSearch: false,
    defaultSort: '-createdAt',
  },
  {
    kind: text({ required: true, max: 60, filter: true }),
    title: text({ required: true }),
    body: text({ max: 1000 }),
    target: anyReference({ label: 'Record' }),
    readAt: instant({ filter: true }),
  },
)

/** A stored file and the record it hangs on. The bytes lie in the file store under `hash`. */
export const fileRecord = entity(
  'fileRecord',
  {
    label: 'File',
    labelPlural: 'Files',
    plural: 'file-records',
    title: 'name',
    crud: { create: false, update: false, delete: false },
    globalSearch: false,
    timeline: ['target'],
    defaultSort: '-createdAt',
  },
  {
    name: text({ required: true, sort: true }),
    target: anyReference({ label: 'Record' }),
    type: text({ required: true, max: 120, label: 'Content type' }),
    size: integer({ required: true, label: 'Bytes' }),
    hash: text({ required: true, max: 64, hidden: true }),
  },
)

export type SentFile = { fileId: string; name: string; type: string /** bytes */; size: number }

/** Every mail the system sends or would send: the outbox. */
export const mailMessage = entity(
  'mailMessage',
  {
    label: 'Email',
    labelPlural: 'Outbox',
    plural: 'mails',
    title: 'subject',
    crud: { create: false, update: false, delete: false },
    globalSearch: false,
    defaultSort: '-createdAt',
  },
  {
    subject: text({ required: true, max: 500 }),
    toAddress: email({ required: true, label: 'To', filter: true }),
    toName: text(),
    fromAddress: text({ label: 'From' }),
    cc: text({ max: 1000 }),
    bodyText: longText({ heavy: true }),
    bodyHtml: longText({ heavy: true }),
    target: anyReference({ label: 'Record' }),
    /** the files that went with it, kept with the mail */
    attachments: json<SentFile[]>()({ heavy: false, readOnly: true }),
    status: choice(
      {
        queued: { label: 'Queued', tone: 'amber' },
        sent: { label: 'Sent', tone: 'green' },
        failed: { label: 'Failed', tone: 'red' },
        held: { label: 'Not sent: no mail server set', tone: 'grey' },
      },
      { required: true, default: 'queued', filter: true, sort: true },
    ),
    messageId: text(),
    sentAt: instant({ sort: true }),
    error: text({ max: 1000 }),
  },
)

export type Company = Row<typeof company>
export type Member = Row<typeof member>
export type Role = Row<typeof role>
