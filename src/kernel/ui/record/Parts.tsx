/** The rows of a document as a plain table, for entities without a page of their own. */
import { allFields, labelOf } from '../../entity.ts'
import type { Entity } from '../../entity.ts'
import type { WireRecord } from '../api/types.ts'
import { FieldDisplay } from '../fields/FieldDisplay.tsx'
import { isEmpty, rowsOf, textOf } from '../fields/wire.ts'
import shared from '../shared.module.css'
import classes from './related.module.css'

export const Parts = ({ part, record }: { part: Entity; record: WireRecord }) => {
  const as = part.partOf?.as ?? ''
  const rows = rowsOf(record[as])
  const columns = Object.entries(allFields(part)).filter(
    ([k, f]) =>
      k in part.fields &&
      !f.options.hidden &&
      !f.options.heavy &&
      k !== part.partOf?.field &&
      k !== 'position' &&
      k !== 'currency',
  )
  // a column that says the same, or nothing, on every row tells nobody anything
  const used = columns.filter(
    ([k, f]) =>
      f.kind !== 'json' &&
      rows.some((r) => !isEmpty(r[k]) && r[k] !== false) &&
      (f.kind !== 'choice' || new Set(rows.map((r) => textOf(r[k]))).size > 1),
  )
  if (rows.length === 0) return <p className={shared.quiet}>No {part.labelPlural.toLowerCase()} yet.</p>
  return (
    <div className={shared.tableWrap} role="region" aria-label={part.labelPlural} tabIndex={0}>
      <table className={`${shared.table} ${classes.table}`}>
        <thead>
          <tr>
            {used.map(([k, f]) => (
              <th key={k} scope="col" data-kind={f.kind}>
                {labelOf(k, f)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((r, i) => (
            <tr key={textOf(r['id']) || i}>
              {used.map(([k, f]) => (
                <td key={k} data-kind={f.kind}>
                  <FieldDisplay field={f} name={k} row={r} entity={part} compact />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
