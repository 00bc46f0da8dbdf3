/** How files of leads become records. */
import type { RowData } from '../../kernel/codec.ts'
import { scoreDuplicate } from '../../kernel/duplicates.ts'
import type { Values } from '../../kernel/entity.ts'
import { importing } from '../../kernel/server/import/importer.ts'
import { lead } from './model.ts'
import { nameOfLead, stageFor } from './rules.ts'
import { keysOf, leadStages } from './write.ts'

const told = (v: unknown): string | null => (typeof v === 'string' && v !== '' ? v : null)

const party = (row: RowData) => ({
  kind: 'lead' as const,
  name: told(row.name),
  company: told(row.company),
  emails: [told(row.email)],
  phones: [told(row.phone), told(row.mobile)],
  website: told(row.website),
})

/** Of somebody the file knows by an id only: `Lead 660737`. */
const byId = (externalId: string | null | undefined): string =>
  externalId ? `Lead ${/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(externalId) ? externalId.slice(0, 8) : externalId}` : ''

export const leadImporter = importing(lead, {
  fills: ['name'],
  sharedTitles: true,
  duplicates: {
    keys: [['email'], ['phone', 'mobile']],
    pairs: [['nameKey', 'companyKey']],
    same: (row) => [
      ...(told(row.nameKey) && told(row.companyKey)
        ? [{ key: `${row.nameKey}\0${row.companyKey}`, message: 'Same name, same company' }]
        : []),
      ...(told(row.email) ? [{ key: String(row.email), message: 'Same email address' }] : []),
    ],
    score: (a, b) => scoreDuplicate(party(a), party(b)),
  },
  historical: ['status', 'deadKind', 'lostReasonId', 'recontactOn', 'statusNote', 'convertedAt', 'score'],
  prepare: async (c, drafts) => {
    const stages = await leadStages(c)
    for (const draft of drafts) {
      const next: Values<typeof lead> = { ...draft.before, ...draft.values }
      const name = nameOfLead(next) || byId(next.externalId)
      if (!name)
        draft.problems.push({
          field: 'name',
          message: 'Name is missing, and no company, email address or id says who it is',
        })
      const status = next.status ?? 'new'
      const current = stages.find((s) => s.id === next.leadStageId)
      Object.assign(draft.values, { name, ...keysOf({ ...next, name }) })
      if (!draft.before || draft.before.status !== status) {
        draft.values.leadStageId = stageFor(stages, status, current)?.id ?? null
        draft.values.enteredStageAt = draft.values.createdAt ?? c.now
      }
    }
  },
})
