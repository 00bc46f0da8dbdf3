/** A small trade for the tests of the list compiler: every kind of field, on real PostgreSQL, under the real logins. */
import { sql } from 'kysely'
import { inject } from 'vitest'
import type { RowData } from '../../codec.ts'
import {
  address,
  anyReference,
  boolean,
  choice,
  currencyCode,
  day,
  decimal,
  type Entity,
  email,
  entity,
  file,
  instant,
  integer,
  json,
  longText,
  money,
  multiChoice,
  option as optionField,
  percent,
  phone,
  reference,
  state,
  text,
} from '../../entity.ts'
import { flow } from '../../flow.ts'
import { registry as makeRegistry } from '../../registry.ts'
import type { Actor } from '../access.ts'
import { columnsOf, tableOf, toParameter } from '../columns.ts'
import { type Database, openDatabase, prepareLogins } from '../database/connect.ts'
import { emptyDatabase, testConfig } from '../database/testing.ts'
import { schemaSql } from '../ddl.ts'
import { uuidv7 } from '../ids.ts'
import { searchText } from '../searchText.ts'

const member = entity(
  'member',
  { label: 'Member', labelPlural: 'Members', plural: 'members', title: 'name', owned: false, lookup: true },
  { name: text({ required: true, search: true, sort: true }) },
)
const team = entity(
  'team',
  { label: 'Team', labelPlural: 'Teams', plural: 'teams', title: 'name', owned: false, lookup: true },
  { name: text({ required: true }), parentId: reference('team') },
)
const option = entity(
  'option',
  { label: 'Option', labelPlural: 'Options', plural: 'options', title: 'label', owned: false, lookup: true },
  { list: text({ required: true }), label: text({ required: true }) },
)
export const account = entity(
  'account',
  { label: 'Account', labelPlural: 'Accounts', plural: 'accounts', title: 'name', subtitle: 'city' },
  {
    name: text({ required: true, search: true, sort: true }),
    city: text({ search: true, filter: true }),
    email: email({ search: true, filter: true }),
    phone: phone({ filter: true }),
    industry: choice({ software: 'Software', retail: 'Retail', health: 'Health' }, { filter: true }),
    tags: multiChoice({ key: 'Key account', partner: 'Partner', press: 'Press' }, { filter: true }),
    employees: integer({ filter: true, sort: true }),
    revenue: money(),
    currency: currencyCode(),
    secret: text({ filter: true, sort: true }),
    billingAddress: address(),
    notes: longText({ heavy: true }),
    parentId: reference('account'),
    extra: json<Record<string, unknown>>()(),
  },
)
export const deal = entity(
  'deal',
  {
    label: 'Deal',
    labelPlural: 'Deals',
    plural: 'deals',
    title: 'name',
    number: { pattern: 'D-{seq}', at: 'create' },
    defaultSort: '-createdAt',
  },
  {
    name: text({ required: true, search: true, sort: true }),
    accountId: reference('account'),
    sourceId: optionField('leadSource'),
    status: state({ open: 'Open', sent: 'Sent', won: 'Won', lost: 'Lost' }),
    amount: money({ filter: true, sort: true, default: 0 }),
    currency: currencyCode({ required: true, default: 'EUR' }),
    exchangeRate: decimal({ required: true, default: '1' }),
    margin: money(),
    chance: percent({ filter: true, sort: true }),
    quantity: decimal({ filter: true }),
    score: integer({ filter: true, sort: true }),
    validUntil: day({ filter: true, sort: true }),
    sentAt: instant({ filter: true, sort: true }),
    hot: boolean({ filter: true }),
    contractId: file(),
  },
)
export const note = entity(
  'note',
  { label: 'Note', labelPlural: 'Notes', plural: 'notes', title: 'subject', globalSearch: 'last' },
  { subject: text({ required: true, search: true }), about: anyReference(), dueOn: day({ filter: true, sort: true }) },
)
export const dealLine = entity(
  'dealLine',
  {
    label: 'Line',
    labelPlural: 'Lines',
    plural: 'deal-lines',
    title: 'text',
    partOf: { entity: 'deal', field: 'dealId', as: 'lines' },
  },
  { dealId: reference('deal', { required: true }), text: text({ required: true }), quantity: decimal() },
)
const dealFlow = flow()(deal, 'status', {
  steps: {
    send: { label: 'Send', from: ['open'], to: 'sent' },
    win: { label: 'Win', from: ['open', 'sent'], to: 'won' },
    lose: { label: 'Lose', from: ['open', 'sent'], to: 'lost' },
  },
  derived: {
    expired: {
      label: 'Expired',
      tone: 'amber',
      sql: `status = 'sent' and valid_until < {today}`,
      is: (row, today) => row.status === 'sent' && row.validUntil !== null && row.validUntil < today,
    },
  },
})
export const registry = makeRegistry({
  entities: [member, team, option, account, deal, note, dealLine],
  flows: [dealFlow],
  verbs: [],
  settings: [],
  notices: [],
  reports: [],
})

export const actorOf = (workspaceId: string, o: Partial<Actor> = {}): Actor => ({
  kind: 'user',
  workspaceId,
  memberId: null,
  userId: null,
  name: 'Test',
  roleId: null,
  rights: { '*': 'all' },
  fieldRights: {},
  teamIds: [],
  ...o,
})

export type Fixture = Database & { close(): Promise<void> }

/** An empty database with the fixture's tables, as the migrations would make them. */
export const fixtureDatabase = async (): Promise<Fixture> => {
  const { adminUrl, drop } = await emptyDatabase()
  const config = testConfig(inject('testServer'))
  await prepareLogins(adminUrl, config)
  const db = await openDatabase(config, adminUrl)
  const role = (name: string) => `"${name}"`
  for (const statement of schemaSql(registry))
    await sql
      .raw(statement.replaceAll('{{app}}', role(db.roles.app)).replaceAll('{{list}}', role(db.roles.list)))
      .execute(db.owner)
  const close = async () => {
    await db.close()
    await drop()
  }
  return { ...db, close }
}

/** Inserts rows as the kernel would, as the owner; answers their ids. */
export const add = async (
  db: Database,
  workspaceId: string,
  e: Entity,
  rows: readonly RowData[],
): Promise<string[]> => {
  const ids: string[] = []
  for (const given of rows) {
    const row: RowData = { id: uuidv7(), version: 1, custom: {}, ...given }
    const columns = columnsOf(e).filter((c) => row[c.key] !== undefined)
    const search = searchText.applies(e)
    await sql`insert into ${sql.table(tableOf(e))} (${sql.join(
      ['workspace_id', ...columns.map((c) => c.column), ...(search ? ['search_text'] : [])].map((c) => sql.ref(c)),
    )}) values (${sql.join([
      workspaceId,
      ...columns.map((c) => toParameter(c, row)),
      ...(search ? [searchText.of(e, row)] : []),
    ])})`.execute(db.owner)
    ids.push(String(row.id))
  }
  return ids
}
