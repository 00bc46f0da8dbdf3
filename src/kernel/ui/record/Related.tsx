/** Records that point to this one: a short list per kind, with a way to the whole list and to a new one. */
import { Button } from '@mantine/core'
import { IconArrowRight, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Entity, Field } from '../../entity.ts'
import { allFields, labelOf } from '../../entity.ts'
import { useList } from '../api/hooks.ts'
import type { WireRecord } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import { Bone } from '../feedback/states.tsx'
import { FieldDisplay } from '../fields/FieldDisplay.tsx'
import { RecordLink, useOpen } from '../fields/RecordLink.tsx'
import { textOf, titleOf } from '../fields/wire.ts'
import shared from '../shared.module.css'
import classes from './related.module.css'
import { RecordFormModal } from '../reach.ts'

/** The few columns that tell rows of an entity apart: state or stage, amount, a date. */
const telling = (e: Entity, except: string): string[] => {
  const entries = Object.entries(allFields(e)).filter(([k, f]) => k !== except && k !== e.title && !f.options.hidden)
  const first = (test: (f: Field, k: string) => boolean) => entries.find(([k, f]) => test(f, k))?.[0]
  const found = [
    first((f) => f.kind === 'state') ?? first((f) => f.to === 'stage' || f.kind === 'choice'),
    first((f, k) => f.kind === 'money' && /^(amount|total|gross|grandTotal|grossTotal)/.test(k)) ??
      first((f) => f.kind === 'money'),
    first((f) => f.kind === 'email'),
    first((f) => f.kind === 'day') ?? first((_, k) => k === 'createdAt'),
  ]
  return found.filter((k) => k !== undefined)
}

/** The lists of a record's page: not parts of other documents, not the small settings lists. */
export const useRelations = (e: Entity, leaveOut: readonly string[] = []): { entity: Entity; field: string }[] => {
  const { registry, can } = useApp()
  return registry
    .referencesTo(e.name)
    .filter(
      (r) =>
        !r.entity.partOf &&
        !r.entity.lookup &&
        r.entity.name !== 'activity' &&
        !leaveOut.includes(r.entity.name) &&
        can(`${r.entity.name}.view`),
    )
}

const RelatedList = ({
  entity,
  field,
  record,
  title,
  limit = 5,
}: {
  entity: Entity
  /** the reference that points here */
  field: string
  record: WireRecord
  /** title of the record of this page, for the new one's form */
  title: string
  limit?: number
}) => {
  const { can } = useApp()
  const open = useOpen()
  const [creating, setCreating] = useState(false)
  const query = useList(entity, {
    [field]: record.id,
    limit,
    total: 'estimate',
    ...(entity.defaultSort ? { sort: entity.defaultSort } : {}),
  })
  const rows = query.data?.data ?? []
  const total = query.data?.total
  const columns = telling(entity, field)
  const fields = allFields(entity)
  const f = fields[field]
  const others = f && labelOf(field, f)
  const same = others && !entity.label.toLowerCase().includes(others.toLowerCase())
  const creatable = can(`${entity.name}.create`) && entity.crud?.create !== false && !f?.options.readOnly
  const all = `/${entity.plural}?${field}=${record.id}`
  const more = total ? total.count > rows.length || !total.exact : query.data?.nextCursor
  return (
    <section
      className={classes.related}
      aria-label={entity.labelPlural}
      data-empty={query.isSuccess && rows.length === 0 ? true : undefined}
    >
      <header className={classes.relatedHead}>
        <h2 className={classes.relatedTitle}>
          {entity.labelPlural}
          {same && field !== 'accountId' && field !== 'contactId' ? (
            <span className={classes.faint}> as {others.toLowerCase()}</span>
          ) : null}
          {query.isSuccess && rows.length === 0 ? <span className={classes.faint}> · none yet</span> : null}
          {total && total.count > 0 ? (
            <span className={shared.count}>
              {total.count}
              {total.exact ? '' : '+'}
            </span>
          ) : null}
        </h2>
        {creatable ? (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconPlus size={16} />}
            onClick={() => setCreating(true)}
            aria-label={`New ${entity.label.toLowerCase()}`}
          >
            New
          </Button>
        ) : null}
      </header>
      {query.isPending ? <Bone width="60%" /> : null}
      {rows.length > 0 ? (
        <div className={shared.tableWrap} role="group" aria-label={entity.labelPlural} tabIndex={0}>
          <table className={`${shared.table} ${classes.table}`}>
            <thead className="visually-hidden">
              <tr>
                <th scope="col">{entity.label}</th>
                {columns.map((c) => {
                  const definition = fields[c]
                  return (
                    <th key={c} scope="col">
                      {definition ? labelOf(c, definition) : c}
                    </th>
                  )
                })}
              </tr>
            </thead>
            <tbody>
              {rows.map((r) => (
                <tr key={r.id}>
                  <td className={classes.tableTitle}>
                    <RecordLink entity={entity} id={r.id}>
                      {titleOf(entity, r)}
                    </RecordLink>
                    {entity.number && entity.title !== 'number' && textOf(r['number']) ? (
                      <span className={classes.faint}> {textOf(r['number'])}</span>
                    ) : null}
                  </td>
                  {columns.map((c) => {
                    const definition = fields[c]
                    return (
                      <td key={c} data-kind={definition?.kind}>
                        {definition ? (
                          <FieldDisplay field={definition} name={c} row={r} entity={entity} compact />
                        ) : null}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {more ? (
        <a className={classes.allLink} href={all} onClick={open(all)}>
          All {entity.labelPlural.toLowerCase()} <IconArrowRight size={14} aria-hidden="true" />
        </a>
      ) : null}
      {creating ? (
        <RecordFormModal
          entity={entity}
          initial={{
            [field]: record.id,
            ...(textOf(record['currency']) && 'currency' in entity.fields ? { currency: record['currency'] } : {}),
          }}
          initialLabels={{ [field]: title }}
          onClose={() => setCreating(false)}
        />
      ) : null}
    </section>
  )
}

export const Related = ({
  entity,
  record,
  leaveOut,
}: {
  entity: Entity
  record: WireRecord
  leaveOut?: readonly string[] | undefined
}) => {
  const relations = useRelations(entity, leaveOut)
  if (relations.length === 0) return <p className={shared.quiet}>Nothing else refers to this record.</p>
  return (
    <div className={classes.relatedAll}>
      {relations.map((r) => (
        <RelatedList
          key={`${r.entity.name}.${r.field}`}
          entity={r.entity}
          field={r.field}
          record={record}
          title={titleOf(entity, record)}
        />
      ))}
    </div>
  )
}
