/** What the rows of a file are, by its columns and its name. Pure. */
import type { Entity } from '../../../kernel/entity.ts'
import { term } from '../../../kernel/mapping.ts'
import type { MappingProposal } from '../../../kernel/mapping.ts'
import { ownNames } from '../../../kernel/synonyms.ts'

/** Those that people import first: where two kinds fit alike, the earlier one is meant. */
const usualKinds: readonly string[] = ['account', 'contact', 'lead', 'opportunity', 'product', 'member']

const leastScore = 45

/** `Sales Teams 2017.csv` → the words it may call its records by, singular. */
const wordsOfFile = (fileName: string): Set<string> => {
  const words = term(fileName.replace(/\.[^.]+$/, '')).split(' ')
  const parts = [...words, ...words.slice(1).map((w, i) => `${words[i]} ${w}`)]
  return new Set(parts.flatMap((w) => [w, w.replace(/ies$/, 'y'), w.replace(/s$/, '')]))
}

/** 0..160: how well the columns fill the fields, and whether the file is called after such records. */
const fitOf = (e: Entity, proposals: readonly MappingProposal[], fileName: string): number => {
  const found = proposals.filter((p) => p.field !== null)
  const own = new Set([term(e.label), ...(ownNames[e.name] ?? [])])
  const columns = proposals.reduce((sum, p) => sum + p.score, 0) / Math.max(Math.min(proposals.length, 12), 1)
  const called = [...wordsOfFile(fileName)].some((w) => own.has(w)) ? 30 : 0
  const titled = found.some((p) => p.field === e.title) ? 15 : 0
  const usual = usualKinds.indexOf(e.name)
  return Math.min(columns, 100) + called + titled + (usual === -1 ? 0 : 12 - usual)
}

/** The kind that fits best; undefined where none is likely. */
export const guessKind = (
  kinds: readonly { entity: Entity; proposals: readonly MappingProposal[] }[],
  fileName: string,
): Entity | undefined => {
  const [best] = kinds
    .map(({ entity, proposals }) => ({ entity, fit: fitOf(entity, proposals, fileName) }))
    .toSorted((a, b) => b.fit - a.fit)
  return best && best.fit >= leastScore ? best.entity : undefined
}
