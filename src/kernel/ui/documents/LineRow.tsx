/** One line of the grid. */
import type { DraggableProvided } from '@hello-pangea/dnd'
import { ActionIcon, Checkbox } from '@mantine/core'
import { Menu, MenuDivider, MenuItem } from '../floating/Floating.tsx'
import { IconCopy, IconDots, IconGripVertical, IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { WireRecord } from '../api/types.ts'
import { Keys } from '../app/Keys.tsx'
import { ItemCell, TaxCell, TypedCell } from './cells.tsx'
import type { GridContext, LineColumn } from './columns.tsx'
import classes from './grid.module.css'
import type { Line, LineKind } from './lines.ts'
import type { TaxOption } from './tax.ts'

type LineRowProps = {
  line: Line
  index: number
  /** among the product lines, as printed */
  number: number
  columns: readonly LineColumn[]
  context: GridContext
  template: string
  taxes: readonly TaxOption[]
  errors: Readonly<Record<string, string>>
  readOnly: boolean
  dragging: boolean
  drag: DraggableProvided
  withOptional: boolean
  kinds: readonly LineKind[]
  onLine: (line: Line) => void
  onMove: (column: LineColumn, rows: number, across: number, mayAdd: boolean) => void
  onShift: (by: number, column: string) => void
  onPaste: (column: LineColumn, text: string) => void
  onProduct: ((product: WireRecord) => void) | undefined
  onAdd: (kind: LineKind) => void
  onRemove: () => void
  onDuplicate: () => void
  onExplain: ((figure: string) => void) | undefined
}

const kindLabels: Record<LineKind, string> = { product: 'line', section: 'section', text: 'text', subtotal: 'subtotal' }

export const LineRow = (props: LineRowProps) => {
  const { line, index, columns, context, template, errors, readOnly, drag } = props
  const item = columns.find((c) => c.input === 'item')
  const name = line.description.split('\n')[0] || `${kindLabels[line.kind]} ${index + 1}`
  const errorOf = (c: LineColumn): string | undefined => errors[`lines.${index}.${c.field ?? c.key}`]
  const cell = (c: LineColumn): ReactNode => {
    const common = {
      line,
      column: c,
      context,
      label: `${c.label}, ${kindLabels[line.kind]} ${index + 1}`,
      error: errorOf(c),
      disabled: readOnly,
      onLine: props.onLine,
      onMove: (rows: number, across: number, mayAdd = false) => props.onMove(c, rows, across, mayAdd),
      onPaste: (text: string) => props.onPaste(c, text),
    }
    if (c.input === 'shown') {
      const shown = c.render ? c.render(line, context) : c.read(line, context)
      return props.onExplain && c.key === 'total' ? (
        <button
          type="button"
          className={classes.figure}
          aria-label={`${c.label} ${c.read(line, context)}, explain`}
          onClick={() => props.onExplain?.(`line.${line.key}.total`)}
        >
          {shown}
        </button>
      ) : (
        <span className={classes.shown}>{shown}</span>
      )
    }
    if (readOnly)
      return c.input === 'item' ? (
        <Description line={line} />
      ) : (
        <span className={classes.shown}>{c.read(line, context)}</span>
      )
    if (c.input === 'item') return <ItemCell {...common} onProduct={props.onProduct} />
    if (c.input === 'tax') return <TaxCell {...common} options={props.taxes} />
    return <TypedCell {...common} />
  }
  const amount = columns.find((c) => c.key === 'total')
  const problems = columns.flatMap((c) => errorOf(c) ?? [])
  return (
    <li
      ref={drag.innerRef}
      {...drag.draggableProps}
      className={classes.row}
      data-line={line.key}
      data-kind={line.kind}
      data-dragging={props.dragging || undefined}
      data-optional={line.optional || undefined}
      onKeyDown={(e) => {
        const at = e.target instanceof HTMLElement ? e.target.closest<HTMLElement>('[data-column]') : null
        const column = at?.dataset['column'] ?? 'description'
        if (readOnly) return
        if (e.altKey && (e.key === 'ArrowUp' || e.key === 'ArrowDown')) {
          e.preventDefault()
          props.onShift(e.key === 'ArrowUp' ? -1 : 1, column)
        } else if ((e.metaKey || e.ctrlKey) && e.key === 'd') {
          e.preventDefault()
          props.onDuplicate()
        } else if ((e.metaKey || e.ctrlKey) && e.shiftKey && e.key === 'Backspace') {
          e.preventDefault()
          props.onRemove()
        }
      }}
    >
      <div className={classes.cells} style={{ gridTemplateColumns: template }}>
        {readOnly ? null : (
          <span {...drag.dragHandleProps} className={classes.handle} aria-label={`Move ${name}`}>
            <IconGripVertical size={16} aria-hidden="true" />
          </span>
        )}
        <span className={classes.position} aria-hidden="true">
          {line.kind === 'product' ? props.number : ''}
        </span>
        {line.kind === 'product' ? (
          columns.map((c) => (
            <div key={c.key} className={classes.cell} data-column={c.key} data-align={c.align}>
              <span className={classes.cellLabel} aria-hidden="true">
                {c.label}
              </span>
              {cell(c)}
            </div>
          ))
        ) : (
          <>
            <div
              className={classes.cell}
              data-column="description"
              style={{ gridColumn: `span ${columns.length - (line.kind === 'subtotal' && amount ? 1 : 0)}` }}
            >
              {item ? cell(item) : null}
            </div>
            {line.kind === 'subtotal' && amount ? (
              <div className={classes.cell} data-column="total" data-align="right">
                {cell(amount)}
              </div>
            ) : null}
          </>
        )}
        {readOnly ? null : (
          <Menu
            position="bottom-end"
            button={
              <ActionIcon
                data-tip="Line actions"
                className={classes.rowMenu ?? ''}
                size="sm"
                aria-label={`Actions for ${name}`}
              >
                <IconDots size={16} />
              </ActionIcon>
            }
          >
            {props.kinds.map((k) => (
              <MenuItem key={k} leftSection={<IconPlus size={16} />} onClick={() => props.onAdd(k)}>
                Add {kindLabels[k]} below
              </MenuItem>
            ))}
            <MenuDivider />
            {props.withOptional && line.kind === 'product' ? (
              <MenuItem
                leftSection={<Checkbox size="xs" checked={line.optional} readOnly tabIndex={-1} aria-hidden="true" />}
                onClick={() => props.onLine({ ...line, optional: !line.optional, selected: false })}
              >
                Optional for the customer
              </MenuItem>
            ) : null}
            <MenuItem
              leftSection={<IconCopy size={16} />}
              rightSection={<Keys keys="mod+D" />}
              onClick={props.onDuplicate}
            >
              Duplicate
            </MenuItem>
            <MenuItem
              color="red"
              leftSection={<IconTrash size={16} />}
              rightSection={<Keys keys="mod+shift+Backspace" />}
              onClick={props.onRemove}
            >
              Remove
            </MenuItem>
          </Menu>
        )}
      </div>
      {line.optional ? (
        <div className={classes.optional}>
          <Checkbox
            size="xs"
            label={line.selected ? 'Optional, chosen: part of the total' : 'Optional, not part of the total'}
            checked={line.selected}
            disabled={readOnly}
            onChange={(e) => props.onLine({ ...line, selected: e.currentTarget.checked })}
          />
        </div>
      ) : null}
      {problems.length > 0 ? (
        <div className={classes.problem} role="alert">
          {problems.join(' · ')}
        </div>
      ) : null}
    </li>
  )
}

/** First line as name, the rest as the small print under it, as on paper. */
const Description = ({ line }: { line: Line }) => {
  const [first = '', ...rest] = line.description.split('\n')
  return (
    <span className={classes.description} data-kind={line.kind}>
      <span>{first}</span>
      {rest.length > 0 ? <span className={classes.small}>{rest.join('\n')}</span> : null}
    </span>
  )
}
