/** Zod schemas from fields: what the API accepts, in wire form. */
import { z } from 'zod'
import { type Entity, type Field, type Fields, writableFields } from './entity.ts'
import { invalid, invalidFields } from './errors.ts'

const decimalText = z
  .union([z.string(), z.number()])
  .transform((v) => String(v).trim())
  .pipe(z.string().regex(/^-?\d{1,14}(\.\d{1,10})?$/, 'must be a number such as 12.50'))

const wireMoney = z.strictObject({
  amount: decimalText,
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency code such as EUR'),
})
/** `{ amount, currency }`, or a bare number in the record's currency. */
const moneyInput = z.union([wireMoney, decimalText], { error: 'must be an amount such as "12.50"' })

const optionalText = z.string().trim().max(255).nullish()
const wireAddress = z.strictObject({
  street: optionalText,
  street2: optionalText,
  postalCode: optionalText,
  city: optionalText,
  region: optionalText,
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a country code such as DE')
    .nullish(),
})
const uuid = z.uuid('must be the id of a record')
const day = z.iso.date('must be a day such as 2026-03-31')
const instant = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-03-31T09:00:00Z' })
  .transform((v) => new Date(v).toISOString())
const text = (max: number) =>
  z
    .string('must be text')
    .trim()
    .max(max, `must have at most ${max} characters`)
    .refine((v) => !v.includes('\u0000'), 'must not contain null characters')

const oneOf = (f: Field) =>
  z.enum(Object.keys(f.choices ?? {}), `must be one of ${Object.keys(f.choices ?? {}).join(', ')}`)

/** The schema of one value that is given (null and absence are the caller's concern). */
export const fieldSchema = (f: Field): z.ZodType => {
  switch (f.kind) {
    case 'text':
      return text(f.max ?? 255)
    case 'longText':
    case 'richText':
      return text(f.max ?? 50_000)
    case 'integer':
      return z.number('must be a whole number').int('must be a whole number').min(-2_147_483_648).max(2_147_483_647)
    case 'decimal':
    case 'percent':
      return decimalText
    case 'money':
      return moneyInput
    case 'day':
      return day
    case 'instant':
      return instant
    case 'boolean':
      return z.boolean('must be true or false')
    case 'choice':
    case 'state':
      return oneOf(f)
    case 'multiChoice':
      return z.array(oneOf(f)).max(100)
    case 'reference':
    case 'file':
      return uuid
    case 'anyReference':
      return z.strictObject({ entity: z.string().max(64), id: uuid })
    case 'email':
      return z.string().trim().toLowerCase().pipe(z.email('must be an email address').max(254))
    case 'phone':
      return text(40)
    case 'address':
      return wireAddress
    case 'json':
      return z.json()
  }
}

/** As the database counts them. */
export const versionSchema = z.number('must be a whole number').int('must be a whole number').min(1).max(2_147_483_647)

const blank = (v: unknown): unknown => (v === '' ? null : v)

/** An empty string is no value: forms send it for a field that was cleared. */
const optional = (f: Field): z.ZodType => z.preprocess(blank, fieldSchema(f).nullable()).optional()
const required = (f: Field): z.ZodType =>
  z.preprocess(
    (v) => (v === '' || v === undefined ? null : v),
    z
      .unknown()
      .refine((v): boolean => v !== null, 'is required')
      .pipe(fieldSchema(f)),
  )

const isMandatory = (f: Field): boolean => f.options.required === true && f.options.default === undefined

/** The input of a verb, or any set of fields. Unknown keys are refused. */
export const inputSchema = (fields: Fields) =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(fields)
        .filter(([, f]) => !f.options.readOnly)
        .map(([k, f]) => [k, isMandatory(f) ? required(f) : f.options.required ? required(f).optional() : optional(f)]),
    ),
  )

const parameter = (f: Field | undefined, v: string): unknown => {
  switch (f?.kind) {
    case 'integer':
      return /^-?\d{1,15}$/.test(v) ? Number(v) : v
    case 'boolean':
      return v === 'true' ? true : v === 'false' ? false : v
    case 'multiChoice':
      return v === '' ? [] : v.split(',')
    default:
      return v
  }
}

/**
 * The parameters of an address as `inputSchema(fields)` takes them: text turned into what its field's kind holds, a
 * list by its commas. What does not read as its kind stays text, so that the schema says what is wrong with it.
 */
export const parametersOf = (fields: Fields, params: Iterable<[string, string]>): Record<string, unknown> =>
  Object.fromEntries([...params].map(([k, v]) => [k, parameter(Object.hasOwn(fields, k) ? fields[k] : undefined, v)]))

/** What `POST /<plural>` accepts. `id` may be a client-made UUIDv7, for offline writes. `parts` adds the lines of a document. */
export const createSchema = (e: Entity, parts: readonly Entity[] = []) =>
  inputSchema(writableFields(e)).extend({ id: z.uuidv7('must be a UUIDv7').optional(), ...partSchemas(parts) })

/** What `PATCH` accepts: any subset, null clears, and the version the client saw. */
export const updateSchema = (e: Entity, parts: readonly Entity[] = []) =>
  z.strictObject({
    ...Object.fromEntries(
      Object.entries(writableFields(e)).map(([k, f]) => [k, f.options.required ? required(f).optional() : optional(f)]),
    ),
    version: versionSchema.optional(),
    ...partSchemas(parts),
  })

const partSchemas = (parts: readonly Entity[]) =>
  Object.fromEntries(
    parts.map((p) => {
      const { [p.partOf?.field ?? '']: _parent, currency: _currency, position: _position, ...own } = writableFields(p)
      return [
        p.partOf?.as ?? p.plural,
        z
          .array(inputSchema(own).extend({ id: uuid.optional() }))
          .max(1000)
          .optional(),
      ]
    }),
  )

const sentence = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'is not a field of this record'
    case 'invalid_type':
      return issue.message.startsWith('must') || issue.message.startsWith('is ')
        ? issue.message
        : `must be ${issue.expected}`
    default:
      return issue.message
  }
}

/** PostgreSQL stores neither null characters nor halves of surrogate pairs, in text as little as in JSON. */
const isUnstorable = (text: string): boolean => text.includes('\0') || /\p{Surrogate}/u.test(text)

/** Where in a value text stands that cannot be stored: keys and values alike. */
const unstorablePath = (value: unknown, path: readonly string[] = []): string[] | undefined => {
  if (typeof value === 'string') return isUnstorable(value) ? [...path] : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const found = isUnstorable(key) ? [...path] : unstorablePath(inner, [...path, key])
    if (found) return found
  }
  return undefined
}

/** Parses outside input; throws `invalid` with the path and a sentence for each complaint. */
export const parseWith = <T>(schema: z.ZodType<T>, input: unknown): T => {
  const r = schema.safeParse(input)
  if (r.success) {
    const bad = unstorablePath(r.data)
    if (bad) throw invalid(bad.join('.'), 'must not contain null characters or halves of characters')
    return r.data
  }
  const errors = r.error.issues.flatMap((i) => {
    const at = i.path.map(String)
    return i.code === 'unrecognized_keys'
      ? i.keys.map((k) => ({ path: [...at, k].join('.'), message: sentence(i) }))
      : [{ path: at.join('.'), message: sentence(i) }]
  })
  throw invalidFields(errors)
}
