/** The facts of a record, editable in place; empty ones are folded away until someone wants to fill them. */
import { useState } from 'react'
import type { Entity, Field } from '../../entity.ts'
import { allFields } from '../../entity.ts'
import type { WireRecord } from '../api/types.ts'
import { isEmpty } from '../fields/wire.ts'
import { useMay } from '../steps/useVerbs.ts'
import { FactRow } from './FactRow.tsx'
import classes from './record.module.css'

type FactsProps = {
  entity: Entity
  record: WireRecord
  /** only these, in this order */
  fields?: readonly string[] | undefined
  leaveOut?: readonly string[] | undefined
  readOnly?: boolean | undefined
}

/** What the header and the foot of the page say already. The currency is beside every amount; the form can change it. */
const system = new Set([
  'currency',
  'exchangeRate',
  'createdAt',
  'updatedAt',
  'createdBy',
  'updatedBy',
  'deletedAt',
  'version',
  'id',
  'number',
])
const prose = (f: Field): boolean => f.kind === 'richText' || f.kind === 'longText' || f.kind === 'json'

/** What the page shows as facts: not what its header already says, long prose last. */
export const factNames = (e: Entity, leaveOut: readonly string[] = []): string[] => {
  const all = Object.entries(allFields(e)).filter(
    ([k, f]) =>
      !f.options.hidden &&
      !system.has(k) &&
      f.kind !== 'state' &&
      !(f.kind === 'json' && f.options.readOnly) &&
      k !== e.title &&
      !leaveOut.includes(k),
  )
  const first = all.filter(([, f]) => !prose(f) && f.kind !== 'address')
  const last = all.filter(([, f]) => prose(f) || f.kind === 'address')
  // the title comes first, so that it can be changed in place too
  return [...(e.title in e.fields ? [e.title] : []), ...[...first, ...last].map(([k]) => k)]
}

export const Facts = ({ entity, record, fields, leaveOut, readOnly }: FactsProps) => {
  const [all, setAll] = useState(false)
  // on the phone the story must not lie five screens below
  const [folded, setFolded] = useState(true)
  const may = useMay(entity, record)
  const editable = !readOnly && may('update') && !record['deletedAt']
  const definitions = allFields(entity)
  const names = fields ?? factNames(entity, leaveOut)
  const filled = names.filter((k) => !isEmpty(record[k]) || definitions[k]?.kind === 'boolean')
  const empty = names.filter((k) => !filled.includes(k) && !definitions[k]?.options.readOnly)
  // few empty ones are not worth a click
  const visible =
    all || empty.length <= 3 || filled.length < 4
      ? names.filter((k) => filled.includes(k) || empty.includes(k))
      : filled
  return (
    <div className={classes.facts} data-folded={folded || undefined}>
      {visible.map((name) => {
        const f = definitions[name]
        return f ? (
          <FactRow
            key={name}
            entity={entity}
            record={record}
            name={name}
            field={f}
            editable={editable && !f.options.readOnly}
          />
        ) : null
      })}
      {visible.length > 6 ? (
        <button type="button" className={classes.foldButton} aria-expanded={!folded} onClick={() => setFolded(!folded)}>
          {folded ? `Show all ${visible.length} details` : 'Show fewer details'}
        </button>
      ) : null}
      {visible.length < filled.length + empty.length ? (
        <button type="button" className={classes.textButton} onClick={() => setAll(true)}>
          Show {empty.length} empty fields
        </button>
      ) : null}
      {all && empty.length > 3 ? (
        <button type="button" className={classes.textButton} onClick={() => setAll(false)}>
          Hide empty fields
        </button>
      ) : null}
    </div>
  )
}
