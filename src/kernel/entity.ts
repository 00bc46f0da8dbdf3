/** What an entity is made of: fields and options, data only. Everything mechanical is derived from here. */

export type FieldKind =
  | 'text'
  | 'longText'
  | 'richText'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'percent'
  | 'day'
  | 'instant'
  | 'boolean'
  | 'choice'
  | 'multiChoice'
  | 'state'
  | 'reference'
  | 'anyReference'
  | 'email'
  | 'phone'
  | 'address'
  | 'json'
  | 'file'

/** One meaning per hue, everywhere: see spec of colours in `kernel/ui/tokens.css`. */
export type Tone = 'grey' | 'blue' | 'amber' | 'green' | 'red' | 'violet'
export type Choice = { label: string; tone?: Tone /** the number a source system knows it by */; code?: number }
export type Address = {
  street?: string | null
  street2?: string | null
  postalCode?: string | null
  city?: string | null
  region?: string | null
  /** ISO 3166-1 alpha-2 */
  country?: string | null
}
export type RecordRef = { entity: string; id: string }

export type FieldOptions<T = unknown> = {
  label?: string
  help?: string
  /** must have a value; the column is NOT NULL */
  required?: boolean
  /** only actions write it; never accepted from outside */
  readOnly?: boolean
  default?: T
  /** part of the record's search text; the field may be filtered with `contains` */
  search?: boolean
  /** unique in the workspace among records that are not deleted */
  unique?: boolean
  /** lists may sort by it; indexed (workspace_id, field, id) */
  sort?: boolean
  /** lists offer it as a filter; indexed like `sort` */
  filter?: boolean
  /** left out of lists unless asked for by `fields=` (long text, json) */
  heavy?: boolean
  /** not shown in the generic forms and pages (set by hand-made screens) */
  hidden?: boolean
  /** neither read nor written as a field of the record, whatever the role: it has a door of its own (`/me`) */
  private?: boolean
}

export type Field<
  T = unknown,
  Required extends boolean = boolean,
  ReadOnly extends boolean = boolean,
  Defaulted extends boolean = boolean,
> = {
  readonly kind: FieldKind
  readonly options: FieldOptions
  /** choice, multiChoice, state: value → label, tone, code; in order */
  readonly choices?: Readonly<Record<string, Choice>>
  /** reference: the entity's name */
  readonly to?: string
  /** reference to `option`: the configurable list it takes its values from */
  readonly list?: string
  /** text: upper limit of characters */
  readonly max?: number
  /** decimal: digits after the point */
  readonly scale?: number
  /** file: the content types it takes; any unless told */
  readonly accept?: readonly string[]
  /** how people read it: a code of a country by its name, a unit price with its currency, a year without a separator */
  readonly shows?: 'country' | 'price' | 'year'
  /** what happens to this row when the referenced one is purged; part rows cascade */
  readonly cascade?: boolean
  /** phantom: the type of a value in a row */
  readonly type?: T
  readonly isRequired?: Required
  readonly isReadOnly?: ReadOnly
  readonly isDefaulted?: Defaulted
}

type IsTrue<O, K extends string> = O extends { [P in K]: true } ? true : false
type Made<T, O> = Field<T, IsTrue<O, 'required'>, IsTrue<O, 'readOnly'>, O extends { default: T } ? true : false>
type Extra = Pick<Field, 'choices' | 'to' | 'list' | 'max' | 'scale' | 'shows' | 'accept' | 'cascade'>

const field = <T, O extends FieldOptions<T>>(kind: FieldKind, options: O, extra: Extra = {}): Made<T, O> => ({
  kind,
  options,
  ...extra,
})

type Opt<T> = FieldOptions<T>
type None = Record<never, never>

/** One line, trimmed. `max` characters, 255 unless told. */
export const text = <const O extends Opt<string> & { max?: number } = None>(o: O = {} as O) =>
  field<string, O>('text', o, { max: o.max ?? 255 })
export const longText = <const O extends Opt<string> = None>(o: O = {} as O) =>
  field<string, O>('longText', o, { max: 50_000 })
/** HTML, sanitised on write. */
export const richText = <const O extends Opt<string> = None>(o: O = {} as O) =>
  field<string, O>('richText', o, { max: 200_000 })
export const integer = <const O extends Opt<number> = None>(o: O = {} as O) => field<number, O>('integer', o)
export const year = <const O extends Opt<number> = None>(o: O = {} as O) =>
  field<number, O>('integer', o, { shows: 'year' })
/** A decimal string, never a float. `scale` digits after the point, 6 unless told. */
export const decimal = <const O extends Opt<string> & { scale?: number } = None>(o: O = {} as O) =>
  field<string, O>('decimal', o, { scale: o.scale ?? 6 })
/** A price for one, in the row's `currency`: a decimal string with more digits than amounts have. */
export const price = <const O extends Opt<string> = None>(o: O = {} as O) =>
  field<string, O>('decimal', o, { scale: 6, shows: 'price' })
/** In rows: minor units as a safe integer, in the row's `currency`; on the wire `{ amount, currency }`. */
export const money = <const O extends Opt<number> = None>(o: O = {} as O) => field<number, O>('money', o)
/** A decimal string: "12.5" is 12.5 %. */
export const percent = <const O extends Opt<string> = None>(o: O = {} as O) =>
  field<string, O>('percent', o, { scale: 4 })
/** A calendar day, `YYYY-MM-DD`, without a zone. */
export const day = <const O extends Opt<string> = None>(o: O = {} as O) => field<string, O>('day', o)
/** An RFC 3339 instant in UTC with milliseconds. */
export const instant = <const O extends Opt<string> = None>(o: O = {} as O) => field<string, O>('instant', o)
export const boolean = <const O extends Opt<boolean> = None>(o: O = {} as O) => field<boolean, O>('boolean', o)
export const email = <const O extends Opt<string> = None>(o: O = {} as O) => field<string, O>('email', o, { max: 254 })
/** E.164 in rows. */
export const phone = <const O extends Opt<string> = None>(o: O = {} as O) => field<string, O>('phone', o, { max: 32 })
export const address = <const O extends Opt<Address> = None>(o: O = {} as O) => field<Address, O>('address', o)
export const file = <const O extends Opt<string> & { accept?: readonly string[] } = None>(o: O = {} as O) =>
  field<string, O>('file', o, o.accept ? { accept: o.accept } : {})
export const json =
  <T>() =>
  <const O extends Opt<T> = None>(o: O = {} as O) =>
    field<T, O>('json', { heavy: true, ...o })

type Choices = Readonly<Record<string, Choice | string>>
const choicesOf = (choices: Choices): Record<string, Choice> =>
  Object.fromEntries(Object.entries(choices).map(([k, c]) => [k, typeof c === 'string' ? { label: c } : c]))

export const choice = <const C extends Choices, const O extends Opt<keyof C & string> = None>(
  choices: C,
  o: O = {} as O,
) => field<keyof C & string, O>('choice', o, { choices: choicesOf(choices) })
export const multiChoice = <const C extends Choices, const O extends Opt<(keyof C & string)[]> = None>(
  choices: C,
  o: O = {} as O,
) => field<(keyof C & string)[], O>('multiChoice', o, { choices: choicesOf(choices) })
/** Written only by the entity's flow; starts at `initial`, the first state unless told. */
export const state = <const C extends Choices>(choices: C, o: { label?: string; initial?: keyof C & string } = {}) =>
  field<keyof C & string, { required: true; readOnly: true }>(
    'state',
    {
      label: o.label ?? 'Status',
      required: true,
      readOnly: true,
      filter: true,
      sort: true,
      default: o.initial ?? Object.keys(choices)[0],
    } as { required: true; readOnly: true },
    { choices: choicesOf(choices) },
  )
/** The id of a record of entity `to`; a foreign key, indexed. */
export const reference = <const O extends Opt<string> & { cascade?: boolean } = None>(to: string, o: O = {} as O) =>
  field<string, O>('reference', { filter: true, ...o }, { to, ...(o.cascade ? { cascade: true } : {}) })
/** A value of a list that admins configure (lead sources, loss reasons …). */
export const option = <const O extends Opt<string> = None>(list: string, o: O = {} as O) =>
  field<string, O>('reference', { filter: true, ...o }, { to: 'option', list })
export const anyReference = <const O extends Opt<RecordRef> = None>(o: O = {} as O) =>
  field<RecordRef, O>('anyReference', o)
/** ISO 3166-1 alpha-2 code. */
export const countryCode = <const O extends Opt<string> = None>(o: O = {} as O) =>
  field<string, O>('text', { label: 'Country', ...o }, { max: 2, shows: 'country' })
/** ISO 4217 code. An entity with money fields has one called `currency`. */
export const currencyCode = <const O extends Opt<string> = None>(o: O = {} as O) =>
  field<string, O>('text', { label: 'Currency', ...o }, { max: 3 })

export type Fields = Readonly<Record<string, Field>>

type EntityOptions<F extends Fields = Fields> = {
  label: string
  /** shown for many: "Sales orders" */
  labelPlural: string
  /** path segment of the API: `/api/v1/<plural>` */
  plural: string
  /** the field that names a record in lists, links and search */
  title: (keyof F & string) | 'number'
  /** second line beside the title */
  subtitle?: keyof F & string
  /** has owner and team, and so reach; true unless told */
  owned?: boolean
  /** rows of a document: rights, reach, version and events are the parent's */
  partOf?: { entity: string; field: keyof F & string; as: string }
  /** pattern of the automatic number; given at create, or by the action that says so (`numberAt: 'step'`) */
  number?: { pattern: string; at: 'create' | 'step'; gapless?: boolean }
  unique?: readonly (readonly (keyof F & string)[])[]
  indexes?: readonly (readonly ((keyof F & string) | 'ownerId' | 'teamId' | 'createdAt')[])[]
  /** references whose records show this one's events on their timeline; those of part rows count for their document */
  timeline?: readonly (keyof F & string)[]
  /** a yes/no field that lets everyone with any reach read the record, whoever owns it; changing it stays with the owner */
  sharedBy?: keyof F & string
  /** made and changed only by their own actions: no generic create, update, delete */
  crud?: { create?: boolean; update?: boolean; delete?: boolean }
  /** a small settings-like list (tax rates, stages): shown under administration, cached by the browser */
  lookup?: boolean
  /** default order of lists, e.g. `-createdAt` */
  defaultSort?: string
  /** found by the global search; true for entities that have a search field unless told; last: where the others do not fill its page */
  globalSearch?: boolean | 'last'
}

export type Entity<N extends string = string, F extends Fields = Fields> = EntityOptions<F> & {
  readonly name: N
  readonly fields: F
  readonly owned: boolean
  readonly globalSearch: boolean | 'last'
}

/** Columns every entity has; not written by areas. */
export type Base = {
  id: string
  version: number
  createdAt: string
  updatedAt: string
  createdBy: string | null
  updatedBy: string | null
  deletedAt: string | null
  ownerId: string | null
  teamId: string | null
  number: string | null
  custom: Record<string, unknown>
}

type Value<X> = X extends Field<infer T> ? T : never
type RequiredKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<unknown, true, boolean> ? K : never
}[keyof F]
type ReadOnlyKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<unknown, boolean, true> ? K : never
}[keyof F]
type DefaultKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<unknown, boolean, boolean, true> ? K : never
}[keyof F]

export type FieldsRow<F extends Fields> = { [K in RequiredKeys<F>]: Value<F[K]> } & {
  [K in Exclude<keyof F, RequiredKeys<F>>]: Value<F[K]> | null
}
/** A row as the server holds it (money in minor units). */
export type Row<E> = E extends Entity<string, infer F> ? Base & FieldsRow<F> : never
/** What a client may send to create one, decoded (money in minor units). */
export type Input<E> =
  E extends Entity<string, infer F> ? FieldsInput<F> & { ownerId?: string | null; teamId?: string | null } : never
export type FieldsInput<F extends Fields> = {
  [K in Exclude<RequiredKeys<F>, ReadOnlyKeys<F> | DefaultKeys<F>>]: Value<F[K]>
} & { [K in Exclude<keyof F, RequiredKeys<F> | ReadOnlyKeys<F>>]?: Value<F[K]> | null } & {
  [K in Exclude<RequiredKeys<F> & DefaultKeys<F>, ReadOnlyKeys<F>>]?: Value<F[K]>
}
/** What server code may write: every field, read-only ones too. */
export type Values<E> =
  E extends Entity<string, infer F>
    ? Partial<FieldsRow<F>> & { ownerId?: string | null; teamId?: string | null; number?: string | null }
    : never

/**
 * Defines an entity. Throws at load time when the definition contradicts itself, so that a mistake never reaches a user.
 */
export const entity = <const N extends string, const F extends Fields>(
  name: N,
  options: EntityOptions<F>,
  fields: F,
): Entity<N, F> => {
  if (!(options.title in fields) && options.title !== 'number')
    throw new Error(`${name}: title field ${options.title} is not defined`)
  const owned = options.owned ?? !options.partOf
  const free = [...(owned ? [] : ['ownerId', 'teamId']), ...(options.number ? [] : ['number'])]
  for (const key of Object.keys(fields))
    if (key in baseFields && !free.includes(key)) throw new Error(`${name}.${key} is a base column`)
  if (Object.values(fields).some((f) => f.kind === 'money') && !('currency' in fields))
    throw new Error(`${name} has money but no currency field`)
  const searchable = Object.values(fields).some((f) => f.options.search)
  return {
    ...options,
    name,
    fields,
    owned,
    globalSearch: options.globalSearch ?? (searchable && !options.partOf && !options.lookup),
  }
}

/** Base columns as fields, so that lists, filters, exports and pages treat them like any other. */
const baseFields = {
  id: field<string, { required: true; readOnly: true }>('text', {
    label: 'Id',
    required: true,
    readOnly: true,
    hidden: true,
  } as { required: true; readOnly: true }),
  number: text({ label: 'Number', readOnly: true, filter: true, sort: true, search: true }),
  ownerId: reference('member', { label: 'Owner', filter: true }),
  teamId: reference('team', { label: 'Team', filter: true }),
  createdAt: instant({ label: 'Created', readOnly: true, filter: true, sort: true }),
  updatedAt: instant({ label: 'Updated', readOnly: true, filter: true, sort: true }),
  createdBy: reference('member', { label: 'Created by', readOnly: true, hidden: true, filter: false }),
  updatedBy: reference('member', { label: 'Updated by', readOnly: true, hidden: true, filter: false }),
  deletedAt: instant({ label: 'Deleted', readOnly: true, hidden: true }),
  version: integer({ label: 'Version', readOnly: true, hidden: true }),
} satisfies Fields

/** Names are asked for from outside: `constructor` must not be found. */
const byName = (fields: Record<string, Field>): Record<string, Field> => {
  const bare: Record<string, Field> = Object.create(null)
  return Object.assign(bare, fields)
}

/** All readable fields of an entity with the base ones that apply to it. */
export const allFields = (e: Entity): Record<string, Field> => {
  const { number, ownerId, teamId, ...rest } = baseFields
  return byName({
    ...(e.number ? { number } : {}),
    ...e.fields,
    ...(e.owned ? { ownerId, teamId } : {}),
    ...rest,
  })
}

/** The fields a client may set: not read-only ones; owner and team where the entity has them. */
export const writableFields = (e: Entity): Record<string, Field> => {
  const { ownerId, teamId } = baseFields
  const own = Object.entries(e.fields).filter(([, f]) => !f.options.readOnly)
  return byName({ ...Object.fromEntries(own), ...(e.owned ? { ownerId, teamId } : {}) })
}

/** `annualRevenue` → `annual_revenue` */
export const snake = (s: string): string => s.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)
/** `annual_revenue` → `annualRevenue` */
export const camel = (s: string): string => s.replace(/_(\w)/g, (_, c: string) => c.toUpperCase())
/** `expectedCloseDate` → `Expected close date`; `accountId` → `Account` */
export const humanise = (key: string): string => {
  const words = key
    .replace(/Id$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
export const labelOf = (key: string, f: Field): string => f.options.label ?? humanise(key)
/** Money also has its value in the workspace's base currency, at the row's `exchangeRate`. */
export const hasBaseAmounts = (e: Entity): boolean => 'currency' in e.fields && 'exchangeRate' in e.fields
/** The key of a money field's amount in base currency. */
export const baseAmountKey = (key: string): string => `${key}Base`
