/** The list of any entity: filters that read as a sentence, views as tabs, rows that can be walked, edited and acted on. */
import { useMediaQuery } from '@mantine/hooks'
import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { hasBaseAmounts } from '../../entity.ts'
import { useAggregate, useInfiniteList, useOnScreen } from '../api/hooks.ts'
import type { WireRecord } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import type { ListPageProps } from '../app/areaUi.ts'
import { pagesOf } from '../app/areaUi.ts'
import { navigationOf } from '../app/navigation.ts'
import { usePage } from '../app/pageTitle.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { openCreate } from '../app/uiStore.ts'
import { useGo, useUrl } from '../app/url.ts'
import { ErrorState, PageSkeleton } from '../feedback/states.tsx'
import { Cards } from './Cards.tsx'
import {
  columnsOf,
  defaultColumns,
  isEditable,
  readDensity,
  readWidths,
  rowHeights,
  writeDensity,
  writeWidths,
} from './columns.ts'
import { FilterBar } from './FilterBar.tsx'
import { filterFields } from './filterModel.ts'
import filterClasses from './filters.module.css'
import { ListEmpty } from './ListEmpty.tsx'
import { ListHead } from './ListHead.tsx'
import classes from './list.module.css'
import type { FilterTerm, SortTerm } from './listState.ts'
import { filterChange, listParams, selectionParams, sortText, stateOf } from './listState.ts'
import { BulkBar, Peek } from './parts.tsx'
import type { Editing } from './rowTypes.ts'
import { Table } from './Table.tsx'
import { useSelection } from './useSelection.ts'
import { ViewTabs } from './ViewTabs.tsx'

const noRows: readonly WireRecord[] = []

export const ListPage = ({ entity }: ListPageProps) => {
  const app = useApp()
  const go = useGo()
  const e = app.registry.entity(entity)
  const pages = useMemo(() => pagesOf(app.areas, entity), [app.areas, entity])
  const { params, change } = useUrl()
  const phone = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false }) ?? false
  const group = navigationOf(app).find((g) => g.entries.some((n) => n.entity === entity))
  usePage(...(group && group.label !== e.labelPlural ? [{ label: group.label }] : []), { label: e.labelPlural })

  const state = useMemo(() => {
    const s = stateOf(params)
    const untouched = s.filters.length === 0 && !s.bare && !s.view && !s.trash
    return untouched && pages.defaultFilter ? { ...stateOf({ ...pages.defaultFilter, ...params }) } : s
  }, [params, pages.defaultFilter])
  const selecting = useMemo(() => selectionParams(state), [state])
  const asked = useMemo(() => listParams(state, e.defaultSort), [state, e])
  const query = useInfiniteList(e, asked, { enabled: state.as === 'list' })
  const onRange = useOnScreen(e, asked)
  const rows = useMemo(() => query.data?.pages.flatMap((p) => p.data) ?? noRows, [query.data])
  const total = query.data?.pages[0]?.total

  const [widths, setWidths] = useState(() => readWidths(e))
  const [density, setDensity] = useState(readDensity)
  // the same columns as long as nothing about them changes: every row hangs on them
  const columns = useMemo(
    () => columnsOf(e, state.columns ?? defaultColumns(e, pages), widths),
    [e, state.columns, pages, widths],
  )
  const fields = useMemo(() => filterFields(app.registry, e), [app.registry, e])

  const selection = useSelection(rows)
  const [active, setActive] = useState(-1)
  const [choosing, setChoosing] = useState(false)
  const [editing, setEditing] = useState<Editing | null>(null)
  const search = useRef<HTMLInputElement>(null)
  const signature = JSON.stringify([selecting, state.sort, state.as])
  // rows of another question are another list, which begins at its top
  const scope = `${signature}${query.isPlaceholderData}`
  const before = useRef(signature)
  useEffect(() => {
    if (before.current === signature) return
    before.current = signature
    setActive(-1)
    setEditing(null)
    setChoosing(false)
    selection.clear()
  }, [signature, selection])

  const setFilters = useCallback(
    (next: readonly FilterTerm[]) =>
      change(
        { ...filterChange(params, next), filter: next.length === 0 && pages.defaultFilter ? 'none' : null },
        { push: true },
      ),
    [change, params, pages.defaultFilter],
  )
  const setColumns = useCallback((next: readonly string[]) => change({ columns: next.join(',') }), [change])
  const setSort = useCallback(
    (next: readonly SortTerm[]) => change({ sort: sortText(next) || null }, { push: true }),
    [change],
  )
  const peek = useCallback(
    (id: string | null) => change({ peek: id }, { push: id !== null && !window.location.search.includes('peek=') }),
    [change],
  )
  const open = useCallback((id: string) => go(`/${e.plural}/${id}`), [go, e])

  const mayEdit = e.crud?.update !== false && !state.trash && app.can(`${e.name}.edit`)
  // Where there is no generic form, an area may bring its own way to make one.
  const hasForm = e.crud?.create !== false || pages.create !== undefined
  const mayCreate = !e.partOf && hasForm && app.can(`${e.name}.create`)
  const create = useCallback(() => openCreate(e.name), [e])
  const editable = useMemo(() => (mayEdit ? columns.filter((c) => isEditable(e, c)) : []), [mayEdit, columns, e])

  const walk = (by: number) => {
    const peeked = state.peek ? rows.findIndex((r) => r.id === state.peek) : -1
    const from = peeked >= 0 ? peeked : active
    const next = Math.min(rows.length - 1, Math.max(0, from + by))
    setActive(next)
    const r = rows[next]
    if (state.peek && r) peek(r.id)
    if (next > rows.length - 5 && query.hasNextPage) void query.fetchNextPage()
  }
  const current = rows[active]
  const listed = state.as === 'list'
  useShortcuts(
    listed
      ? [
          { keys: 'j', label: 'Next row', group: 'Lists', run: () => walk(1) },
          { keys: 'k', label: 'Previous row', group: 'Lists', run: () => walk(-1) },
          { keys: 'ArrowDown', label: 'Next row', group: '', run: () => walk(1) },
          { keys: 'ArrowUp', label: 'Previous row', group: '', run: () => walk(-1) },
          { keys: 'x', label: 'Select the row', group: 'Lists', run: () => current && selection.toggle(current.id) },
          { keys: 'mod+a', label: 'Select all', group: 'Lists', run: () => selection.togglePage() },
          { keys: 'Enter', label: 'Open the record', group: 'Lists', run: () => current && open(current.id) },
          {
            keys: ' ',
            label: 'Peek at the row',
            group: 'Lists',
            run: () => current && peek(state.peek ? null : current.id),
          },
          {
            keys: 'e',
            label: 'Edit the row; Tab goes on',
            group: 'Lists',
            run: () => {
              const first = editable[0]
              if (current && first) setEditing({ id: current.id, column: first.name })
            },
          },
          { keys: '/', label: 'Search this list', group: 'Lists', run: () => search.current?.focus() },
          ...(mayCreate ? [{ keys: 'c', label: `New ${e.label.toLowerCase()}`, group: 'Lists', run: create }] : []),
          {
            keys: 'Escape',
            label: 'Close, or clear the selection',
            group: 'Lists',
            run: () => (state.peek ? peek(null) : selection.clear()),
          },
        ]
      : [{ keys: '/', label: 'Search this board', group: 'Lists', run: () => search.current?.focus() }],
  )

  // amounts in several currencies have no sum, unless the rows know their value in the base currency
  const summed =
    pages.sums ?? (hasBaseAmounts(e) ? columns.filter((c) => c.field.kind === 'money').map((c) => c.name) : [])
  const sums = summed.filter((s) => columns.some((c) => c.name === s))
  const sumQuery = useAggregate(
    e,
    { ...selecting, sum: sums, count: true },
    { enabled: listed && sums.length > 0 && rows.length > 0 },
  )
  const grouped = useAggregate(
    e,
    { ...selecting, groupBy: state.group ?? '', count: true, ...(sums.length > 0 ? { sum: sums } : {}) },
    { enabled: listed && state.group !== null && rows.length > 0 },
  )

  const { hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage } = query
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isPlaceholderData) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage])

  const filtered = state.filters.length > 0 || state.q !== ''
  const Board = pages.board
  const body = () => {
    if (state.as === 'board' && Board)
      return (
        <Suspense fallback={<PageSkeleton />}>
          <Board entity={e.name} params={selecting} />
        </Suspense>
      )
    if (query.isError && rows.length === 0) return <ErrorState error={query.error} retry={() => void query.refetch()} />
    if (query.isPending) return <PageSkeleton rows={14} />
    if (rows.length === 0)
      return (
        <ListEmpty
          entity={e}
          // a filter nobody chose must not hide that there is nothing yet
          filtered={filtered && (state.q !== '' || stateOf(params).filters.length > 0)}
          trash={state.trash}
          onClear={() => change({ ...filterChange(params, []), q: null, filter: pages.defaultFilter ? 'none' : null })}
          {...(mayCreate ? { onCreate: create } : {})}
        />
      )
    return phone ? (
      <Cards
        entity={e}
        rows={rows}
        columns={columns}
        selection={selection}
        choosing={choosing}
        onChoose={() => setChoosing(true)}
        scope={scope}
        onMore={more}
        onRange={onRange}
        onOpen={open}
      />
    ) : (
      <Table
        entity={e}
        rows={rows}
        columns={columns}
        editable={editable}
        rowHeight={rowHeights[density]}
        sort={state.sort.length > 0 ? state.sort : null}
        group={state.group}
        groups={grouped.data ?? null}
        sums={sums.length > 0 ? (sumQuery.data?.[0] ?? null) : null}
        total={total ?? null}
        selection={selection}
        active={active}
        peeked={state.peek}
        editing={editing}
        busy={query.isFetchingNextPage}
        faded={query.isPlaceholderData}
        scope={scope}
        onMore={more}
        onRange={onRange}
        onActive={setActive}
        onPeek={peek}
        onEdit={setEditing}
        onSort={setSort}
        onColumns={setColumns}
        onWidth={(name, width) => {
          const next = { ...widths, [name]: width }
          setWidths(next)
          writeWidths(e, next)
        }}
      />
    )
  }

  return (
    <div className={classes.page}>
      <ListHead
        entity={e}
        total={listed ? (total ?? null) : null}
        state={state}
        params={params}
        selecting={selecting}
        columns={columns}
        hasBoard={Board !== undefined}
        search={search}
        density={density}
        onDensity={(d) => {
          setDensity(d)
          writeDensity(d)
        }}
        onColumns={setColumns}
        onSort={setSort}
        change={change}
        {...(mayCreate ? { onCreate: create } : {})}
      />
      <div className={classes.bars}>
        <ViewTabs entity={e} pages={pages} params={params} change={change} />
        <FilterBar
          fields={fields}
          terms={state.filters}
          onChange={setFilters}
          end={
            phone && listed && rows.length > 0 ? (
              <button
                type="button"
                className={filterClasses.choose}
                onClick={() => {
                  setChoosing(!choosing)
                  selection.clear()
                }}
              >
                {choosing ? 'Done' : 'Select'}
              </button>
            ) : null
          }
        />
      </div>
      <div className={classes.body}>
        <div className={classes.content}>{body()}</div>
        <Suspense fallback={null}>
          {state.peek && listed && (
            <Peek entity={e} id={state.peek} rows={rows} onMove={walk} onClose={() => peek(null)} />
          )}
        </Suspense>
      </div>
      <Suspense fallback={null}>
        {listed && selection.count > 0 && (
          <BulkBar entity={e} selection={selection} total={total ?? null} filter={selecting} trash={state.trash} />
        )}
      </Suspense>
    </div>
  )
}
