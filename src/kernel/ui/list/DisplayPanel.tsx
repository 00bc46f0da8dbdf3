/** What a list shows: its columns and their order, what it is sorted and grouped by, how tall its rows are. */
import { ActionIcon, Checkbox, SegmentedControl, Select } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconSortAscending, IconSortDescending } from '@tabler/icons-react'
import { useState } from 'react'
import type { Entity, Field } from '../../entity.ts'
import { labelOf } from '../../entity.ts'
import type { Column, Density } from './columns.ts'
import { possibleColumns } from './columns.ts'
import classes from './display.module.css'
import list from './list.module.css'
import type { ListState, SortTerm } from './listState.ts'
import { parseSort } from './listState.ts'

export type DisplayProps = {
  entity: Entity
  columns: readonly Column[]
  state: ListState
  density: Density
  onDensity: (d: Density) => void
  onColumns: (names: readonly string[]) => void
  onReset: () => void
  onSort: (s: readonly SortTerm[]) => void
  onGroup: (g: string | null) => void
}

const groupable = new Set(['state', 'choice', 'boolean', 'day'])
/** Rows of one stand together; a heading says which. */
const isGroupable = (f: Field): boolean =>
  f.kind === 'reference' ? f.options.filter === true : f.options.sort === true && groupable.has(f.kind)

export const DisplayPanel = (p: DisplayProps) => {
  const [find, setFind] = useState('')
  const all = possibleColumns(p.entity).map(([name, f]) => ({ name, label: labelOf(name, f), field: f }))
  const shown = p.columns.map((c) => c.name)
  const ordered = [
    ...p.columns.flatMap((c) => all.find((a) => a.name === c.name) ?? []),
    ...all.filter((a) => !shown.includes(a.name)),
  ].filter((a) => a.label.toLowerCase().includes(find.trim().toLowerCase()))
  const sortable = all.filter((a) => a.field.options.sort)
  const groups = all.filter((a) => isGroupable(a.field))
  const sort = (p.state.sort[0] ?? parseSort(p.entity.defaultSort ?? '')[0]) || null
  const move = (name: string, by: number) => {
    const i = shown.indexOf(name)
    const next = [...shown]
    const other = next[i + by]
    if (i < 1 || i + by < 1 || other === undefined) return
    next[i + by] = name
    next[i] = other
    p.onColumns(next)
  }
  return (
    <>
      <div className={classes.displayPart}>
        {sortable.length > 0 && (
          <div className={classes.displayRow}>
            <span>Sort by</span>
            <Select
              aria-label="Sort by"
              size="xs"
              w={150}
              data={sortable.map((s) => ({ value: s.name, label: s.label }))}
              value={sort?.field ?? null}
              placeholder="Default"
              comboboxProps={{ withinPortal: false }}
              onChange={(v) => p.onSort(v ? [{ field: v, descending: sort?.descending ?? false }] : [])}
            />
            <ActionIcon
              size={30}
              variant="default"
              disabled={!sort}
              aria-label={sort?.descending ? 'Descending; sort ascending' : 'Ascending; sort descending'}
              onClick={() => sort && p.onSort([{ field: sort.field, descending: !sort.descending }])}
            >
              {sort?.descending ? <IconSortDescending size={16} /> : <IconSortAscending size={16} />}
            </ActionIcon>
          </div>
        )}
        {groups.length > 0 && (
          <div className={classes.displayRow}>
            <span>Group by</span>
            <Select
              aria-label="Group by"
              size="xs"
              w={184}
              data={groups.map((s) => ({ value: s.name, label: s.label }))}
              value={p.state.group}
              placeholder="Nothing"
              clearable
              comboboxProps={{ withinPortal: false }}
              onChange={p.onGroup}
            />
          </div>
        )}
        <div className={classes.displayRow}>
          <span>Rows</span>
          <SegmentedControl
            size="xs"
            w={184}
            aria-label="Row height"
            value={p.density}
            data={[
              { value: 'compact', label: 'Compact' },
              { value: 'comfortable', label: 'Roomy' },
            ]}
            onChange={(v) => p.onDensity(v === 'comfortable' ? 'comfortable' : 'compact')}
          />
        </div>
      </div>
      <div className={classes.displayColumns}>
        <div className={classes.displayHead}>
          <span>Columns</span>
          <button type="button" className={list.linkButton} disabled={!p.state.columns} onClick={p.onReset}>
            Reset
          </button>
        </div>
        {all.length > 9 && (
          <input
            className={classes.find}
            value={find}
            placeholder="Find a column"
            aria-label="Find a column"
            onChange={(e) => setFind(e.currentTarget.value)}
          />
        )}
        <ul>
          {ordered.map((c) => {
            const at = shown.indexOf(c.name)
            return (
              <li key={c.name}>
                <Checkbox
                  label={c.label}
                  checked={at >= 0}
                  disabled={c.name === p.entity.title}
                  onChange={(e) =>
                    p.onColumns(e.currentTarget.checked ? [...shown, c.name] : shown.filter((n) => n !== c.name))
                  }
                />
                {at > 0 && !find && (
                  <span className={classes.moves}>
                    <button
                      type="button"
                      aria-label={`Move ${c.label} left`}
                      disabled={at <= 1}
                      onClick={() => move(c.name, -1)}
                    >
                      <IconArrowUp size={14} aria-hidden="true" />
                    </button>
                    <button
                      type="button"
                      aria-label={`Move ${c.label} right`}
                      disabled={at >= shown.length - 1}
                      onClick={() => move(c.name, 1)}
                    >
                      <IconArrowDown size={14} aria-hidden="true" />
                    </button>
                  </span>
                )}
              </li>
            )
          })}
        </ul>
      </div>
    </>
  )
}
