/** JSON Schemas of fields, of records and of what writes them, for the OpenAPI document. */
import {
  type Entity,
  type Field,
  type Fields,
  allFields,
  baseAmountKey,
  hasBaseAmounts,
  labelOf,
  writableFields,
} from '../entity.ts'
import type { Registry } from '../registry.ts'
import type { Action } from './action.ts'

export type Schema = Record<string, unknown>

const money: Schema = { $ref: '#/components/schemas/Money' }
export const uuid: Schema = { type: 'string', format: 'uuid' }

const choices = (f: Field): Schema => ({ type: 'string', enum: Object.keys(f.choices ?? {}) })

export const valueSchema = (f: Field): Schema => {
  switch (f.kind) {
    case 'text':
    case 'longText':
    case 'richText':
      return { type: 'string', maxLength: f.max }
    case 'integer':
      return { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 }
    case 'decimal':
    case 'percent':
      return { type: 'string', pattern: '^-?\\d{1,14}(\\.\\d{1,10})?$', examples: ['12.5'] }
    case 'money':
      return money
    case 'day':
      return { type: 'string', format: 'date' }
    case 'instant':
      return { type: 'string', format: 'date-time' }
    case 'boolean':
      return { type: 'boolean' }
    case 'choice':
    case 'state':
      return choices(f)
    case 'multiChoice':
      return { type: 'array', items: choices(f) }
    case 'reference':
    case 'file':
      return uuid
    case 'anyReference':
      return {
        type: 'object',
        required: ['entity', 'id'],
        properties: { entity: { type: 'string' }, id: uuid },
        additionalProperties: false,
      }
    case 'email':
      return { type: 'string', format: 'email', maxLength: f.max }
    case 'phone':
      return { type: 'string', maxLength: f.max, description: 'Stored as E.164' }
    case 'address':
      return { $ref: '#/components/schemas/Address' }
    case 'json':
      return {}
  }
}

const nullable = (s: Schema): Schema =>
  '$ref' in s || !('type' in s) || 'enum' in s ? { anyOf: [s, { type: 'null' }] } : { ...s, type: [s.type, 'null'] }

const fieldSchema = (key: string, f: Field): Schema => ({
  ...(f.options.required ? valueSchema(f) : nullable(valueSchema(f))),
  title: labelOf(key, f),
  ...(f.options.help ? { description: f.options.help } : {}),
  ...(f.options.default === undefined || f.kind === 'money' ? {} : { default: f.options.default }),
})

const properties = (fields: Fields): Record<string, Schema> =>
  Object.fromEntries(Object.entries(fields).map(([k, f]) => [k, fieldSchema(k, f)]))

export const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

const mandatory = (fields: Fields): string[] =>
  Object.entries(fields).flatMap(([k, f]) =>
    f.options.required && f.options.default === undefined && !f.options.readOnly ? [k] : [],
  )

export const object = (
  fields: Fields,
  extra: Record<string, Schema> = {},
  required: string[] = mandatory(fields),
): Schema => ({
  type: 'object',
  properties: { ...properties(fields), ...extra },
  ...(required.length > 0 ? { required } : {}),
  additionalProperties: false,
})

export const partInputs = (parts: Action['parts']): Record<string, Schema> =>
  Object.fromEntries(
    Object.entries(parts).map(([as, p]) => {
      const { [p.partOf?.field ?? '']: _parent, currency: _currency, position: _position, ...own } = writableFields(p)
      return [as, { type: 'array', items: object(own, { id: uuid }) }]
    }),
  )

const readOnlyBase = (e: Entity): Record<string, Schema> =>
  hasBaseAmounts(e)
    ? Object.fromEntries(
        Object.entries(e.fields).flatMap(([k, f]) => (f.kind === 'money' ? [[baseAmountKey(k), nullable(money)]] : [])),
      )
    : {}

export const recordSchema = (e: Entity, registry: Registry): Schema => ({
  type: 'object',
  required: ['id', 'version'],
  properties: {
    ...properties(allFields(e)),
    ...readOnlyBase(e),
    ...Object.fromEntries(
      registry
        .partsOf(e.name)
        .map((p) => [p.partOf?.as ?? '', { type: 'array', items: { $ref: `#/components/schemas/${pascal(p.name)}` } }]),
    ),
    labels: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'Names of the records that are referenced',
    },
    can: { type: 'array', items: { type: 'string' }, description: 'What you may do to this record now' },
  },
})
