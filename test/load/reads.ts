/** Reading: lists, any combination of them, deep pages, search, the pages of one record, figures. */
import { activity } from '../../src/areas/activities/model.ts'
import { invoice } from '../../src/areas/billing/model.ts'
import { account, contact } from '../../src/areas/customers/model.ts'
import { lead } from '../../src/areas/leads/model.ts'
import { opportunity } from '../../src/areas/opportunities/model.ts'
import { encodeCursor } from '../../src/kernel/server/list/cursor.ts'
import { parseSort } from '../../src/kernel/server/list/query.ts'
import { Client, p50, p95, quantile, repeat, seeded, timed } from './client.ts'
import { combinations } from './combinations.ts'
import { lastNames, syllables } from './words.ts'
import { password } from './load.ts'
import type { Figure } from './report.ts'
import { standardPage, type Target } from './target.ts'

const seconds = 6

/** How often sixteen callers at once get through in a second. */
const throughput = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  const end = started + seconds * 1000
  let done = 0
  const loop = async () => {
    while (performance.now() < end) {
      await work()
      done += 1
    }
  }
  await Promise.all(Array.from({ length: 16 }, loop))
  return (done * 1000) / (performance.now() - started)
}

/** The list beside its own SQL, one after the other, so that what else the machine does meets both. */
export const list = async (t: Target): Promise<Figure[]> => {
  const http: number[] = []
  const bare: number[] = []
  for (let i = 0; i < 320; i++) {
    const b = await timed(() => t.bare.query(t.page))
    const h = (await t.admin.get(`/opportunities?${standardPage}`)).ms
    if (i < 20) continue
    bare.push(b)
    http.push(h)
  }
  const [h, b] = [p50(http), p50(bare)]
  const crowd = await new Client(t.product.url, 16).signIn(t.load.people.admin, password)
  const through = await throughput(() => crowd.get(`/opportunities?${standardPage}`))
  crowd.close()
  const bareThrough = await throughput(() => t.barePool.query(t.page))
  return [
    {
      part: 'list',
      name: 'list page adds to the bare driver, p50',
      value: h - b,
      unit: 'ms',
      bar: 2,
      scaled: true,
      note: `HTTP ${h.toFixed(2)} ms, bare ${b.toFixed(2)} ms`,
    },
    {
      part: 'list',
      name: 'list throughput at 16 connections ÷ bare pool of 16',
      value: through / bareThrough,
      unit: '×',
      bar: 0.25,
      atLeast: true,
      note: `${through.toFixed(0)}/s of ${bareThrough.toFixed(0)}/s`,
    },
  ]
}

const people = (t: Target) => [t.admin, t.admin, t.teamLead, t.salesAgent]

export const combos = async (
  t: Target,
  factor: () => number,
  tell: (text: string) => void,
  count = 500,
): Promise<Figure[]> => {
  const all = await combinations(
    t.admin,
    t.reader.registry,
    [account, contact, lead, opportunity, activity, invoice],
    count,
  )
  const found: { url: string; ms: number; who: number }[] = []
  let failed = 0
  for (const [i, url] of all.entries()) {
    const who = i % 4
    const reply = await (people(t)[who] ?? t.admin).call('GET', url)
    // A role may hide a field or a whole list: no page, no figure.
    if (reply.status === 403) continue
    if (reply.status !== 200) {
      failed += 1
      tell(`  ${reply.status} ${url}: ${reply.text.slice(0, 200)}`)
    }
    found.push({ url, ms: reply.status === 200 ? reply.ms : Number.POSITIVE_INFINITY, who })
  }
  const bar = 100 * factor()
  const fast = found.filter((f) => f.ms < bar).length
  for (const f of found
    .filter((x) => x.ms >= bar)
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, 30))
    tell(`  ${f.ms.toFixed(0)} ms (${['admin', 'admin', 'team lead', 'agent'][f.who]}) ${decodeURIComponent(f.url)}`)
  const times = found.map((f) => f.ms)
  return [
    {
      part: 'combos',
      name: `filter, sort and search combinations under ${bar.toFixed(0)} ms`,
      value: (100 * fast) / found.length,
      unit: '%',
      bar: 95,
      atLeast: true,
      note: `${found.length} of ${count}, p50 ${p50(times).toFixed(1)} ms, p95 ${p95(times).toFixed(0)} ms, p99 ${quantile(times, 0.99).toFixed(0)} ms, ${failed} failed`,
    },
  ]
}

/** A page's cursor is that of the row before it; found here by counting, which the product never does. */
export const deep = async (t: Target): Promise<Figure[]> => {
  const out: Figure[] = []
  for (const [e, sort, column] of [
    [activity, '-createdAt', 'created_at'],
    [contact, 'name', 'name'],
  ] as const) {
    const rows = e === activity ? t.load.counts.activities : t.load.counts.contacts
    const page = Math.min(10_000, Math.floor(rows / 100))
    const direction = sort.startsWith('-') ? 'desc' : 'asc'
    const r = await t.bare.query<{ id: string; at: string }>(
      `select id, ${column} as at from ${e.name} where workspace_id = $1 and deleted_at is null order by ${column} ${direction} , id ${direction} offset $2 limit 1`,
      [t.load.workspaceId, (page - 1) * 50 - 1],
    )
    const [row] = r.rows
    if (!row) throw new Error('no such page')
    const cursor = encodeCursor(e, parseSort(e, sort), { backward: false, id: row.id, values: [row.at] })
    const first = await repeat(60, () => t.admin.get(`/${e.plural}?sort=${sort}&limit=50`))
    const far = await repeat(60, () => t.admin.get(`/${e.plural}?sort=${sort}&limit=50&cursor=${cursor}`))
    out.push({
      part: 'deep',
      name: `page ${page} of ${e.plural} ÷ page 1, p50`,
      value: p50(far) / p50(first),
      unit: '×',
      bar: 1.5,
      note: `${p50(far).toFixed(1)} ms and ${p50(first).toFixed(1)} ms`,
    })
  }
  return out
}

export const search = async (t: Target, times = 150): Promise<Figure[]> => {
  const random = seeded(7)
  const stems = [...lastNames, ...syllables[0].flatMap((a) => syllables[1].map((b) => `${a}${b}`))]
  const word = (): string => (stems[Math.floor(random() * stems.length)] ?? 'mül').slice(0, 3)
  // A search that was given up counts as one that never ended.
  const ask = async (client: Target['admin']) => {
    const reply = await client.call('GET', `/search?q=${encodeURIComponent(word())}`)
    return reply.status === 200 ? reply : { ...reply, ms: Number.POSITIVE_INFINITY }
  }
  const measure = (client: Target['admin']) => repeat(times, () => ask(client), 10)
  const admin = await measure(t.admin)
  const agent = await measure(t.salesAgent)
  return [
    {
      part: 'search',
      name: 'global search, 3 letters, p95',
      value: p95(admin),
      unit: 'ms',
      bar: 50,
      scaled: true,
      note: `p50 ${p50(admin).toFixed(1)} ms`,
    },
    {
      part: 'search',
      name: 'global search, 3 letters, reach own, p95',
      value: p95(agent),
      unit: 'ms',
      bar: 50,
      scaled: true,
      note: `p50 ${p50(agent).toFixed(1)} ms`,
    },
  ]
}

const idsOf = async (t: Target, at: string, key = 'id'): Promise<string[]> => {
  const { data } = await t.admin.json(at)
  return Array.isArray(data) ? data.map((x: Record<string, unknown>) => String(x[key])) : []
}

/** The pages of a record and the pages of figures. */
export const pages = async (t: Target): Promise<Figure[]> => {
  const biggest = await t.bare.query<{ account_id: string }>(
    `select account_id from opportunity where workspace_id = $1 and account_id is not null group by 1 order by count(*) desc limit 20`,
    [t.load.workspaceId],
  )
  const ids = [
    ...(await idsOf(t, '/accounts?limit=60&sort=-updatedAt&fields=name')),
    ...biggest.rows.map((r) => r.account_id),
  ]
  const overview = await repeat(160, (i) => t.admin.get(`/accounts/${ids[i % ids.length]}/overview`))
  const record = await repeat(100, (i) => t.admin.get(`/accounts/${ids[i % ids.length]}`))
  const timeline = await repeat(60, (i) => t.admin.get(`/accounts/${ids[i % ids.length]}/timeline`))
  const home = await repeat(60, () => t.salesAgent.get('/home'))
  const teamHome = await repeat(40, () => t.teamLead.get('/home?whose=team'))
  return [
    {
      part: 'pages',
      name: '360° account overview, p95',
      value: p95(overview),
      unit: 'ms',
      bar: 60,
      scaled: true,
      note: `p50 ${p50(overview).toFixed(1)} ms`,
    },
    {
      part: 'pages',
      name: 'one record with labels and rights, p95',
      value: p95(record),
      unit: 'ms',
      note: `p50 ${p50(record).toFixed(1)} ms`,
    },
    {
      part: 'pages',
      name: 'timeline of an account, p95',
      value: p95(timeline),
      unit: 'ms',
      note: `p50 ${p50(timeline).toFixed(1)} ms`,
    },
    {
      part: 'pages',
      name: 'home, own, p95',
      value: p95(home),
      unit: 'ms',
      bar: 300,
      scaled: true,
      note: `p50 ${p50(home).toFixed(1)} ms; the bar is the dashboard’s`,
    },
    {
      part: 'pages',
      name: 'home, a lead’s teams, p95',
      value: p95(teamHome),
      unit: 'ms',
      bar: 300,
      scaled: true,
      note: `p50 ${p50(teamHome).toFixed(1)} ms`,
    },
  ]
}

const widgets = [
  '/opportunities/aggregate?groupBy=stageId&sum=amount&count=true&status=open',
  '/opportunities/aggregate?groupBy=closedOn:month&sum=amount&count=true&status=won&closedOn[gte]=thisYear',
  '/opportunities/aggregate?groupBy=ownerId&sum=amount&count=true&status=won&closedOn[gte]=thisQuarter',
  '/leads/aggregate?groupBy=status&count=true&createdAt[gte]=thisYear',
  '/leads/aggregate?groupBy=sourceId&count=true&createdAt[gte]=thisQuarter',
  '/invoices/aggregate?groupBy=status&sum=balance&count=true&issueDate[gte]=thisYear',
  '/activities/aggregate?groupBy=kind&count=true&createdAt[gte]=thisMonth',
  '/opportunities/aggregate?groupBy=forecastCategory&sum=weightedAmount&count=true&status=open&expectedCloseDate[gte]=today',
]

/** Eight figures over lists asked for at once, each anew, as a browser does over its connections. */
export const dashboard = async (t: Target): Promise<Figure[]> => {
  const client = t.admin
  const one = new Map<string, number[]>()
  const all: number[] = []
  for (let i = 0; i < 25; i++) {
    const started = performance.now()
    await Promise.all(
      widgets.map(async (w) => {
        const at = performance.now()
        await client.get(w)
        one.set(w, [...(one.get(w) ?? []), performance.now() - at])
      }),
    )
    if (i >= 3) all.push(performance.now() - started)
  }
  const slowest = [...one].toSorted((a, b) => p50(b[1]) - p50(a[1]))[0]
  return [
    {
      part: 'dashboard',
      name: '8 figures over lists at once, each anew, p95',
      value: p95(all),
      unit: 'ms',
      bar: 300,
      scaled: true,
      note: `p50 ${p50(all).toFixed(0)} ms; last ${slowest?.[0].split('&')[0] ?? ''}`,
    },
  ]
}

/** The dashboard's eight reports: worked out, as the first of a minute meets them, and as all others do. And each alone. */
export const reports = async (t: Target): Promise<Figure[]> => {
  const names = (await idsOf(t, '/reports', 'name')).filter(Boolean)
  const eight = names.slice(0, 8).join(',')
  const first = await timed(() => t.admin.get(`/reports/widgets?names=${eight}`))
  const kept = await repeat(40, () => t.admin.get(`/reports/widgets?names=${eight}`))
  const alone: [string, number][] = []
  for (const name of names) alone.push([name, p50(await repeat(5, () => t.admin.get(`/reports/${name}`), 1))])
  const slowest = alone.toSorted((a, b) => b[1] - a[1])
  const part = 'dashboard'
  return [
    {
      part,
      name: 'dashboard of 8 reports, p95',
      value: p95(kept),
      unit: 'ms',
      bar: 300,
      scaled: true,
      note: `figures at most a minute old; the first one waits ${first.toFixed(0)} ms`,
    },
    {
      part,
      name: 'the slowest report, worked out anew, p50',
      value: slowest[0]?.[1] ?? Number.NaN,
      unit: 'ms',
      bar: 300,
      scaled: true,
      note: slowest
        .slice(0, 4)
        .map(([n, ms]) => `${n} ${ms.toFixed(0)}`)
        .join(', '),
    },
  ]
}
