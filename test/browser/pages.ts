/** The pages people live in, with a record of the demo for those that show one. */
import { demoPassword } from '../../src/areas/admin/demoPeople.ts'
import { httpClient } from '../helpers/process.ts'

export type PageAddress = { name: string; path: string; as?: 'customer' }

const firstId = async (client: ReturnType<typeof httpClient>, list: string): Promise<string> => {
  const r = await client.get(list)
  const rows: unknown[] = Array.isArray(r.body.data) ? r.body.data : []
  const [row] = rows
  if (typeof row !== 'object' || row === null || !('id' in row)) throw new Error(`the demo has no ${list}`)
  return String(row.id)
}

/** Signs in as one of the demo's people; the client's cookie opens the browser's session. */
export const signIn = async (url: string, email: string) => {
  const client = httpClient(url)
  const r = await client.post('/auth/sign-in', { email, password: demoPassword })
  if (r.status !== 200) throw new Error(`cannot sign in as ${email}: ${JSON.stringify(r.body)}`)
  return client
}

export const mainPages = async (client: ReturnType<typeof httpClient>): Promise<PageAddress[]> => {
  const record = async (list: string, filter = '') => `/${list}/${await firstId(client, `/${list}?limit=1${filter}`)}`
  const quote = await record('quotes', '&status[in]=sent,viewed')
  const link = await client.post(`${quote}/portalLink`)
  return [
    { name: 'home', path: '/' },
    { name: 'leads', path: '/leads' },
    { name: 'lead', path: await record('leads', '&status=inProcess') },
    { name: 'accounts', path: '/accounts' },
    { name: 'account', path: await record('accounts') },
    { name: 'contact', path: await record('contacts') },
    { name: 'pipeline', path: '/pipeline' },
    { name: 'opportunities', path: '/opportunities' },
    { name: 'opportunity', path: await record('opportunities', '&status=open') },
    { name: 'quotes', path: '/quotes' },
    { name: 'quote', path: quote },
    { name: 'quote-draft', path: await record('quotes', '&status=draft') },
    { name: 'order', path: await record('orders') },
    { name: 'invoices', path: '/invoices' },
    { name: 'invoice', path: await record('invoices', '&status=partiallyPaid') },
    { name: 'payments', path: '/payments' },
    { name: 'products', path: '/products' },
    { name: 'due', path: '/due' },
    { name: 'dashboard', path: '/dashboard' },
    { name: 'reports', path: '/reports' },
    { name: 'report', path: '/reports/wonByPeriod' },
    { name: 'report-bars', path: '/reports/receivables' },
    { name: 'report-schedules', path: '/report-schedules' },
    { name: 'import', path: '/imports/new' },
    { name: 'settings', path: '/settings' },
    { name: 'roles', path: '/settings/roles' },
    { name: 'users', path: '/settings/users' },
    { name: 'audit', path: '/settings/audit' },
    { name: 'my-account', path: '/account' },
    { name: 'portal', path: String(link.body.path ?? '/portal/none'), as: 'customer' },
  ]
}
