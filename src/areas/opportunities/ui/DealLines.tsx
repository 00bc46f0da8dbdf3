/** The products of a deal in a grid; their sum is its amount, by the server's own rule. */
import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { ApiError, messageOf } from '../../../kernel/ui/api/client.ts'
import { useUpdate } from '../../../kernel/ui/api/hooks.ts'
import { stringOrNull, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { documentColumns, type LineColumn } from '../../../kernel/ui/documents/columns.tsx'
import { LineGrid } from '../../../kernel/ui/documents/LineGrid.tsx'
import { type Line, linesFromWire } from '../../../kernel/ui/documents/lines.ts'
import { formatMoney } from '../../../kernel/ui/fields/format.ts'
import { useLocale } from '../../../kernel/ui/fields/locale.ts'
import { currencyOf, moneyOf } from '../../../kernel/ui/fields/wire.ts'
import { Unsaved } from '../../../kernel/ui/form/Unsaved.tsx'
import { useMay } from '../../../kernel/ui/steps/useVerbs.ts'
import { opportunity } from '../model.ts'
import { lineNet } from '../amounts.ts'
import classes from './opportunities.module.css'

/** Without tax, and with discounts in percent only: a deal is a plan, not a document. */
const columns: LineColumn[] = documentColumns({ taxes: [] })
  .filter((c) => c.key !== 'tax')
  .map((c) =>
    c.key === 'discount'
      ? {
          ...c,
          hint: 'Enter a percentage such as 10 %',
          write: (line, typed, context) => {
            const next = c.write?.(line, typed, context)
            return next?.discountAmount ? undefined : next
          },
        }
      : c,
  )

const netOf = (line: Line, currency: string): number => {
  try {
    return lineNet(line, currency)
  } catch {
    // half-typed numbers have no net yet
    return 0
  }
}

const toSend = (l: Line) => ({
  ...(l.id ? { id: l.id } : {}),
  productId: l.productId,
  description: l.description.slice(0, 1000) || null,
  quantity: l.quantity || '1',
  unit: l.unit || null,
  unitPrice: l.unitPrice || '0',
  discountPercent: l.discountPercent,
})

/** What is edited, as the record had it when the hand began. */
const begin = (record: WireRecord) => ({
  content: stringOrNull(record['contentChangedAt']),
  version: record.version,
  lines: linesFromWire(record['lines']),
})

export const DealLines = ({ record }: { record: WireRecord }) => {
  const l = useLocale()
  const update = useUpdate(opportunity)
  const may = useMay(opportunity, record)
  const currency = currencyOf(record, l.baseCurrency)
  const [began, setBegan] = useState(() => begin(record))
  const [lines, setLines] = useState<readonly Line[]>(began.lines)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [trouble, setTrouble] = useState<string>()
  const totals = useMemo(() => new Map(lines.map((x) => [x.key, netOf(x, currency)])), [lines, currency])
  const sum = [...totals.values()].reduce((a, b) => a + b, 0)
  const readOnly = !may('update') || Boolean(record['deletedAt'])
  const take = (from: WireRecord) => {
    const now = begin(from)
    setBegan(now)
    setLines(now.lines)
  }
  const changed = lines !== began.lines
  const isElsewhere = began.content !== stringOrNull(record['contentChangedAt'])
  // Somebody else's lines are shown unless one's own are being typed; those are then held against theirs by the version.
  if (isElsewhere && !changed) take(record)
  const save = async () => {
    setErrors({})
    setTrouble(undefined)
    try {
      const done = await update.mutateAsync({
        id: record.id,
        version: isElsewhere ? began.version : record.version,
        changes: { lines: lines.map(toSend) },
        quiet: true,
      })
      take(done)
    } catch (error) {
      if (error instanceof ApiError) setErrors(Object.fromEntries(error.errors.map((e) => [e.path, e.message])))
      setTrouble(messageOf(error))
    }
  }
  return (
    <div className={classes.lines}>
      <Unsaved when={changed} />
      <LineGrid
        lines={lines}
        onChange={setLines}
        columns={columns}
        currency={currency}
        totals={totals}
        errors={errors}
        readOnly={readOnly}
        kinds={['product']}
        pricing={{ currency, accountId: stringOrNull(record['accountId']), pricesInclude: 'net' }}
        label="Products of the deal"
      />
      {trouble ? (
        <p className={classes.errors} role="alert">
          {trouble}
        </p>
      ) : null}
      {lines.length > 0 || changed ? (
        <div className={classes.linesFoot}>
          <span className={classes.total}>Total {formatMoney(moneyOf(sum, currency), l)}</span>
          {changed && !readOnly ? (
            <>
              <Button variant="default" onClick={() => setLines(began.lines)}>
                Discard changes
              </Button>
              <Button loading={update.isPending} onClick={() => void save()}>
                Save products
              </Button>
            </>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}
