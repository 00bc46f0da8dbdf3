/** A small list kept by admins: rows edited in a dialog, moved up and down where their order matters. */
import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconDots, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { labelOf } from '../../../kernel/entity.ts'
import { messageOf } from '../../../kernel/ui/api/client.ts'
import { useEntity, useList, useRemove } from '../../../kernel/ui/api/hooks.ts'
import { keys } from '../../../kernel/ui/api/keys.ts'
import { type ListParams, numberOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { Bone, ErrorState } from '../../../kernel/ui/feedback/states.tsx'
import { toastError } from '../../../kernel/ui/feedback/toastStore.ts'
import { FieldDisplay } from '../../../kernel/ui/fields/FieldDisplay.tsx'
import { fieldOf, titleOf } from '../../../kernel/ui/fields/wire.ts'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './admin.module.css'
import { RecordFormModal } from '../../../kernel/ui/reach.ts'

type RecordsTableProps = {
  entity: string
  columns: readonly string[]
  /** which fields the dialog asks for; all of them unless told */
  fields?: readonly string[]
  params?: ListParams
  /** what a new one starts with */
  initial?: Record<string, unknown>
  addLabel: string
  empty: ReactNode
  /** rows have an order of their own, by `position` */
  sortable?: boolean
}

export const RecordsTable = (props: RecordsTableProps) => {
  const { entity, columns, fields, params = {}, initial = {}, sortable = false } = props
  const e = useEntity(entity)
  const { api, can } = useApp()
  const client = useQueryClient()
  const query = useList(e, { limit: 200, ...params, ...(sortable ? { sort: 'position' } : {}) })
  const remove = useRemove(e)
  const [editing, setEditing] = useState<WireRecord | 'new' | null>(null)
  const rows = query.data?.data ?? []
  const mayEdit = can(`${e.name}.edit`)

  const move = async (index: number, by: -1 | 1) => {
    const order = [...rows]
    const [taken] = order.splice(index, 1)
    if (!taken) return
    order.splice(index + by, 0, taken)
    try {
      for (const [position, r] of order.entries())
        if (numberOf(r.position, -1) !== position) await api.update(e.plural, r.id, r.version, { position })
    } catch (error) {
      toastError(messageOf(error))
    }
    await client.invalidateQueries({ queryKey: keys.lists(e.plural) })
  }

  return (
    <>
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isPending ? <Bone width="60%" /> : null}
      {query.isSuccess && rows.length === 0 ? <p className={shared.quiet}>{props.empty}</p> : null}
      {rows.length > 0 ? (
        <div className={shared.tableWrap}>
          <table className={`${shared.table} ${shared.roomy}`}>
            <thead>
              <tr>
                {columns.map((k) => {
                  const f = fieldOf(e, k)
                  return <th key={k}>{f ? labelOf(k, f) : k}</th>
                })}
                <th>
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((r, i) => (
                <tr key={r.id}>
                  {columns.map((k) => {
                    const f = fieldOf(e, k)
                    return <td key={k}>{f ? <FieldDisplay field={f} name={k} row={r} entity={e} compact /> : null}</td>
                  })}
                  <td className={classes.actions}>
                    {sortable && mayEdit ? (
                      <>
                        <ActionIcon
                          aria-label={`Move ${titleOf(e, r)} up`}
                          disabled={i === 0}
                          onClick={() => void move(i, -1)}
                        >
                          <IconArrowUp size={16} />
                        </ActionIcon>
                        <ActionIcon
                          aria-label={`Move ${titleOf(e, r)} down`}
                          disabled={i === rows.length - 1}
                          onClick={() => void move(i, 1)}
                        >
                          <IconArrowDown size={16} />
                        </ActionIcon>
                      </>
                    ) : null}
                    {mayEdit ? (
                      <Menu position="bottom-end">
                        <Menu.Target>
                          <ActionIcon aria-label={`Actions for ${titleOf(e, r)}`}>
                            <IconDots size={16} />
                          </ActionIcon>
                        </Menu.Target>
                        <Menu.Dropdown>
                          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setEditing(r)}>
                            Edit
                          </Menu.Item>
                          {can(`${e.name}.delete`) ? (
                            <Menu.Item
                              color="red"
                              leftSection={<IconTrash size={16} />}
                              onClick={() => remove.mutate({ id: r.id, title: titleOf(e, r) })}
                            >
                              Delete
                            </Menu.Item>
                          ) : null}
                        </Menu.Dropdown>
                      </Menu>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {can(`${e.name}.create`) ? (
        <Button variant="default" mt="sm" leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
          {props.addLabel}
        </Button>
      ) : null}
      {editing ? (
        <RecordFormModal
          entity={e}
          onClose={() => setEditing(null)}
          {...(fields ? { fields } : {})}
          {...(editing === 'new'
            ? {
                initial: { ...(sortable ? { position: rows.length } : {}), ...initial },
                fixed: { ...(sortable ? { position: rows.length } : {}), ...initial },
              }
            : { record: editing })}
        />
      ) : null}
    </>
  )
}
