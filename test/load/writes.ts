/** Writing: one record at a time, as people do. */
import { p50, p95 } from './client.ts'
import type { Figure } from './report.ts'
import type { Target } from './target.ts'

type Wire = Record<string, unknown>
const rowsOf = async (t: Target, at: string): Promise<Wire[]> => {
  const { data } = await t.admin.json(at)
  return Array.isArray(data) ? (data as Wire[]) : []
}

const figure = (name: string, bar: number, times: readonly number[]): Figure => ({
  part: 'writes',
  name: `${name}, p95`,
  value: p95(times),
  unit: 'ms',
  bar,
  scaled: true,
  note: `p50 ${p50(times).toFixed(1)} ms of ${times.length}`,
})

const warm = 5
/** `work` gives the time of what is measured; what prepares it is not. */
const measure = async (times: number, work: (i: number) => Promise<number>): Promise<number[]> => {
  const all: number[] = []
  for (let i = 0; i < times + warm; i++) all.push(await work(i))
  return all.slice(warm)
}

const create = (t: Target, times: number) =>
  measure(times, async (i) => {
    const body = {
      firstName: 'Bench',
      lastName: `Mark ${i}`,
      email: `bench${i}.${Date.now()}@bench.example`,
      jobTitle: 'Buyer',
    }
    return (await t.admin.post('/contacts', body)).ms
  })

const update = async (t: Target, times: number) => {
  const rows = await rowsOf(t, `/contacts?limit=200&sort=name&fields=name`)
  return measure(times, async (i) => {
    const row = rows[i % rows.length]
    const reply = await t.admin.ok('PATCH', `/contacts/${row?.id}`, {
      jobTitle: `Buyer ${i} ${Date.now()}`,
      version: row?.version,
    })
    if (row) row.version = (JSON.parse(reply.text) as Wire).version
    return reply.ms
  })
}

const moveStage = async (t: Target, times: number) => {
  const [pipeline] = await rowsOf(t, '/pipelines?isDefault=true')
  const stages = (await rowsOf(t, '/stages?limit=50&sort=position')).filter(
    (s) => s.pipelineId === pipeline?.id && s.type === 'open',
  )
  const rows = await rowsOf(t, `/opportunities?status=open&limit=200&sort=name`)
  return measure(times, async (i) => {
    const row = rows[i % rows.length]
    const to = stages.find((s, at) => s.id !== row?.stageId && at >= i % (stages.length - 1))
    const reply = await t.admin.post(`/opportunities/${row?.id}/moveStage`, { stageId: to?.id })
    if (row) row.stageId = to?.id
    return reply.ms
  })
}

const convert = async (t: Target, times: number) => {
  const rows = await rowsOf(t, `/leads?status=inProcess&limit=200&sort=name&fields=name`)
  return measure(Math.min(times, rows.length - warm), async (i) => {
    const body = {
      createAccount: true,
      createOpportunity: true,
      opportunityName: `Deal ${i}`,
      amount: '1200.00',
      force: true,
    }
    return (await t.admin.post(`/leads/${rows[i]?.id}/convert`, body)).ms
  })
}

const issue = async (t: Target, times: number) => {
  const accounts = await rowsOf(t, '/accounts?limit=50&sort=-createdAt&fields=name')
  const products = await rowsOf(t, '/products?limit=50&fields=name')
  const [taxClass] = await rowsOf(t, '/tax-classes?isDefault=true')
  return measure(times, async (i) => {
    const lines = Array.from({ length: 20 }, (_, n) => ({
      productId: products[(i + n) % products.length]?.id,
      description: `Line ${n + 1}`,
      quantity: String(1 + (n % 5)),
      unitPrice: `${10 + n}.50`,
      taxClassId: taxClass?.id,
      ...(n % 4 === 0 ? { discountPercent: '10' } : {}),
    }))
    const made = await t.admin.post('/invoices', {
      accountId: accounts[i % accounts.length]?.id,
      title: `Bench ${i}`,
      lines,
    })
    const { id } = JSON.parse(made.text) as Wire
    return (await t.admin.post(`/invoices/${id}/issue`)).ms
  })
}

export const writes = async (t: Target, times = 100): Promise<Figure[]> => [
  figure('create a contact', 15, await create(t, times)),
  figure('update a contact', 15, await update(t, times)),
  figure('move an opportunity to another stage', 20, await moveStage(t, times)),
  figure('convert a lead to account, contact and deal', 40, await convert(t, times)),
  figure('issue an invoice of 20 lines', 50, await issue(t, times)),
]
