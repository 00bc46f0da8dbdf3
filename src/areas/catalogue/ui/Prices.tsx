/** Prices of a list, or of a product on all lists: tiers by quantity, each a price or a discount. */
import { ActionIcon, Button } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useList, useRemove } from '../../../kernel/ui/api/hooks.ts'
import { stringOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { Bone, ErrorState } from '../../../kernel/ui/feedback/states.tsx'
import { formatDecimal, formatPercent } from '../../../kernel/ui/fields/format.ts'
import { useLocale } from '../../../kernel/ui/fields/locale.ts'
import { RecordLink } from '../../../kernel/ui/fields/RecordLink.tsx'
import { priceList, priceListEntry, product } from '../model.ts'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './catalogue.module.css'
import { RecordFormModal } from '../../../kernel/ui/reach.ts'

type Props = { of: 'priceList' | 'product'; record: WireRecord }

export const Prices = ({ of, record }: Props) => {
  const l = useLocale()
  const { can } = useApp()
  const own = of === 'priceList' ? 'priceListId' : 'productId'
  const other = of === 'priceList' ? 'productId' : 'priceListId'
  const target = of === 'priceList' ? product : priceList
  const { data, error, refetch } = useList(priceListEntry, {
    [own]: record.id,
    sort: 'minQuantity',
    limit: 200,
    total: 'none',
  })
  const remove = useRemove(priceListEntry)
  const [editing, setEditing] = useState<WireRecord | 'new' | null>(null)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <Bone height={120} />
  const title = (r: WireRecord): string => r.labels?.[other] ?? ''
  const rows = data.data.toSorted(
    (a, b) =>
      title(a).localeCompare(title(b)) || Number(stringOf(a['minQuantity'])) - Number(stringOf(b['minQuantity'])),
  )
  const price = (r: WireRecord): string =>
    stringOf(r['unitPrice'])
      ? formatDecimal(stringOf(r['unitPrice']), l)
      : `${formatPercent(stringOf(r['discountPercent'], '0'), l)} off the list price`
  const editable = can('priceListEntry.edit')
  return (
    <div className={classes.prices}>
      {rows.length === 0 ? (
        <p className={shared.quiet}>No prices yet. Without one the list price of the product counts.</p>
      ) : null}
      {rows.length > 0 ? (
        <div className={shared.tableWrap}>
          <table className={`${shared.table} ${shared.figures}`}>
            <thead>
              <tr>
                <th scope="col">{target.label}</th>
                <th scope="col">From quantity</th>
                <th scope="col">Price{of === 'priceList' ? ` in ${stringOf(record['currency'])}` : ''}</th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((r) => (
                <tr key={r.id}>
                  <td>
                    <RecordLink entity={target} id={stringOf(r[other])}>
                      {title(r)}
                    </RecordLink>
                  </td>
                  <td>{formatDecimal(stringOf(r['minQuantity'], '1'), l)}</td>
                  <td>{price(r)}</td>
                  <td>
                    {editable ? (
                      <>
                        <ActionIcon
                          data-tip="Change"
                          size="sm"
                          variant="subtle"
                          color="gray"
                          aria-label={`Change the price of ${title(r)}`}
                          onClick={() => setEditing(r)}
                        >
                          <IconPencil size={16} />
                        </ActionIcon>
                        <ActionIcon
                          data-tip="Remove"
                          size="sm"
                          variant="subtle"
                          color="gray"
                          aria-label={`Remove the price of ${title(r)}`}
                          onClick={() => remove.mutate({ id: r.id, title: `Price of ${title(r)}` })}
                        >
                          <IconTrash size={16} />
                        </ActionIcon>
                      </>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {can('priceListEntry.create') ? (
        <Button variant="default" size="xs" leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
          Add price
        </Button>
      ) : null}
      {editing ? (
        <RecordFormModal
          entity={priceListEntry}
          fields={[other, 'minQuantity', 'unitPrice', 'discountPercent']}
          {...(editing === 'new' ? { fixed: { [own]: record.id } } : { record: editing })}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </div>
  )
}
