/**
 * What every commercial document needs before it is written: who issues it, in which currency at which rate, the
 * customer's address, products' defaults and taxes on the lines, and the totals. Used by orders and billing too.
 */
import { sql } from 'kysely'
import { z } from 'zod'
import { carriedKeys, pick, priceDocument, type TotalsPatch } from '../../kernel/document.ts'
import type { documentFields, lineFields } from '../../kernel/documentFields.ts'
import type { FieldsRow } from '../../kernel/entity.ts'
import { invalid } from '../../kernel/errors.ts'
import { currencyScale, isDecimal } from '../../kernel/money.ts'
import { unitPriceAs } from '../../kernel/priceBasis.ts'
import { parseWith } from '../../kernel/schema.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { find } from '../../kernel/server/table.ts'
import type { LineTax } from '../../kernel/taxTypes.ts'
import { type LinePrice, rateOn, resolvePrice, taxesOfClasses } from '../catalogue/index.ts'
import { account } from '../customers/model.ts'

export type HeaderValues = Partial<FieldsRow<ReturnType<typeof documentFields>>>
type LineFieldValues = Partial<FieldsRow<ReturnType<typeof lineFields>>>
export type LineDraft = LineFieldValues & { id?: string }
export type StoredLine = FieldsRow<ReturnType<typeof lineFields>> & { id: string }

export type PreparedDocument = {
  header: HeaderValues & TotalsPatch & { currency: string }
  lines: LineDraft[]
  /** whether `lines` say something else than what is stored */
  linesChanged: boolean
}

const taxSchema = z
  .array(
    z.strictObject({
      code: z.string().max(40),
      name: z.string().max(120),
      rate: z.string().regex(/^\d{1,3}(\.\d{1,4})?$/, 'must be a percentage such as 19'),
      category: z.enum(['S', 'Z', 'E', 'AE', 'K', 'G', 'O']),
      exemptionReason: z.string().max(500).nullish(),
    }),
  )
  .max(10)

/** The company that issues documents when none is named: the first. */
const firstCompanyId = async (c: Pick<Ctx, 'tx' | 'workspace'>): Promise<string | null> => {
  const r = await sql<{ id: string }>`select id from company
    where workspace_id = ${c.workspace.id} and deleted_at is null order by created_at, id limit 1`.execute(c.tx)
  return r.rows[0]?.id ?? null
}

/** Country the supply is taxed in: the delivery address, else the billing address, else our own. */
const taxCountry = (c: Ctx, header: HeaderValues): string =>
  header.deliveryAddress?.country ?? header.billingAddress?.country ?? c.workspace.country

const headerDefaults = async (
  c: Ctx,
  given: HeaderValues,
  before: HeaderValues | undefined,
  day: string,
): Promise<HeaderValues & { currency: string }> => {
  const merged: HeaderValues = {
    ...before,
    ...Object.fromEntries(Object.entries(given).filter(([, v]) => v !== undefined)),
  }
  const customer =
    merged.accountId && merged.accountId !== before?.accountId ? await find(c, account, merged.accountId) : undefined
  const currency = merged.currency ?? customer?.currency ?? c.workspace.baseCurrency
  currencyScale(currency)
  const newCurrency = currency !== before?.currency
  return {
    ...merged,
    currency,
    companyId: merged.companyId ?? (await firstCompanyId(c)),
    exchangeRate:
      given.exchangeRate ??
      (newCurrency || !merged.exchangeRate ? await rateOn(c, currency, day) : merged.exchangeRate),
    billingAddress: merged.billingAddress ?? customer?.billingAddress ?? null,
    deliveryAddress: merged.deliveryAddress ?? customer?.shippingAddress ?? null,
  }
}

/** A line's discount is one or the other; naming one clears the other. */
type Discounts = { discountPercent?: string | null; discountAmount?: number | null }
const oneDiscount = <T extends Discounts>(given: Discounts, merged: T): T => {
  if (given.discountPercent !== undefined && given.discountPercent !== null && given.discountAmount === undefined)
    return { ...merged, discountAmount: null }
  if (given.discountAmount !== undefined && given.discountAmount !== null && given.discountPercent === undefined)
    return { ...merged, discountPercent: null }
  return merged
}

const mergeLine = (wanted: LineDraft, stored: ReadonlyMap<string, StoredLine>): LineDraft => {
  const known = wanted.id ? stored.get(wanted.id) : undefined
  const given = Object.fromEntries(Object.entries(wanted).filter(([, v]) => v !== undefined))
  return oneDiscount(wanted, { ...known, ...given })
}

/** What a line leaves open is the product's: words, unit, cost, tax class. Its price waits for the taxes. */
const withProduct = (line: LineDraft, found: LinePrice | undefined): LineDraft => {
  if (!found) return line
  return {
    ...line,
    description: line.description ?? (found.description ? `${found.name}\n${found.description}` : found.name),
    unit: line.unit ?? found.unit,
    unitCost: line.unitCost === undefined ? found.unitCost : line.unitCost,
    taxClassId: line.taxClassId === undefined ? found.taxClassId : line.taxClassId,
  }
}

/** The price by the customer's price list, where the line leaves it open; said as the document's prices are. */
const withPrice = (line: LineDraft, found: LinePrice | undefined, header: HeaderValues): LineDraft => {
  if (line.unitPrice !== undefined || !found) return line
  const { unitPrice, pricesInclude } = found
  if (unitPrice === null) return { ...line, unitPrice: '0' }
  return {
    ...line,
    unitPrice: unitPriceAs(unitPrice, pricesInclude, header.pricesInclude ?? 'net', line.taxes ?? []),
  }
}

const isOpen = (line: LineDraft): boolean =>
  line.description === undefined ||
  line.unitPrice === undefined ||
  line.unitCost === undefined ||
  line.taxClassId === undefined

/** One question per product and quantity among the lines that leave something open. */
const offersFor = async (
  c: Ctx,
  header: HeaderValues & { currency: string },
  lines: readonly LineDraft[],
  day: string,
): Promise<(line: LineDraft) => LinePrice | undefined> => {
  const keyOf = (line: LineDraft): string => `${line.productId}|${line.quantity ?? '1'}`
  const offers = new Map<string, LinePrice>()
  for (const line of lines) {
    if (!line.productId || !isOpen(line) || offers.has(keyOf(line))) continue
    const quantity = (line.quantity ?? '1').replace(/^-/, '')
    // what is no quantity is complained about with its place when the document is priced
    if (!isDecimal(quantity)) continue
    const question = {
      productId: line.productId,
      quantity,
      currency: header.currency,
      accountId: header.accountId,
      day,
    }
    offers.set(keyOf(line), await resolvePrice(c, question))
  }
  return (line) => (isOpen(line) ? offers.get(keyOf(line)) : undefined)
}

const checkedTaxes = (taxes: readonly LineTax[], index: number): LineTax[] => {
  const read = taxSchema.safeParse(taxes)
  if (!read.success) throw invalid(`lines.${index}.taxes`, 'is not a list of taxes with code, name, rate and category')
  return parseWith(taxSchema, taxes)
}

/** Products' defaults for what a line leaves open, and its taxes: as given, else those of its class on that day and place. */
const lineDefaults = async (
  c: Ctx,
  header: HeaderValues & { currency: string },
  wanted: readonly LineDraft[],
  stored: readonly StoredLine[],
  day: string,
): Promise<LineDraft[]> => {
  const known = new Map(stored.map((l) => [l.id, l]))
  const merged = wanted.map((w) => mergeLine(w, known))
  const offer = await offersFor(c, header, merged, day)
  const complete = merged.map((line) => withProduct(line, offer(line)))
  const lacksTaxes = (line: LineDraft, i: number): boolean => {
    const before = line.id ? known.get(line.id) : undefined
    if (wanted[i]?.taxes?.length) return false
    return !line.taxes?.length || (before !== undefined && before.taxClassId !== line.taxClassId)
  }
  const open = complete.filter(
    (line, i) => (line.kind ?? 'product') === 'product' && line.taxClassId && lacksTaxes(line, i),
  )
  const classIds = [...new Set(open.flatMap((l) => (l.taxClassId ? [l.taxClassId] : [])))]
  const taxes =
    classIds.length > 0
      ? await taxesOfClasses(c, classIds, { country: taxCountry(c, header), day })
      : new Map<string, LineTax[]>()
  const taxesOf = (line: LineDraft, i: number): LineTax[] => {
    if ((line.kind ?? 'product') !== 'product') return []
    if (lacksTaxes(line, i)) return line.taxClassId ? (taxes.get(line.taxClassId) ?? []) : []
    return checkedTaxes(line.taxes ?? [], i)
  }
  return complete.map((line, i) => withPrice({ ...line, taxes: taxesOf(line, i) }, offer(line), header))
}

const written = [...carriedKeys, 'optional', 'selected', 'total', 'net'] as const

const differs = (lines: readonly LineDraft[], stored: readonly StoredLine[]): boolean =>
  lines.length !== stored.length ||
  lines.some((line, i) => {
    const before = stored[i]
    return (
      !before ||
      line.id !== before.id ||
      written.some((k) => JSON.stringify(line[k] ?? null) !== JSON.stringify(before[k] ?? null))
    )
  })

/**
 * Completes and prices a document. `day` decides rates of exchange and of tax. `before` and `stored` are the document as
 * it is; lines left out of `wanted` go, `undefined` keeps all. Gives back everything that is to be written.
 */
export const prepareDocument = async (
  c: Ctx,
  day: string,
  given: HeaderValues,
  wanted: readonly LineDraft[] | undefined,
  before?: HeaderValues,
  stored: readonly StoredLine[] = [],
): Promise<PreparedDocument> => {
  const header = await headerDefaults(c, given, before, day)
  const { discountPercent = null, discountAmount = null } = oneDiscount(given, header)
  const { currency } = header
  const lines = await lineDefaults(c, header, wanted ?? stored, stored, day)
  const priced = priceDocument(
    {
      currency,
      pricesInclude: header.pricesInclude ?? 'net',
      rounding: header.rounding ?? 'perGroup',
      discountPercent,
      discountAmount,
    },
    lines,
  )
  const out = lines.map(
    (line, i): LineDraft => ({
      ...pick(line, written),
      ...(line.id ? { id: line.id } : {}),
      ...priced.lines[i],
    }),
  )
  const linesChanged = differs(out, stored)
  return {
    header: {
      ...header,
      ...priced.totals,
      discountPercent,
      discountAmount,
      currency,
      ...(linesChanged ? { contentChangedAt: c.now } : {}),
    },
    lines: out,
    linesChanged,
  }
}
