/** Which quantity of which line: for delivering, invoicing and crediting parts of a document. */
import { Alert, Button, Group, Modal, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { ApiError, messageOf } from '../api/client.ts'
import { formatDecimal, parseDecimal } from '../fields/format.ts'
import { useLocale } from '../fields/locale.ts'
import classes from './documentPage.module.css'

export type QuantityLine = { id: string; description: string; unit: string; quantity: string; open: string }
type LineQuantity = { lineId: string; quantity: string }

export const QuantityDialog = ({
  title,
  submitLabel,
  lines,
  onClose,
  onSubmit,
  children,
}: {
  title: string
  submitLabel: string
  lines: readonly QuantityLine[]
  onClose: () => void
  /** throws `ApiError` when it is refused; the dialog then says why */
  onSubmit: (quantities: LineQuantity[]) => Promise<void>
  children?: ReactNode
}) => {
  const l = useLocale()
  const [typed, setTyped] = useState<Record<string, string>>(() =>
    Object.fromEntries(lines.map((x) => [x.id, formatDecimal(x.open, l)])),
  )
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [trouble, setTrouble] = useState<string>()
  const [busy, setBusy] = useState(false)
  const submit = async () => {
    const read = lines.map((x) => ({ lineId: x.id, quantity: parseDecimal(typed[x.id] ?? '', l.locale) }))
    const wrong = read.filter((x) => x.quantity === undefined && (typed[x.lineId] ?? '').trim() !== '')
    setErrors(Object.fromEntries(wrong.map((x) => [x.lineId, 'Enter a number'])))
    if (wrong.length > 0) return
    const wanted = read.flatMap((x) =>
      x.quantity && Number(x.quantity) !== 0 ? [{ lineId: x.lineId, quantity: x.quantity }] : [],
    )
    if (wanted.length === 0) return setTrouble('Enter the quantity of at least one line.')
    setBusy(true)
    setTrouble(undefined)
    try {
      await onSubmit(wanted)
    } catch (error) {
      const byLine = error instanceof ApiError ? error.errors : []
      setErrors(
        Object.fromEntries(
          byLine.flatMap((x) => {
            const line = wanted[Number(/^lines\.(\d+)\./.exec(x.path)?.[1] ?? -1)]
            return line ? [[line.lineId, x.message]] : []
          }),
        ),
      )
      setTrouble(messageOf(error))
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={title} size={640} padding="lg">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {children}
        <table className={classes.quantities}>
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col" data-right>
                Of
              </th>
              <th scope="col" data-right>
                Quantity
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((x) => (
              <tr key={x.id}>
                <td>{x.description.split('\n')[0]}</td>
                <td data-right>
                  {formatDecimal(x.open, l)} {x.unit}
                </td>
                <td data-right style={{ width: 120 }}>
                  <TextInput
                    aria-label={`Quantity of ${x.description.split('\n')[0]}`}
                    inputMode="decimal"
                    value={typed[x.id] ?? ''}
                    error={errors[x.id]}
                    styles={{ input: { textAlign: 'right' } }}
                    onChange={(event) => {
                      const { value } = event.currentTarget
                      setTyped((all) => ({ ...all, [x.id]: value }))
                    }}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {trouble ? (
          <Alert color="red" variant="light" role="alert" mt="md">
            {trouble}
          </Alert>
        ) : null}
        <Group justify="flex-end" gap="sm" mt="lg">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            {submitLabel}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
