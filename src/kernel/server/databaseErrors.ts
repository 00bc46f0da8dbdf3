/** What PostgreSQL refuses, said as the typed errors people and clients understand. */
import { camel, type Entity, labelOf } from '../entity.ts'
import { AppError, invalid, refused } from '../errors.ts'
import type { Registry } from '../registry.ts'
import { tableOf } from './columns.ts'
import { sqlState } from './transaction.ts'

type PgError = { table?: string; column?: string; constraint?: string; detail?: string }

const detailOf = (error: unknown): PgError => (typeof error === 'object' && error !== null ? error : {})

const fieldsIn = (detail: string | undefined): string[] =>
  (/\(([^)]*)\)=/.exec(detail ?? '')?.[1] ?? '')
    .split(', ')
    .filter((c) => c !== 'workspace_id')
    .map(camel)

const labelsOf = (e: Entity | undefined, fields: readonly string[]): string =>
  fields.map((k) => (e?.fields[k] ? labelOf(k, e.fields[k]) : k).toLowerCase()).join(' and ')

/** The typed error for a database error, or the error itself when it is a bug. */
export const fromDatabase = (error: unknown, registry: Registry): unknown => {
  const d = detailOf(error)
  const e = registry.entities.find((x) => tableOf(x) === d.table)
  const fields = fieldsIn(d.detail)
  const path = fields[0] ?? ''
  switch (sqlState(error)) {
    case '23505': {
      const message = `Another ${e?.label.toLowerCase() ?? 'record'} has this ${labelsOf(e, fields) || 'value'} already.`
      return new AppError('conflict', message, { reason: 'notUnique', errors: [{ path, message }] })
    }
    case '23503':
      return d.detail?.includes('still referenced')
        ? refused('inUse', 'Other records still refer to this one.')
        : invalid(path, 'does not exist')
    case '23502':
      return invalid(camel(d.column ?? ''), 'is required')
    case '23514':
    case '22003':
    case '22008':
    case '22P02':
      return new AppError('invalid', 'A value is outside of what this field can hold.')
    case '57014':
      return new AppError('timeout', 'This took too long. Narrow the filter or choose a shorter period.')
    case '40001':
    case '40P01':
      return new AppError('conflict', 'Someone else is changing the same records. Try again.')
    default:
      return error
  }
}
