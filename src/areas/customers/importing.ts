/** How files of accounts and contacts become records: what their own actions derive and check, for a set. */
import type { RowData } from '../../kernel/codec.ts'
import { scoreDuplicate } from '../../kernel/duplicates.ts'
import { text, type Values } from '../../kernel/entity.ts'
import { AppError } from '../../kernel/errors.ts'
import { normaliseName } from '../../kernel/match.ts'
import { type Draft, importing } from '../../kernel/server/import/importer.ts'
import { followMainAccount } from './links.ts'
import { account, accountContact, contact } from './model.ts'
import { accountKeys, checkedIds, contactKeys, personKey } from './rules.ts'

/** Complaints of a rule, filed under the row. */
const checking = (draft: Draft, work: () => void): void => {
  try {
    work()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const problems = error.errors.map((e) => ({ field: e.path, message: e.message }))
    draft.problems.push(...(problems.length > 0 ? problems : [{ field: '', message: error.message }]))
  }
}

const told = (v: unknown): string | null => (typeof v === 'string' && v !== '' ? v : null)

const company = (row: RowData) => ({
  kind: 'account' as const,
  name: told(row.name),
  emails: [told(row.email)],
  phones: [told(row.phone)],
  website: told(row.website),
  taxId: told(row.taxId),
  country: told(row.country),
})

/** Companies are told apart by id: the name of the one does not come near another's. */
const person = (row: RowData) => ({
  kind: 'contact' as const,
  name: told(row.name),
  company: told(row.accountId),
  emails: [told(row.email), told(row.secondEmail)],
  phones: [told(row.phone), told(row.mobile)],
})

export const accountImporter = importing(account, {
  nameKey: { field: 'nameKey', of: (title) => normaliseName(title).slice(0, 255) || null },
  duplicates: {
    keys: [['nameKey'], ['websiteDomain'], ['taxId'], ['email'], ['phone']],
    pairs: [],
    same: (row) =>
      told(row.nameKey) ? [{ key: `${row.nameKey}\0${told(row.country) ?? ''}`, message: 'Same name' }] : [],
    score: (a, b) => scoreDuplicate(company(a), company(b)),
  },
  prepare: (_c, drafts) => {
    for (const draft of drafts)
      checking(draft, () => {
        const next: Values<typeof account> = { ...draft.before, ...draft.values }
        const keys = accountKeys(next)
        const ids = checkedIds(next, keys.country)
        for (const [k, v] of Object.entries(ids)) if (k in draft.values) draft.values[k] = v
        Object.assign(draft.values, keys)
      })
  },
})

/** The last word is the last name, unless a comma says otherwise. */
const split = (full: string): { firstName: string | null; lastName: string } => {
  const comma = /^([^,]+),\s*(.+)$/.exec(full.trim())
  if (comma) return { firstName: comma[2] ?? null, lastName: comma[1] ?? full }
  const parts = full.trim().split(/\s+/)
  return { firstName: parts.slice(0, -1).join(' ') || null, lastName: parts.at(-1) ?? '' }
}

export const contactImporter = importing(contact, {
  fills: ['lastName'],
  sharedTitles: true,
  nameKey: { field: 'nameKey', of: personKey },
  duplicates: {
    keys: [
      ['email', 'secondEmail'],
      ['phone', 'mobile'],
    ],
    pairs: [['nameKey', 'accountId']],
    same: (row) => [
      ...(told(row.nameKey) && told(row.accountId)
        ? [{ key: `${row.nameKey}\0${row.accountId}`, message: 'Same name, same company' }]
        : []),
      ...(told(row.email) ? [{ key: String(row.email), message: 'Same email address' }] : []),
    ],
    score: (a, b) => scoreDuplicate(person(a), person(b)),
  },
  fields: { fullName: text({ label: 'Full name', help: 'Taken apart into first and last name' }) },
  missing: (_c, names) => names.map((name): RowData => split(name)),
  prepare: (_c, drafts) => {
    for (const draft of drafts) {
      const full = draft.extra.fullName
      if (typeof full === 'string' && !draft.values.lastName) {
        const parts = split(full)
        draft.values.lastName = parts.lastName
        draft.values.firstName ??= parts.firstName
      }
      const next: Values<typeof contact> = { ...draft.before, ...draft.values }
      Object.assign(draft.values, contactKeys(next))
    }
  },
  after: async (c, drafts, also) => {
    const employed = drafts.filter((d) => !d.before && d.values.accountId)
    await also(
      accountContact,
      employed.map(({ values: v }) => ({
        accountId: v.accountId,
        contactId: v.id,
        jobTitle: v.jobTitle,
        department: v.department,
        isPrimary: true,
      })),
    )
    for (const { before, values } of drafts)
      if (before && values.accountId !== undefined && values.accountId !== before.accountId)
        await followMainAccount(c, String(before.id), typeof values.accountId === 'string' ? values.accountId : null)
  },
})
