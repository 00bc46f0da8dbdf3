/** The cells of the line grid: inputs that look like the paper until one is in them. */
import { Combobox, useCombobox } from '@mantine/core'
import type { ClipboardEvent, KeyboardEvent } from 'react'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { WireRecord } from '../api/types.ts'
import { stringOf } from '../api/types.ts'
import { formatDecimal } from '../fields/format.ts'
import type { GridContext, LineColumn } from './columns.tsx'
import classes from './grid.module.css'
import type { Line } from './lines.ts'
import type { TaxOption } from './tax.ts'
import { useProductSearch } from './useProducts.ts'

type CellProps = {
  line: Line
  column: LineColumn
  context: GridContext
  /** for screen readers: `Quantity, line 3` */
  label: string
  error: string | undefined
  disabled: boolean
  onLine: (line: Line) => void
  /** moves on: `rows` and `columns` to go; `add` makes a line below the last one */
  onMove: (rows: number, columns: number, add?: boolean) => void
  onPaste: (text: string) => void
}

const atStart = (t: HTMLInputElement | HTMLTextAreaElement): boolean => t.selectionStart === 0 && t.selectionEnd === 0
const atEnd = (t: HTMLInputElement | HTMLTextAreaElement): boolean =>
  t.selectionStart === t.value.length && t.selectionEnd === t.value.length
const allChosen = (t: HTMLInputElement | HTMLTextAreaElement): boolean =>
  t.value.length > 0 && t.selectionStart === 0 && t.selectionEnd === t.value.length

/** Arrows leave a cell where the caret can go no further, or where the whole of it is chosen, as in a spreadsheet. */
const move = (e: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>, onMove: CellProps['onMove']): boolean => {
  if (e.altKey || e.metaKey || e.ctrlKey) return false
  const t = e.currentTarget
  const firstLine = !t.value.slice(0, t.selectionStart ?? 0).includes('\n')
  const lastLine = !t.value.slice(t.selectionEnd ?? 0).includes('\n')
  const go = (rows: number, columns: number, add = false): boolean => {
    e.preventDefault()
    onMove(rows, columns, add)
    return true
  }
  if (e.key === 'ArrowUp' && firstLine) return go(-1, 0)
  if (e.key === 'ArrowDown' && lastLine) return go(1, 0)
  if (e.key === 'ArrowLeft' && !e.shiftKey && (atStart(t) || allChosen(t))) return go(0, -1)
  if (e.key === 'ArrowRight' && !e.shiftKey && (atEnd(t) || allChosen(t))) return go(0, 1)
  if (e.key === 'Enter' && !e.shiftKey) return go(1, 0, true)
  return false
}

const paste = (e: ClipboardEvent, onPaste: CellProps['onPaste']): void => {
  const text = e.clipboardData.getData('text/plain')
  if (!text.includes('\t') && !text.trim().includes('\n')) return
  e.preventDefault()
  onPaste(text)
}

/** Text and numbers: what is typed counts at once where it is understood, and reads well when one leaves. */
export const TypedCell = ({ line, column, context, label, error, disabled, onLine, onMove, onPaste }: CellProps) => {
  const [typed, setTyped] = useState<string | null>(null)
  const [wrong, setWrong] = useState(false)
  const take = (s: string) => {
    setTyped(s)
    const next = column.write?.(line, s, context)
    setWrong(next === undefined)
    if (next) onLine(next)
  }
  const message = wrong ? (column.hint ?? 'This is not understood') : error
  const hint = useId()
  return (
    <>
      <input
        className={classes.input}
        data-align={column.align}
        aria-label={label}
        aria-invalid={message ? true : undefined}
        aria-describedby={wrong ? hint : undefined}
        inputMode={column.input === 'number' ? 'decimal' : 'text'}
        autoComplete="off"
        disabled={disabled}
        value={typed ?? column.read(line, context)}
        onFocus={(e) => e.currentTarget.select()}
        onChange={(e) => take(e.currentTarget.value)}
        onBlur={() => {
          if (!wrong) setTyped(null)
        }}
        onKeyDown={(e) => {
          if (e.key === 'Escape' && typed !== null) {
            setTyped(null)
            setWrong(false)
            e.stopPropagation()
          } else move(e, onMove)
        }}
        onPaste={(e) => paste(e, onPaste)}
      />
      {wrong ? (
        <span id={hint} role="alert" className={classes.bubble}>
          {message}. Esc takes it back.
        </span>
      ) : null}
    </>
  )
}

export const TaxCell = ({
  line,
  label,
  error,
  disabled,
  onLine,
  onMove,
  options,
}: CellProps & { options: readonly TaxOption[] }) => {
  const known = options.some((o) => o.id === line.taxClassId)
  return (
    <select
      className={classes.select}
      aria-label={label}
      aria-invalid={error ? true : undefined}
      title={error}
      disabled={disabled}
      value={line.taxClassId ?? ''}
      onChange={(e) => {
        const o = options.find((x) => x.id === e.currentTarget.value)
        onLine({ ...line, taxClassId: o?.id ?? null, taxes: o?.taxes ?? [] })
      }}
      onKeyDown={(e) => {
        if (e.key === 'Enter') {
          e.preventDefault()
          onMove(1, 0, true)
        } else if (e.key === 'ArrowLeft' || e.key === 'ArrowRight') {
          // up and down choose, as in every list of the browser
          e.preventDefault()
          onMove(0, e.key === 'ArrowLeft' ? -1 : 1)
        }
      }}
    >
      <option value="">{line.taxClassId ? 'No tax' : line.taxes.map((t) => t.name).join(' + ') || 'No tax'}</option>
      {!known && line.taxClassId ? (
        <option value={line.taxClassId}>{line.taxes.map((t) => t.name).join(' + ') || 'Tax'}</option>
      ) : null}
      {options.map((o) => (
        <option key={o.id} value={o.id}>
          {o.label}
        </option>
      ))}
    </select>
  )
}

/** The description of a line, growing with its text; on product lines it finds products as one types. */
export const ItemCell = ({
  line,
  column,
  context,
  label,
  error,
  disabled,
  onLine,
  onMove,
  onPaste,
  onProduct,
}: CellProps & { onProduct: ((product: WireRecord) => void) | undefined }) => {
  const box = useRef<HTMLTextAreaElement>(null)
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [asking, setAsking] = useState(false)
  const firstLine = line.description.split('\n')[0] ?? ''
  const suggests = onProduct !== undefined && line.kind === 'product' && !line.description.includes('\n')
  const { products, busy } = useProductSearch(firstLine, asking && suggests)
  const open = asking && suggests && products.length > 0
  const { selectFirstOption: selectFirst, openDropdown, closeDropdown } = combobox
  useEffect(() => {
    if (open) {
      openDropdown()
      selectFirst()
    } else closeDropdown()
  }, [open, products, selectFirst, openDropdown, closeDropdown])
  useLayoutEffect(() => {
    const t = box.current
    if (!t) return
    t.style.height = 'auto'
    t.style.height = `${t.scrollHeight}px`
  }, [line.description])
  return (
    <Combobox
      store={combobox}
      width={380}
      position="bottom-start"
      onOptionSubmit={(id) => {
        const product = products.find((p) => p.id === id)
        setAsking(false)
        if (product) onProduct?.(product)
      }}
    >
      <Combobox.EventsTarget withAriaAttributes={suggests}>
        <textarea
          ref={box}
          rows={1}
          aria-autocomplete={suggests ? 'list' : undefined}
          className={classes.input}
          data-kind={line.kind}
          aria-label={label}
          aria-invalid={error ? true : undefined}
          aria-busy={busy || undefined}
          title={error}
          disabled={disabled}
          placeholder={
            line.kind === 'product'
              ? 'Product or description'
              : line.kind === 'section'
                ? 'Section title'
                : line.kind === 'text'
                  ? 'Text'
                  : 'Subtotal'
          }
          value={line.description}
          onChange={(e) => {
            const next = column.write?.(line, e.currentTarget.value, context)
            setAsking(e.currentTarget.value.trim() !== '')
            if (next) onLine(next)
          }}
          onBlur={() => setAsking(false)}
          onKeyDown={(e) => {
            if (open && ['ArrowDown', 'ArrowUp', 'Enter'].includes(e.key) && !e.shiftKey) return
            if (e.key === 'Escape' && open) {
              e.stopPropagation()
              setAsking(false)
              return
            }
            if (e.key === 'Tab' && open) setAsking(false)
            move(e, onMove)
          }}
          onPaste={(e) => {
            // several lines of prose belong into this cell; only a range with tabs is a paste of cells
            if (e.clipboardData.getData('text/plain').includes('\t')) paste(e, onPaste)
          }}
        />
      </Combobox.EventsTarget>
      <Combobox.DropdownTarget>
        <span className={classes.anchor} />
      </Combobox.DropdownTarget>
      <Combobox.Dropdown hidden={!open}>
        <Combobox.Options mah={280} style={{ overflowY: 'auto' }} aria-label="Products">
          {products.map((p) => (
            <Combobox.Option key={p.id} value={p.id}>
              <span className={classes.suggestion}>
                <span className={classes.suggestionName}>{stringOf(p['name'])}</span>
                <span className={classes.suggestionCode}>{stringOf(p['sku'])}</span>
                <span className={classes.suggestionPrice}>
                  {stringOf(p['unitPrice']) ? formatDecimal(stringOf(p['unitPrice']), context.l, 4) : ''}
                </span>
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
