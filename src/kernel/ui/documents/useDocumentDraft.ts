/** A document while it is edited: header and lines as a draft, totals as the server would compute them, one save. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Priced } from '../../document.ts'
import { priceDocument } from '../../document.ts'
import { AppError } from '../../errors.ts'
import { ApiError, messageOf, StaleError } from '../api/client.ts'
import type { EntityRef } from '../api/hooks.ts'
import { useEntity, useUpdate } from '../api/hooks.ts'
import type { WireRecord } from '../api/types.ts'
import type { Wire } from '../fields/format.ts'
import { useLocale } from '../fields/locale.ts'
import { isEmpty, textOf } from '../fields/wire.ts'
import type { Line } from './lines.ts'
import { linesFromWire, linesToWire, pricingHeader, pricingLines } from './lines.ts'

export type DocumentDraft = {
  /** the record with what was changed */
  header: Wire & WireRecord
  lines: readonly Line[]
  set: (changes: Wire, labels?: Record<string, string>) => void
  setLines: (change: (lines: readonly Line[]) => readonly Line[]) => void
  currency: string
  /** the last totals that could be computed */
  priced: Priced
  /** amounts of lines by key, minor units, for the grid */
  totals: ReadonlyMap<string, number>
  /** complaints by path, the browser's and the server's */
  errors: Readonly<Record<string, string>>
  /** what belongs to no field */
  trouble: string | undefined
  dirty: boolean
  saving: boolean
  /** answers the saved record, or nothing when it was refused */
  save: () => Promise<WireRecord | undefined>
  reset: () => void
}

const same = (a: unknown, b: unknown): boolean => (isEmpty(a) && isEmpty(b)) || JSON.stringify(a) === JSON.stringify(b)

/** `fields`: keys of the area's lines beside the common ones that travel back. */
export const useDocumentDraft = (
  entity: EntityRef,
  record: WireRecord,
  fields: readonly string[] = [],
): DocumentDraft => {
  const e = useEntity(entity)
  const l = useLocale()
  const update = useUpdate(e)
  const [changes, setChanges] = useState<Wire>({})
  const [labels, setLabels] = useState<Record<string, string>>({})
  const saved = useMemo(() => linesFromWire(record['lines']), [record])
  const [lines, setAll] = useState<readonly Line[] | null>(null)
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>({})
  const [trouble, setTrouble] = useState<string>()
  const shown = lines ?? saved
  const header: Wire & WireRecord = useMemo(
    () => ({ ...record, ...changes, labels: { ...record.labels, ...labels } }),
    [record, changes, labels],
  )
  const currency = textOf(header['currency']) || l.baseCurrency

  const last = useRef<Priced>(undefined)
  const { priced, problems } = useMemo(() => {
    const head = pricingHeader(header, l.baseCurrency)
    try {
      const now = priceDocument(head, pricingLines(shown))
      return { priced: now, problems: {} }
    } catch (error) {
      const found = error instanceof AppError ? error.errors : []
      const kept = last.current ?? priceDocument({ ...head, discountPercent: null, discountAmount: null }, [])
      return { priced: kept, problems: Object.fromEntries(found.map((x) => [x.path, x.message])) }
    }
  }, [header, shown, l.baseCurrency])
  useEffect(() => {
    last.current = priced
  }, [priced])
  const totals = useMemo(() => new Map(priced.calculated.lines.map((x) => [x.id, x.total])), [priced])

  // the version the changes were begun over: what someone else saves meanwhile refreshes `record`
  const base = useRef<number | null>(null)
  const newest = useRef(record.version)
  newest.current = record.version
  const set = useCallback((c: Wire, names?: Record<string, string>) => {
    base.current ??= newest.current
    setChanges((all) => ({ ...all, ...c }))
    if (names) setLabels((all) => ({ ...all, ...names }))
    setRefused({})
    setTrouble(undefined)
  }, [])
  const setLines = useCallback(
    (change: (all: readonly Line[]) => readonly Line[]) => {
      base.current ??= newest.current
      setAll((all) => change(all ?? saved))
      setRefused({})
    },
    [saved],
  )
  const reset = useCallback(() => {
    setChanges({})
    setLabels({})
    setAll(null)
    setRefused({})
    setTrouble(undefined)
  }, [])

  const real = Object.fromEntries(Object.entries(changes).filter(([k, v]) => !same(record[k], v)))
  const linesChanged = lines !== null && !same(linesToWire(lines, fields), linesToWire(saved, fields))
  const dirty = Object.keys(real).length > 0 || linesChanged

  useEffect(() => {
    if (!dirty) base.current = null
  }, [dirty])

  const save = async (): Promise<WireRecord | undefined> => {
    if (!dirty) return record
    setRefused({})
    setTrouble(undefined)
    try {
      const after = await update.mutateAsync({
        id: record.id,
        version: base.current ?? record.version,
        changes: { ...real, ...(linesChanged ? { lines: linesToWire(shown, fields) } : {}) },
        labels,
        quiet: true,
      })
      reset()
      return after
    } catch (error) {
      if (error instanceof ApiError && error.errors.length > 0) {
        setRefused(Object.fromEntries(error.errors.map((x) => [x.path, x.message])))
        const outside = error.errors.find((x) => !/^lines\.\d+\./.test(x.path) && !(x.path in e.fields))
        setTrouble(outside?.message ?? messageOf(error))
      } else if (error instanceof StaleError) base.current = error.current.version
      else setTrouble(messageOf(error))
      return undefined
    }
  }
  return {
    header,
    lines: shown,
    set,
    setLines,
    currency,
    priced,
    totals,
    errors: { ...problems, ...refused },
    trouble,
    dirty,
    saving: update.isPending,
    save,
    reset,
  }
}
