/** The records that the tests of filters, rows and rights look for. */
import type { RowData } from '../../codec.ts'
import type { Entity } from '../../entity.ts'
import { AppError } from '../../errors.ts'
import { uuidv7 } from '../ids.ts'
import { runList } from './compile.ts'
import { account, actorOf, add, deal, dealLine, type Fixture, fixtureDatabase, note, registry } from './fixture.ts'
import { type ListQuery, parseListQuery, type Reader } from './query.ts'

export const [workspace, other, ann, bob, sales, service] = [uuidv7(), uuidv7(), uuidv7(), uuidv7(), uuidv7(), uuidv7()]

/** Ann of the sales team on Sunday, 15 March 2026 in Berlin. */
export const readerOf = (o: Parameters<typeof actorOf>[1] = {}, workspaceId = workspace): Reader => ({
  registry,
  actor: actorOf(workspaceId, { memberId: ann, teamIds: [sales], ...o }),
  today: '2026-03-15',
  timeZone: 'Europe/Berlin',
  baseCurrency: 'EUR',
})

const at = (day: string) => `${day}T12:00:00.000Z`

/** Fills a database; answers the ids by name. */
const fill = async (db: Fixture): Promise<Record<string, string>> => {
  const ids: Record<string, string> = {}
  const entity = (name: string) => registry.entity(name)
  for (const w of [workspace, other]) {
    await add(db, w, entity('team'), [
      { id: sales, name: 'Sales' },
      { id: service, name: 'Service' },
    ])
    await add(db, w, entity('member'), [
      { id: ann, name: 'Ann' },
      { id: bob, name: 'Bob' },
    ])
  }
  const [web] = await add(db, workspace, entity('option'), [{ list: 'leadSource', label: 'Web' }])
  const accounts: RowData[] = [
    {
      name: 'Acme',
      city: 'Praha',
      email: 'info@acme.test',
      phone: '+420123456789',
      industry: 'software',
      tags: ['key', 'press'],
      employees: 50,
      revenue: 100_00,
      currency: 'EUR',
      secret: 's1',
      billingAddress: { city: 'Praha', country: 'CZ' },
      custom: { size: 'L', vip: true, rank: 3 },
      ownerId: ann,
      teamId: sales,
    },
    {
      name: 'Žižkov s.r.o.',
      city: '50% off_',
      industry: 'retail',
      tags: ['partner'],
      employees: 7,
      ownerId: bob,
      teamId: service,
    },
    { name: 'Müller', notes: 'long', employees: null, secret: 's2', ownerId: bob, teamId: sales },
    { name: 'Gone', industry: 'retail', deletedAt: at('2026-01-01'), deletedBy: null },
  ]
  const accountIds = await add(db, workspace, account, accounts)
  accounts.forEach((a, i) => {
    ids[String(a.name)] = accountIds[i] ?? ''
  })
  await add(db, other, account, [{ name: 'Foreign', industry: 'software', city: 'Praha' }])
  const deals: RowData[] = [
    {
      name: 'A',
      number: 'D-1',
      accountId: ids.Acme,
      sourceId: web,
      status: 'open',
      amount: 1000_00,
      amountBase: 1000_00,
      chance: '12.5',
      quantity: '1.5',
      score: 10,
      validUntil: '2026-03-31',
      sentAt: '2026-03-14T23:30:00.000Z',
      hot: true,
      createdAt: at('2026-03-15'),
      ownerId: ann,
      teamId: sales,
      createdBy: bob,
    },
    {
      name: 'B',
      number: 'D-2',
      accountId: ids['Žižkov s.r.o.'],
      status: 'sent',
      amount: 500_00,
      amountBase: 20_00,
      currency: 'CZK',
      exchangeRate: '0.04',
      score: 20,
      validUntil: '2026-03-01',
      sentAt: '2026-02-10T10:00:00.000Z',
      hot: false,
      createdAt: at('2026-02-15'),
      ownerId: bob,
      teamId: sales,
    },
    {
      name: 'C',
      number: 'D-3',
      status: 'sent',
      validUntil: '2026-03-15',
      createdAt: at('2025-12-31'),
      ownerId: bob,
      teamId: service,
    },
    { name: 'D', accountId: ids.Gone, status: 'won', amount: 0, amountBase: 0, createdAt: at('2026-03-09') },
  ]
  const dealIds = await add(db, workspace, deal, deals)
  deals.forEach((d, i) => {
    ids[String(d.name)] = dealIds[i] ?? ''
  })
  await add(db, workspace, dealLine, [
    { dealId: ids.A, text: 'first' },
    { dealId: ids.C, text: 'second' },
  ])
  await add(db, workspace, note, [
    { subject: 'n1', about: { entity: 'account', id: ids.Acme }, ownerId: ann },
    { subject: 'n2', about: { entity: 'deal', id: ids.B }, dueOn: '2026-03-20', ownerId: ann },
    { subject: 'n3', ownerId: ann },
  ])
  return ids
}

export type Trade = Awaited<ReturnType<typeof openTrade>>
type Params = Record<string, unknown>

/** A database with the records, and the questions that tests ask it. */
export const openTrade = async () => {
  const db = await fixtureDatabase()
  const ids = await fill(db)
  const query = (e: Entity, params: Params, reader: Reader): ListQuery => parseListQuery(e, reader, params)
  const list = (e: Entity, params: Params, reader = readerOf()) => runList(db.list, e, query(e, params, reader), reader)
  return {
    db,
    list,
    idOf: (name: string): string => ids[name] ?? '',
    /** the names that a filter finds, in order of name */
    names: async (e: Entity, params: Params, reader = readerOf()): Promise<string> => {
      const page = await list(e, { ...(e === note ? {} : { sort: 'name' }), ...params }, reader)
      return page.data.map((r) => String(r.name ?? r.subject)).join(' ')
    },
    /** the typed error that a question meets */
    complaint: async (e: Entity, params: Params, reader = readerOf()): Promise<AppError> => {
      try {
        await list(e, params, reader)
      } catch (error) {
        if (error instanceof AppError) return error
        throw error
      }
      throw new Error('was accepted')
    },
  }
}
