/** What comes next: the next activity, the people, the money at a glance. Areas put their own panels beside or instead. */
import { IconCalendarDue } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Entity, Field } from '../../entity.ts'
import { allFields, labelOf } from '../../entity.ts'
import { listOf } from '../api/types.ts'
import type { WireRecord } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import { FieldDisplay } from '../fields/FieldDisplay.tsx'
import { isMoney } from '../fields/format.ts'
import { useLocale } from '../fields/locale.ts'
import { Day } from '../fields/When.tsx'
import { isEmpty, textOf } from '../fields/wire.ts'
import classes from './record.module.css'

export const Panel = ({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) => (
  <section className={classes.panel} aria-label={title}>
    <header className={classes.panelHead}>
      <h2 className={classes.panelTitle}>{title}</h2>
      {action}
    </header>
    {children}
  </section>
)

/** The next open activity of a record, or the advice to plan one. */
export const NextActivity = ({
  entity,
  record,
  onPlan,
}: {
  entity: Entity
  record: WireRecord
  onPlan?: () => void
}) => {
  const { api, registry } = useApp()
  const l = useLocale()
  const { data, isPending } = useQuery({
    queryKey: [entity.plural, 'nextActivity', record.id],
    queryFn: async ({ signal }) =>
      listOf(
        await api.fetch(
          '/activities',
          { about: `${entity.name}:${record.id}`, status: 'open', sort: 'dueOn', limit: 3, total: 'none' },
          signal,
        ),
      ),
    enabled: registry.find('activity') !== undefined,
    // a missing filter on the server must not take the page down with it
    retry: false,
  })
  const open = data?.data ?? []
  return (
    <Panel title="Next activity">
      {open.length > 0 ? (
        <ul className={classes.plain}>
          {open.map((a) => {
            const due = textOf(a['dueOn'])
            const late = due !== '' && due < l.today
            return (
              <li key={a.id} className={classes.nextRow}>
                <IconCalendarDue size={16} aria-hidden="true" className={late ? classes.late : classes.faint} />
                <span className={classes.nextText}>{textOf(a['subject'])}</span>
                {due ? (
                  <span className={late ? classes.late : classes.faint}>
                    {late ? <span className="visually-hidden">Overdue, </span> : null}
                    <Day value={due} />
                  </span>
                ) : null}
              </li>
            )
          })}
        </ul>
      ) : isPending ? null : (
        <p className={classes.none}>
          Nothing planned.{' '}
          {onPlan ? (
            <button type="button" className={classes.textButton} onClick={onPlan}>
              Plan the next step
            </button>
          ) : null}
        </p>
      )}
    </Panel>
  )
}

type Shown = { entity: Entity; record: WireRecord }

const Pairs = ({ title, fields, entity, record }: Shown & { title: string; fields: readonly [string, Field][] }) =>
  fields.length === 0 ? null : (
    <Panel title={title}>
      <dl className={classes.pairs}>
        {fields.map(([k, f]) => (
          <div key={k} className={classes.pair}>
            <dt>{labelOf(k, f)}</dt>
            <dd>
              <FieldDisplay field={f} name={k} row={record} entity={entity} compact />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  )

export const People = (shown: Shown) => {
  const people = Object.entries(allFields(shown.entity)).filter(
    ([k, f]) =>
      f.kind === 'reference' &&
      (f.to === 'member' || f.to === 'contact') &&
      !f.options.hidden &&
      !isEmpty(shown.record[k]),
  )
  return <Pairs title="People" fields={people} {...shown} />
}

export const MoneyGlance = (shown: Shown) => {
  const amounts = Object.entries(allFields(shown.entity)).filter(
    ([k, f]) => f.kind === 'money' && !f.options.hidden && isMoney(shown.record[k]),
  )
  return <Pairs title="Money" fields={amounts} {...shown} />
}
