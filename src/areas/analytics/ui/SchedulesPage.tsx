/** Reports that go out by mail: when, to whom, and whether they did. */
import { ActionIcon, Button, Menu } from '@mantine/core'
import {
  IconCalendarTime,
  IconDotsVertical,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useList, useRemove, useUpdate } from '../../../kernel/ui/api/hooks.ts'
import { labelsOf, numberOf, stringOf, stringOrNull, stringsOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import type { ListPageProps, RecordPageProps } from '../../../kernel/ui/app/areaUi.ts'
import { Bone, EmptyState, ErrorState } from '../../../kernel/ui/feedback/states.tsx'
import { StateBadge } from '../../../kernel/ui/fields/StateBadge.tsx'
import { Person } from '../../../kernel/ui/fields/Person.tsx'
import { Instant } from '../../../kernel/ui/fields/When.tsx'
import { Page } from '../../../kernel/ui/page/Page.tsx'
import report from '../../../kernel/ui/report/report.module.css'
import { cadenceText } from '../rules.ts'
import { ScheduleDialog } from './ScheduleDialog.tsx'
import classes from './schedules.module.css'

const cadences = ['daily', 'weekly', 'monthly'] as const
const whenOf = (row: WireRecord): string =>
  cadenceText({
    cadence: cadences.find((c) => c === row.cadence) ?? 'weekly',
    weekday: stringOrNull(row.weekday),
    dayOfMonth: numberOf(row.dayOfMonth, 1),
    hour: numberOf(row.hour, 8),
  })

const State = ({ row }: { row: WireRecord }) => {
  if (row.problem)
    return (
      <span data-tip={stringOf(row.problem)} tabIndex={0}>
        <StateBadge plain label="Not sent" tone="red" />
      </span>
    )
  return row.active === true ? (
    <StateBadge plain label="Active" tone="green" />
  ) : (
    <StateBadge plain label="Paused" tone="grey" />
  )
}

type RowProps = { row: WireRecord; names: ReadonlyMap<string, string>; onEdit: () => void }

const Row = ({ row, names, onEdit }: RowProps) => {
  const { registry, me } = useApp()
  const update = useUpdate('reportSchedule')
  const remove = useRemove('reportSchedule')
  const mine = row.ownerId === me.member.id
  const r = registry.report(stringOf(row.report))
  const to = stringsOf(row.recipients)
  const name = stringOf(row.name)
  return (
    <tr>
      <th scope="row">
        {mine ? (
          <button type="button" className={classes.name} onClick={onEdit}>
            {name}
          </button>
        ) : (
          name
        )}
        <div className={classes.sub}>
          {r ? (
            <Link to="/reports/$name" params={{ name: r.name }} search={labelsOf(row.params)}>
              {r.label}
            </Link>
          ) : (
            stringOf(row.report)
          )}
          {mine ? null : ` · ${labelsOf(row.labels).ownerId ?? 'somebody else'}’s`}
        </div>
      </th>
      <td data-label="When">{whenOf(row)}</td>
      <td data-label="To">
        <span className={classes.people}>
          {to.length === 0 ? <Person name={labelsOf(row.labels).ownerId ?? me.member.name} /> : null}
          {to.length === 1 ? <Person name={names.get(to[0] ?? '') ?? 'Someone who left'} /> : null}
          {to.length > 1
            ? to.slice(0, 5).map((id) => <Person key={id} compact name={names.get(id) ?? 'Someone who left'} />)
            : null}
          {to.length > 5 ? `+${to.length - 5}` : null}
        </span>
      </td>
      <td data-label="Next">{row.active === true && row.nextAt ? <Instant value={stringOf(row.nextAt)} /> : '–'}</td>
      <td data-label="Last">{row.lastSentAt ? <Instant value={stringOf(row.lastSentAt)} /> : 'Never'}</td>
      <td data-label="State">
        <State row={row} />
      </td>
      <td className={classes.actions}>
        <Menu position="bottom-end" width={180}>
          <Menu.Target>
            <ActionIcon aria-label={`Actions for ${name}`}>
              <IconDotsVertical size={18} stroke={1.6} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mine ? (
              <Menu.Item leftSection={<IconPencil size={16} stroke={1.6} aria-hidden="true" />} onClick={onEdit}>
                Change
              </Menu.Item>
            ) : null}
            <Menu.Item
              leftSection={
                row.active === true ? (
                  <IconPlayerPause size={16} stroke={1.6} aria-hidden="true" />
                ) : (
                  <IconPlayerPlay size={16} stroke={1.6} aria-hidden="true" />
                )
              }
              onClick={() =>
                update.mutate({ id: row.id, version: row.version, changes: { active: row.active !== true } })
              }
            >
              {row.active === true ? 'Pause' : 'Resume'}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconTrash size={16} stroke={1.6} aria-hidden="true" />}
              onClick={() => remove.mutate({ id: row.id, title: name })}
            >
              Delete
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  )
}

const Bones = () => (
  <div role="status" aria-label="Loading" className={report.groups}>
    {[36, 52, 44].map((n) => (
      <div key={n} className={report.boneRow}>
        <Bone width={`${n}%`} />
        <Bone width={120} />
        <Bone width={90} />
      </div>
    ))}
  </div>
)

const SchedulesPage = ({ id }: { id?: string }) => {
  const { registry } = useApp()
  const fields = Object.keys(registry.entity('reportSchedule').fields)
  const query = useList('reportSchedule', { limit: 200, total: 'none', sort: 'name', fields: [...fields, 'ownerId'] })
  const people = useList('member', { limit: 200, fields: ['name'], total: 'none' })
  const names = new Map((people.data?.data ?? []).map((m) => [m.id, stringOf(m.name)]))
  const [editing, setEditing] = useState<string | undefined>(id)
  const rows = query.data?.data ?? []
  const row = rows.find((r) => r.id === editing)
  const shown = row ? registry.report(stringOf(row.report)) : undefined
  return (
    <Page
      title="Scheduled by mail"
      lead="Reports that go out by themselves, with the rights of whoever set them up."
      under={[{ label: 'Reports', to: '/reports' }]}
    >
      {query.isPending ? <Bones /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isSuccess && rows.length === 0 ? (
        <EmptyState
          icon={IconCalendarTime}
          title="Nothing goes out yet"
          action={
            <Button component={Link} to="/reports" variant="default">
              Choose a report
            </Button>
          }
        >
          Open a report, choose what it shows, and let it be sent every day, week or month.
        </EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <div
          className={`${report.tableScroll} ${classes.list}`}
          tabIndex={0}
          role="region"
          aria-label="Scheduled reports"
        >
          <table className={report.table}>
            <thead>
              <tr>
                {['Report', 'When', 'To', 'Next', 'Last', 'State'].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((r) => (
                <Row key={r.id} row={r} names={names} onEdit={() => setEditing(r.id)} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {row && shown ? (
        <ScheduleDialog
          key={row.id}
          report={shown}
          params={labelsOf(row.params)}
          schedule={row}
          onClose={() => setEditing(undefined)}
        />
      ) : null}
    </Page>
  )
}

const SchedulesList = (_props: ListPageProps) => <SchedulesPage />
export const ScheduleRecord = ({ id }: RecordPageProps) => <SchedulesPage id={id} />
export default SchedulesList
