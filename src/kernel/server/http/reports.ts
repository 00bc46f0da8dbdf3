/** Reports: what there is, their figures, their files, and many of them at once for a dashboard. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { labelOf } from '../../entity.ts'
import { invalid } from '../../errors.ts'
import { isDrawn, type Report, shownColumns } from '../../report.ts'
import { type Actor, isHidden } from '../access.ts'
import type { App } from '../app.ts'
import { transact } from '../execute.ts'
import { keptReport } from '../reportCache.ts'
import { maySee, mostRows, parseReportParams, reportFor, runReport, wireReport, type WireReport } from '../runReport.ts'
import { reportFile, reportFormats } from '../reportFile.ts'
import { requireActor } from './actor.ts'

const queryOf = (request: FastifyRequest): URLSearchParams => new URL(request.url, 'http://local').searchParams

const without = (params: URLSearchParams, key: string): URLSearchParams => {
  const rest = new URLSearchParams(params)
  rest.delete(key)
  return rest
}

const describe = (app: App, actor: Actor, r: Report) => ({
  name: r.name,
  label: r.label,
  help: r.help,
  area: r.area,
  note: r.note ?? null,
  exportable: maySee(app, actor, r, 'export'),
  params: Object.entries(r.params).map(([key, f]) => ({
    key,
    label: labelOf(key, f),
    kind: f.kind,
    choices: f.choices ?? null,
    to: f.to ?? null,
    default: f.options.default ?? null,
    askedWhen: r.when?.[key] ?? null,
  })),
  columns: shownColumns(r, (path) => {
    const [name = '', field = ''] = path.split('.')
    return isHidden(actor, app.registry.entity(name), field)
  })
    .filter((key) => isDrawn(r, key))
    .map((key) => {
      const c = r.columns[key]
      const f = c?.field
      return {
        key,
        label: f ? labelOf(key, f) : key,
        help: f?.options.help ?? null,
        kind: f?.kind ?? 'text',
        to: f?.to ?? null,
        total: c?.total ?? (c?.ratio ? 'ratio' : null),
      }
    }),
  chart: r.chart ? { kind: r.chart.kind, label: r.chart.label, values: r.chart.values } : null,
  headline: r.headline,
})

const fileRoute = (server: FastifyInstance, app: App, r: Report): void => {
  server.get(`/api/v1/reports/${r.name}/export`, async (request, reply) => {
    const actor = await requireActor(app, request)
    const query = queryOf(request)
    reportFor(app, actor, r.name, 'export')
    const format = reportFormats.find((f) => f === (query.get('format') ?? 'csv'))
    if (!format) throw invalid('format', `must be one of ${reportFormats.join(', ')}`)
    const params = parseReportParams(r, without(query, 'format'))
    const made = await reportFile(app, actor, await runReport(app, actor, r, params, { verb: 'export' }), format)
    await transact(app, actor, async (c) => {
      c.drafts.push({
        name: 'report.export',
        entity: 'report',
        recordId: c.newId(),
        version: null,
        changes: {},
        data: { report: r.name, label: r.label, format, params },
        ownerId: actor.memberId,
        teamId: null,
        subjects: [],
      })
    })
    return reply
      .header('content-type', made.type)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(made.name)}`)
      .send(made.file)
  })
}

const mostWidgets = 12
/** Statements that run beside each other for one dashboard: it must not take every connection there is. */
const lanes = 3

const widgets = async (app: App, actor: Actor, names: readonly string[]): Promise<WireReport[]> => {
  const wanted = names.map((name) => {
    const r = app.registry.report(name)
    if (!r) throw invalid('names', `${name.slice(0, 80)} is not a report`)
    return reportFor(app, actor, r.name)
  })
  const found = new Map<string, WireReport>()
  const waiting = [...wanted]
  const lane = async (): Promise<void> => {
    for (let r = waiting.shift(); r; r = waiting.shift())
      found.set(r.name, wireReport(app, await keptReport(app, actor, r, parseReportParams(r, {}))))
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return names.flatMap((n) => found.get(n) ?? [])
}

/** Registers `/api/v1/reports…`. */
export const reportRoutes = (server: FastifyInstance, app: App): void => {
  server.get('/api/v1/reports', async (request) => {
    const actor = await requireActor(app, request)
    return { data: app.registry.reports.filter((r) => maySee(app, actor, r)).map((r) => describe(app, actor, r)) }
  })
  server.get('/api/v1/reports/widgets', async (request) => {
    const actor = await requireActor(app, request)
    const names = [...new Set((queryOf(request).get('names') ?? '').split(',').filter(Boolean))]
    if (names.length === 0) throw invalid('names', 'is required: names of reports by comma')
    if (names.length > mostWidgets) throw invalid('names', `takes at most ${mostWidgets} reports`)
    return { data: await widgets(app, actor, names) }
  })
  for (const r of app.registry.reports) {
    server.get(`/api/v1/reports/${r.name}`, async (request) => {
      const actor = await requireActor(app, request)
      reportFor(app, actor, r.name)
      const params = parseReportParams(r, queryOf(request))
      return wireReport(app, await runReport(app, actor, r, params, { most: mostRows }))
    })
    fileRoute(server, app, r)
  }
}
