/** The head of a list: its name and size, search, list or board, what it shows, export, a new one. */
import { ActionIcon, Button } from '@mantine/core'
import {
  IconDotsVertical,
  IconDownload,
  IconFileSpreadsheet,
  IconFileTypeCsv,
  IconLayoutKanban,
  IconList,
  IconPlus,
  IconSearch,
  IconTrash,
  IconUpload,
  IconX,
} from '@tabler/icons-react'
import type { RefObject } from 'react'
import { useEffect, useRef, useState } from 'react'
import type { Entity } from '../../entity.ts'
import type { Total } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import type { UrlChange } from '../app/url.ts'
import { useGo } from '../app/url.ts'
import type { Column, Density } from './columns.ts'
import { Menu, MenuDivider, MenuItem, MenuLabel } from '../floating/Floating.tsx'
import { DisplayMenu } from './DisplayMenu.tsx'
import { countText } from './Figure.tsx'
import classes from './list.module.css'
import type { ListState, SortTerm } from './listState.ts'
import { sortText } from './listState.ts'

type Props = {
  entity: Entity
  total: Total | null
  state: ListState
  params: Readonly<Record<string, string>>
  selecting: Record<string, string>
  columns: readonly Column[]
  hasBoard: boolean
  search: RefObject<HTMLInputElement | null>
  density: Density
  onDensity: (d: Density) => void
  onColumns: (names: readonly string[]) => void
  onSort: (s: readonly SortTerm[]) => void
  change: (c: UrlChange, options?: { push?: boolean }) => void
  onCreate?: () => void
}

const Search = ({
  value,
  label,
  input,
  onChange,
}: {
  value: string
  label: string
  input: RefObject<HTMLInputElement | null>
  onChange: (q: string) => void
}) => {
  const [text, setText] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sent = useRef(value)
  useEffect(() => {
    // Back and views change the address from outside; what is being typed stays
    if (value === sent.current) return
    sent.current = value
    setText(value)
  }, [value])
  const set = (t: string, at = 220) => {
    setText(t)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      sent.current = t.trim()
      onChange(t.trim())
    }, at)
  }
  return (
    <div className={classes.search}>
      <IconSearch size={16} stroke={1.6} aria-hidden="true" />
      <input
        ref={input}
        type="search"
        value={text}
        placeholder="Search"
        aria-label={label}
        onChange={(e) => set(e.currentTarget.value)}
        onKeyDown={(e) => {
          if (e.key === 'Escape') {
            if (text) set('', 0)
            e.currentTarget.blur()
          }
          if (e.key === 'Enter') e.currentTarget.blur()
        }}
      />
      {text ? (
        <button type="button" aria-label="Clear search" onClick={() => set('', 0)}>
          <IconX size={14} aria-hidden="true" />
        </button>
      ) : (
        <kbd aria-hidden="true">/</kbd>
      )}
    </div>
  )
}

export const ListHead = (p: Props) => {
  const { api, can, areas } = useApp()
  const go = useGo()
  const { entity: e, state } = p
  const columns = p.columns.map((c) => c.name).join(',')
  const sort = sortText(state.sort)
  const exportAs = (format: 'csv' | 'xlsx') =>
    api.exportUrl(e.plural, format, { ...p.selecting, fields: columns, ...(sort ? { sort } : {}) })
  const importable =
    e.crud?.create !== false && !e.lookup && areas.some((a) => a.routes.some((r) => r.path.startsWith('import')))
  return (
    <div className={classes.top}>
      <h1 className={classes.title}>
        {state.trash ? `Deleted ${e.labelPlural.toLowerCase()}` : e.labelPlural}
        {p.total && <span className={classes.count}>{countText(p.total)}</span>}
      </h1>
      <div className={classes.tools}>
        <Search
          value={state.q}
          label={`Search ${e.labelPlural.toLowerCase()}`}
          input={p.search}
          onChange={(q) => p.change({ q: q || null })}
        />
        {p.hasBoard && (
          <div className={classes.switch} role="group" aria-label="Show as">
            {(['list', 'board'] as const).map((as) => (
              <button
                key={as}
                data-tip={as === 'list' ? 'List' : 'Board'}
                type="button"
                aria-pressed={state.as === as}
                aria-label={as === 'list' ? 'List' : 'Board'}
                onClick={() => p.change({ as: as === 'board' ? 'board' : null, peek: null }, { push: true })}
              >
                {as === 'list' ? <IconList size={16} stroke={1.6} /> : <IconLayoutKanban size={16} stroke={1.6} />}
              </button>
            ))}
          </div>
        )}
        {state.as === 'list' && (
          <DisplayMenu
            entity={e}
            columns={p.columns}
            state={state}
            density={p.density}
            onDensity={p.onDensity}
            onColumns={p.onColumns}
            onReset={() => p.change({ columns: null })}
            onSort={p.onSort}
            onGroup={(g) => p.change({ group: g })}
          />
        )}
        <Menu
          position="bottom-end"
          width={220}
          button={
            <ActionIcon data-tip="More" aria-label="More actions for this list" size={30}>
              <IconDotsVertical size={18} stroke={1.6} />
            </ActionIcon>
          }
        >
          <MenuLabel>
            <IconDownload size={12} aria-hidden="true" /> Export what this list shows
          </MenuLabel>
          <MenuItem href={exportAs('csv')} leftSection={<IconFileTypeCsv size={16} stroke={1.6} aria-hidden="true" />}>
            As CSV
          </MenuItem>
          <MenuItem
            href={exportAs('xlsx')}
            leftSection={<IconFileSpreadsheet size={16} stroke={1.6} aria-hidden="true" />}
          >
            As Excel
          </MenuItem>
          <MenuDivider />
          {importable && can(`${e.name}.create`) && (
            <MenuItem
              leftSection={<IconUpload size={16} stroke={1.6} aria-hidden="true" />}
              onClick={() => go(`/imports/new?entity=${e.name}`)}
            >
              Import {e.labelPlural.toLowerCase()}
            </MenuItem>
          )}
          <MenuItem
            leftSection={<IconTrash size={16} stroke={1.6} aria-hidden="true" />}
            onClick={() => p.change({ deleted: state.trash ? null : 'only', peek: null, as: null }, { push: true })}
          >
            {state.trash ? 'Leave the trash' : 'Show the trash'}
          </MenuItem>
        </Menu>
        {p.onCreate && (
          <Button
            className={classes.create}
            h={30}
            leftSection={<IconPlus size={16} stroke={2} aria-hidden="true" />}
            onClick={p.onCreate}
          >
            New {e.label.toLowerCase()}
          </Button>
        )}
      </div>
    </div>
  )
}
