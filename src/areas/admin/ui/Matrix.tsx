/** The matrix of rights: records by verb, each cell a reach. Verbs of their own unfold beneath a record. */
import { IconChevronRight } from '@tabler/icons-react'
import { Fragment, useState } from 'react'
import type { RoleRights } from '../model.ts'
import { commonVerbs, type Reach, reaches } from '../rules.ts'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './rights.module.css'
import { cellOf, type RightsGroup, type RightsRow, withCell } from './rights.ts'

const words: Readonly<Record<Reach, string>> = { none: 'None', own: 'Own', team: 'Team', all: 'All' }

type CellProps = {
  row: RightsRow
  verb: string
  label: string
  rights: RoleRights
  onChange: (rights: RoleRights) => void
}

/** The browser's own select: a hundred of them cost nothing, and every keyboard and reader knows them. */
const Cell = ({ row, verb, label, rights, onChange }: CellProps) => {
  const value = cellOf(rights, row.entity, verb)
  const offered = row.owned ? reaches : reaches.filter((r) => r === 'none' || r === 'all' || r === value)
  return (
    <select
      className={classes.cell}
      data-reach={value}
      data-set={`${row.entity}.${verb}` in rights || undefined}
      aria-label={`${row.label}: ${label}`}
      value={value}
      onChange={(e) => {
        const reach = reaches.find((r) => r === e.currentTarget.value)
        if (reach) onChange(withCell(rights, row.entity, verb, reach))
      }}
    >
      {offered.map((r) => (
        <option key={r} value={r}>
          {words[r]}
        </option>
      ))}
    </select>
  )
}

const Row = ({ row, rights, onChange }: { row: RightsRow; rights: RoleRights; onChange: (r: RoleRights) => void }) => {
  const [open, setOpen] = useState(false)
  const has = (verb: string): boolean => row.verbs.some((v) => v.verb === verb)
  const own = row.verbs.filter((v) => !commonVerbs.some((c) => c === v.verb))
  return (
    <>
      <tr>
        <th scope="row">
          {own.length > 0 ? (
            <button type="button" className={classes.unfold} aria-expanded={open} onClick={() => setOpen((x) => !x)}>
              <IconChevronRight
                size={14}
                aria-hidden="true"
                data-open={open || undefined}
                className={classes.chevron}
              />
              {row.label}
              <span className={shared.faint}> {own.length} more</span>
            </button>
          ) : (
            <span className={classes.indent}>{row.label}</span>
          )}
        </th>
        {commonVerbs.map((verb) => (
          <td key={verb}>
            {has(verb) ? <Cell row={row} verb={verb} label={verb} rights={rights} onChange={onChange} /> : null}
          </td>
        ))}
      </tr>
      {open ? (
        <tr>
          <td colSpan={commonVerbs.length + 1}>
            <div className={classes.verbs}>
              {own.map((v) => (
                <div key={v.verb} className={classes.verb}>
                  <span>{v.label}</span>
                  <Cell row={row} verb={v.verb} label={v.label} rights={rights} onChange={onChange} />
                </div>
              ))}
            </div>
          </td>
        </tr>
      ) : null}
    </>
  )
}

export const Matrix = ({
  groups,
  rights,
  onChange,
}: {
  groups: readonly RightsGroup[]
  rights: RoleRights
  onChange: (rights: RoleRights) => void
}) => (
  <div className={shared.tableWrap}>
    <table className={`${shared.table} ${classes.matrix}`}>
      <thead>
        <tr>
          <th scope="col">Records</th>
          {commonVerbs.map((v) => (
            <th key={v} scope="col">
              {v.charAt(0).toUpperCase() + v.slice(1)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map((g) => (
          <Fragment key={g.label}>
            <tr>
              <th scope="colgroup" colSpan={commonVerbs.length + 1} className={classes.matrixGroup}>
                {g.label}
              </th>
            </tr>
            {g.rows.map((row) => (
              <Row key={row.entity} row={row} rights={rights} onChange={onChange} />
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  </div>
)
