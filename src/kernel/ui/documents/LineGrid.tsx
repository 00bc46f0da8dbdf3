/** The lines of a document as a spreadsheet: arrows, Enter, Tab, paste of ranges, drag, products as one types. */
import type { DropResult } from '@hello-pangea/dnd'
import { DragDropContext, Draggable, Droppable } from '@hello-pangea/dnd'
import { Button } from '@mantine/core'
import { Menu, MenuItem } from '../floating/Floating.tsx'
import { IconChevronDown, IconPlus } from '@tabler/icons-react'
import { useMemo, useRef } from 'react'
import { toast } from '../feedback/toastStore.ts'
import { useLocale } from '../fields/locale.ts'
import type { GridContext, LineColumn } from './columns.tsx'
import classes from './grid.module.css'
import { LineRow } from './LineRow.tsx'
import type { Line, LineKind } from './lines.ts'
import { cellsOf, moved, newLine } from './lines.ts'
import type { TaxOption } from './tax.ts'
import type { PriceContext } from './useProducts.ts'
import { useFillProduct } from './useProducts.ts'

type LineGridProps = {
  lines: readonly Line[]
  /** a function of the lines as they are then, because a product's price may come while one types on */
  onChange: (change: (lines: readonly Line[]) => readonly Line[]) => void
  columns: readonly LineColumn[]
  currency: string
  /** amounts of the lines by key, in minor units */
  totals: ReadonlyMap<string, number>
  /** tax classes to choose from, the default one for new lines */
  taxes?: readonly TaxOption[]
  /** complaints by path: `lines.2.quantity` */
  errors?: Readonly<Record<string, string>>
  readOnly?: boolean
  /** kinds that can be added; all four unless told */
  kinds?: readonly LineKind[]
  /** lines may be left to the customer's choice */
  withOptional?: boolean
  /** what prices depend on; without it products are not offered */
  pricing?: PriceContext
  /** opens the arithmetic of a figure: `line.<key>.total` */
  onExplain?: (figure: string) => void
  label?: string
}

const kindNames: Record<LineKind, string> = {
  product: 'Add line',
  section: 'Section',
  text: 'Text',
  subtotal: 'Subtotal',
}

export const LineGrid = (props: LineGridProps) => {
  const { lines, onChange, columns, currency, totals, taxes = [], errors = {}, readOnly = false, pricing } = props
  const kinds = props.kinds ?? ['product', 'section', 'text', 'subtotal']
  const l = useLocale()
  const grid = useRef<HTMLDivElement>(null)
  const fill = useFillProduct()
  const context: GridContext = useMemo(() => ({ l, currency, totals }), [l, currency, totals])
  const typed = columns.filter((c) => c.input !== 'shown')
  const usual = taxes.find((t) => t.isDefault)
  const blank = (kind: LineKind): Line =>
    newLine(kind, kind === 'product' && usual ? { taxClassId: usual.id, taxes: usual.taxes } : {})

  const focus = (key: string, column: string) =>
    requestAnimationFrame(() => {
      const cell = grid.current?.querySelector<HTMLElement>(`[data-line="${key}"] [data-column="${column}"]`)
      cell?.querySelector<HTMLElement>('input, textarea, select')?.focus()
    })
  const put = (line: Line) => onChange((all) => all.map((x) => (x.key === line.key ? line : x)))
  const add = (kind: LineKind, after?: string) => {
    const line = blank(kind)
    onChange((all) => {
      const at = after ? all.findIndex((x) => x.key === after) + 1 : all.length
      return [...all.slice(0, at), line, ...all.slice(at)]
    })
    focus(line.key, 'description')
  }
  const remove = (line: Line) => {
    const at = lines.findIndex((x) => x.key === line.key)
    onChange((all) => all.filter((x) => x.key !== line.key))
    const next = lines[at + 1] ?? lines[at - 1]
    if (next) focus(next.key, 'description')
    const name = line.description.split('\n')[0]
    toast(name ? `“${name}” removed` : 'Line removed', {
      undo: () => {
        onChange((all) => [...all.slice(0, at), line, ...all.slice(at)])
        return Promise.resolve()
      },
    })
  }
  const duplicate = (line: Line) => {
    const copy = newLine(line.kind, { ...line, key: newLine(line.kind).key, id: null })
    onChange((all) => {
      const at = all.findIndex((x) => x.key === line.key) + 1
      return [...all.slice(0, at), copy, ...all.slice(at)]
    })
    focus(copy.key, 'description')
  }
  const shift = (line: Line, by: number, column: string) => {
    onChange((all) => {
      const at = all.findIndex((x) => x.key === line.key)
      return moved(all, at, at + by)
    })
    focus(line.key, column)
  }
  const go = (line: Line, column: LineColumn, rows: number, across: number, mayAdd: boolean) => {
    const at = lines.findIndex((x) => x.key === line.key)
    if (across !== 0) {
      const usable = line.kind === 'product' ? typed : typed.filter((c) => c.input === 'item')
      const to = usable[usable.findIndex((c) => c.key === column.key) + across]
      if (to) focus(line.key, to.key)
      else {
        const next = lines[at + across]
        const edge = across > 0 ? typed[0] : next?.kind === 'product' ? typed.at(-1) : typed[0]
        if (next && edge) focus(next.key, edge.key)
      }
      return
    }
    const next = lines[at + rows]
    if (next) focus(next.key, next.kind === 'product' ? column.key : 'description')
    else if (mayAdd && rows > 0 && !readOnly) add('product')
  }
  const paste = (line: Line, column: LineColumn, text: string) => {
    const cells = cellsOf(text)
    const from = typed.findIndex((c) => c.key === column.key)
    onChange((all) => {
      const start = all.findIndex((x) => x.key === line.key)
      const next = [...all]
      cells.forEach((row, i) => {
        let into = next[start + i]
        if (!into || into.kind !== 'product') {
          into = blank('product')
          next.splice(start + i, 0, into)
        }
        let filled = into
        row.forEach((cell, j) => {
          const c = typed[from + j]
          if (c && cell.trim() !== '') filled = c.write?.(filled, cell.trim(), context) ?? filled
        })
        next[start + i] = filled
      })
      return next
    })
    toast(`${cells.length} ${cells.length === 1 ? 'line' : 'lines'} pasted`)
  }
  const drop = ({ source, destination }: DropResult) => {
    if (destination && destination.index !== source.index)
      onChange((all) => moved(all, source.index, destination.index))
  }
  const template = `24px ${columns.map((c) => c.width).join(' ')}`

  return (
    <div className={classes.grid} ref={grid} role="group" aria-label={props.label ?? 'Lines'}>
      <div className={classes.head} style={{ gridTemplateColumns: template }} aria-hidden="true">
        <span />
        {columns.map((c) => (
          <span key={c.key} data-align={c.align}>
            {c.label}
          </span>
        ))}
      </div>
      <DragDropContext
        onDragEnd={drop}
        dragHandleUsageInstructions="Press Space to lift the line, the arrow keys to move it, Space to drop it."
      >
        <Droppable droppableId="lines">
          {(area) => (
            <ol ref={area.innerRef} {...area.droppableProps} className={classes.rows}>
              {lines.map((line, index) => (
                <Draggable key={line.key} draggableId={line.key} index={index} isDragDisabled={readOnly}>
                  {(drag, state) => (
                    <LineRow
                      line={line}
                      index={index}
                      number={lines.slice(0, index + 1).filter((x) => x.kind === 'product').length}
                      columns={columns}
                      context={context}
                      template={template}
                      taxes={taxes}
                      errors={errors}
                      readOnly={readOnly}
                      dragging={state.isDragging}
                      drag={drag}
                      withOptional={props.withOptional ?? false}
                      onLine={put}
                      onMove={(column, rows, across, mayAdd) => go(line, column, rows, across, mayAdd)}
                      onShift={(by, column) => shift(line, by, column)}
                      onPaste={(column, text) => paste(line, column, text)}
                      onProduct={
                        pricing
                          ? (product) => {
                              void fill(line, product, pricing).then((filled) => {
                                put(filled.taxes.length > 0 || !filled.taxClassId ? filled : withTaxes(filled, taxes))
                                focus(line.key, 'quantity')
                              })
                            }
                          : undefined
                      }
                      onAdd={(kind) => add(kind, line.key)}
                      onRemove={() => remove(line)}
                      onDuplicate={() => duplicate(line)}
                      kinds={kinds}
                      onExplain={props.onExplain}
                    />
                  )}
                </Draggable>
              ))}
              {area.placeholder}
            </ol>
          )}
        </Droppable>
      </DragDropContext>
      {readOnly ? (
        lines.length === 0 ? (
          <p className={classes.none}>No lines.</p>
        ) : null
      ) : (
        <div className={classes.adders}>
          <Button variant="subtle" leftSection={<IconPlus size={16} />} onClick={() => add('product')}>
            {kindNames.product}
          </Button>
          {kinds.length > 1 ? (
            <Menu
              position="bottom-start"
              button={
                <Button variant="subtle" color="gray" rightSection={<IconChevronDown size={14} />}>
                  Other
                </Button>
              }
            >
              {kinds
                .filter((k) => k !== 'product')
                .map((k) => (
                  <MenuItem key={k} onClick={() => add(k)}>
                    {kindNames[k]}
                  </MenuItem>
                ))}
            </Menu>
          ) : null}
          <span className={classes.tip}>Paste rows from a spreadsheet into any cell</span>
        </div>
      )}
    </div>
  )
}

const withTaxes = (line: Line, taxes: readonly TaxOption[]): Line => ({
  ...line,
  taxes: taxes.find((t) => t.id === line.taxClassId)?.taxes ?? line.taxes,
})
