/** docs/reports.md: every shipped report with its address, what it asks and its columns, from the definitions. */
import { type Field, labelOf } from '../kernel/entity.ts'
import { isDrawn, type Report } from '../kernel/report.ts'
import type { Registry } from '../kernel/registry.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')

const kindOf = (registry: Registry, f: Field): string => {
  if (f.kind === 'reference') return f.list ? 'value of a list' : registry.entity(f.to ?? '').label.toLowerCase()
  return f.kind
}

const valuesOf = (registry: Registry, r: Report, key: string, f: Field): string => {
  const values = f.choices
    ? Object.keys(f.choices)
        .map((v) => (v === f.options.default ? `**\`${v}\`**` : `\`${v}\``))
        .join(', ')
    : f.kind === 'reference'
      ? `id of a ${kindOf(registry, f)}`
      : f.kind
  const only = Object.entries(r.when?.[key] ?? {}).map(([other, v]) => `, with \`${other}=${v}\``)
  return `${values}${only.join('')}`
}

const columnNotes = (r: Report, key: string): string => {
  const c = r.columns[key]
  if (!c) return ''
  return [
    c.field.options.help,
    c.ratio ? `\`${c.ratio.of}\` / (${c.ratio.over.map((k) => `\`${k}\``).join(' + ')})` : undefined,
    c.total ? 'added up' : undefined,
    c.records ? 'leads to its records' : undefined,
    c.of ? `goes with the right to ${c.of.map((path) => `\`${path}\``).join(', ')}` : undefined,
  ]
    .filter(Boolean)
    .join('; ')
}

const sectionOf = (registry: Registry, r: Report): string => {
  const params = Object.entries(r.params)
  return [
    `### ${r.label}`,
    `${r.help}${r.note ? ` ${r.note}` : ''}`,
    `\`/reports/${r.name}\` · \`GET /api/v1/reports/${r.name}\` · counts ${r.reads
      .map((e) => registry.entity(e).labelPlural.toLowerCase())
      .join(', ')}`,
    table(
      ['parameter', 'label', 'values, the standard in bold'],
      params.map(([k, f]) => [`\`${k}\``, labelOf(k, f), valuesOf(registry, r, k, f)]),
    ),
    table(
      ['column', 'label', 'kind', ''],
      Object.entries(r.columns)
        .filter(([k]) => isDrawn(r, k))
        .map(([k, c]) => [`\`${k}\``, labelOf(k, c.field), kindOf(registry, c.field), columnNotes(r, k)]),
    ),
  ].join('\n\n')
}

const intro = `# Reports

Made from the definitions by \`npm run openapi\`; not written by hand.

Each report is a page, a widget of the dashboard, an answer of the API, a file and a mail that goes out by itself. Figures
are within the reach and the field rights of whoever asks; a file asks for the right to export and counts only as far as
that right reaches. Amounts are in the base currency of the workspace, each at the rate of its document.

- \`GET /api/v1/reports\` lists those one may see, with parameters, columns and chart.
- \`GET /api/v1/reports/<name>\` answers \`data\` (at most 1,000 rows; each with \`labels\` and, by column, the address of the
  \`records\` behind its figure), \`totals\` over all rows, \`columns\` and \`at\`.
- \`GET /api/v1/reports/<name>/export?format=csv|xlsx|pdf\` with the same parameters.
- \`GET /api/v1/reports/widgets?names=a,b\`: up to twelve with their standard parameters in one request, at most a minute
  old.
- \`/api/v1/report-schedules\`: a report by mail, every day, week or month at an hour of the workspace's clock, with the
  rights of its owner.`

export const reportsDocument = (registry: Registry): string => {
  const areas = [...new Set(registry.reports.map((r) => r.area))]
  const sections = areas.flatMap((area) => [
    `## ${area}`,
    ...registry.reports.filter((r) => r.area === area).map((r) => sectionOf(registry, r)),
  ])
  return `${[intro, ...sections].join('\n\n')}\n`
}
