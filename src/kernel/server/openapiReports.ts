/** What the OpenAPI document says of reports. */
import type { Paths } from './apiPaths.ts'
import { labelOf } from '../entity.ts'
import type { Report } from '../report.ts'
import { type Schema, valueSchema } from './openapiSchemas.ts'

const problems: Schema = {
  '4XX': {
    description: 'Refused; `errors` names the parameters',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  },
}
const json = (schema: Schema): Schema => ({ content: { 'application/json': { schema } } })
const answers = (description: string, content: Schema): Schema => ({ 200: { description, ...content }, ...problems })
const parameter = (name: string, schema: Schema, description: string, required = false): Schema => ({
  name,
  in: 'query',
  required,
  schema,
  description,
})

const parameters = (r: Report): Schema[] =>
  Object.entries(r.params).map(([k, f]) => {
    const only = Object.entries(r.when?.[k] ?? {}).map(([other, value]) => `, with ${other}=${value}`)
    const standard = f.options.default === undefined ? {} : { default: f.options.default }
    return parameter(k, { ...valueSchema(f), ...standard }, `${labelOf(k, f)}${only.join('')}`)
  })

const lineSchema = (r: Report): Schema => ({
  type: 'object',
  properties: {
    ...Object.fromEntries(
      Object.entries(r.columns).map(([k, c]) => [k, { anyOf: [valueSchema(c.field), { type: 'null' }] }]),
    ),
    labels: { type: 'object', description: 'Names behind references and choices' },
    records: { type: 'object', description: 'By column: the list of the records behind the figure' },
  },
})

const pathsOf = (r: Report): [string, Schema][] => [
  [
    `/api/v1/reports/${r.name}`,
    {
      get: {
        operationId: `report.${r.name}`,
        tags: ['Reports'],
        summary: r.label,
        description: [r.help, r.note].filter(Boolean).join(' '),
        parameters: parameters(r),
        responses: answers(
          'The figures; columns that the role may not see are left out',
          json({
            type: 'object',
            properties: {
              at: { type: 'string', format: 'date-time' },
              columns: { type: 'array', items: { type: 'string' } },
              data: { type: 'array', items: lineSchema(r) },
              totals: { type: 'object' },
              truncated: { type: 'boolean' },
            },
          }),
        ),
      },
    },
  ],
  [
    `/api/v1/reports/${r.name}/export`,
    {
      get: {
        operationId: `report.${r.name}.export`,
        tags: ['Reports'],
        summary: `${r.label} as a file`,
        parameters: [
          parameter('format', { type: 'string', enum: ['csv', 'xlsx', 'pdf'], default: 'csv' }, 'Kind of file'),
          ...parameters(r),
        ],
        responses: answers('The file', {
          content: {
            'text/csv': {},
            'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {},
            'application/pdf': {},
          },
        }),
      },
    },
  ],
]

/** The list of reports, many at once for a dashboard, and each with its parameters. */
export const reportPaths = (reports: readonly Report[]): Paths => ({
  '/api/v1/reports': {
    get: {
      operationId: 'report.list',
      tags: ['Reports'],
      summary: 'Reports one may see, with parameters, columns and chart',
      parameters: [],
      responses: answers('Reports', json({ type: 'object' })),
    },
  },
  '/api/v1/reports/widgets': {
    get: {
      operationId: 'report.widgets',
      tags: ['Reports'],
      summary: 'Several reports with their standard parameters, at most a minute old',
      parameters: [parameter('names', { type: 'string' }, 'Names by comma, at most 12', true)],
      responses: answers('Reports in the order asked', json({ type: 'object' })),
    },
  },
  ...Object.fromEntries(reports.flatMap(pathsOf)),
})
