/** The page of a record: what it is, its story, what comes next. Every part can be replaced by an area. */
import { Button } from '@mantine/core'
import { MenuItem } from '../floating/Floating.tsx'
import { IconArrowBackUp, IconLink, IconPencil } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { Entity } from '../../entity.ts'
import { useEntity, useRecord } from '../api/hooks.ts'
import type { EntityRef } from '../api/hooks.ts'
import type { WireRecord } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import { usePage } from '../app/pageTitle.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { ErrorState } from '../feedback/states.tsx'
import { toast, toastError } from '../feedback/toastStore.ts'
import { messageOf } from '../api/client.ts'
import { FieldDisplay } from '../fields/FieldDisplay.tsx'
import { currencyOf, labelsOf, rowsOf, textOf, titleOf } from '../fields/wire.ts'
import { useLocale } from '../fields/locale.ts'
import { Instant } from '../fields/When.tsx'
import { FlowPath } from '../steps/FlowPath.tsx'
import type { StepButtonsProps } from '../steps/StepButtons.tsx'
import { StepButtons } from '../steps/StepButtons.tsx'
import { useMay } from '../steps/useVerbs.ts'
import { Timeline } from '../timeline/Timeline.tsx'
import { Facts } from './Facts.tsx'
import { MoneyGlance, NextActivity, People } from './NextPanel.tsx'
import { Parts } from './Parts.tsx'
import { RecordSkeleton } from './RecordSkeleton.tsx'
import { RecordTabs } from './RecordTabs.tsx'
import { Related, useRelations } from './Related.tsx'
import classes from './record.module.css'
import { Files, RecordFormDrawer } from '../reach.ts'

type Slot = ReactNode | ((record: WireRecord) => ReactNode)
const fill = (slot: Slot, record: WireRecord): ReactNode => (typeof slot === 'function' ? slot(record) : slot)

type RecordTab = { key: string; label: string; count?: number; content: Slot }

type RecordPageProps = {
  entity: EntityRef
  id: string
  /** parameters of the GET (`{ include: 'lines,accountId' }`) */
  params?: Readonly<Record<string, string>>
  /** instead of title, number and state */
  title?: Slot
  /** instead of the flow's path (an opportunity shows its stages) */
  path?: Slot
  /** a line under the path: warnings, hints */
  banner?: Slot
  /** buttons before the generic ones */
  actions?: Slot
  /** further entries of the menu */
  menu?: Slot
  /** the generic step buttons: verbs left out, or taken over */
  steps?: Pick<StepButtonsProps, 'leaveOut' | 'onVerb' | 'onDone'>
  /** the left part; or only which fields it shows */
  facts?: Slot
  factFields?: readonly string[]
  factsLeaveOut?: readonly string[]
  /** the tabs; as a function it is given the generic ones to keep, drop or reorder */
  tabs?: readonly RecordTab[] | ((generic: readonly RecordTab[], record: WireRecord) => readonly RecordTab[])
  relatedLeaveOut?: readonly string[]
  /** the right part, `null` for none; as a function it is given the record */
  aside?: Slot
  /** where the page goes after deletion; its list unless told */
  after?: string
}

export const RecordPage = (props: RecordPageProps) => {
  const e = useEntity(props.entity)
  const query = useRecord(e, props.id, props.params)
  const record = query.data
  usePage({ label: e.labelPlural, to: `/${e.plural}` }, { label: record ? titleOf(e, record) : e.label })
  if (query.isError && !record) return <ErrorState error={query.error} retry={() => void query.refetch()} />
  if (!record) return <RecordSkeleton />
  return <Page key={record.id} {...props} e={e} record={record} />
}

const Page = ({ e, record, ...props }: RecordPageProps & { e: Entity; record: WireRecord }) => {
  const router = useRouter()
  const { api } = useApp()
  const l = useLocale()
  const may = useMay(e, record)
  const [editing, setEditing] = useState(false)
  const deleted = Boolean(record['deletedAt'])
  const editable = may('update') && !deleted
  useShortcuts(editable ? [{ keys: 'e', label: 'Edit', group: e.label, run: () => setEditing(true) }] : [])
  const restore = async () => {
    try {
      await api.restore(e.plural, record.id)
      toast(`${e.label} restored`, { tone: 'success' })
      router.history.push(`/${e.plural}/${record.id}`)
    } catch (error) {
      toastError(messageOf(error))
    }
  }
  const menu = (
    <>
      {editable ? (
        <MenuItem leftSection={<IconPencil size={16} />} onClick={() => setEditing(true)}>
          Edit all fields
        </MenuItem>
      ) : null}
      <MenuItem
        leftSection={<IconLink size={16} />}
        onClick={() => {
          void navigator.clipboard?.writeText(location.href)
          toast('Link copied')
        }}
      >
        Copy link
      </MenuItem>
      {fill(props.menu, record)}
    </>
  )
  const buttons = (grow: boolean) => (
    <>
      {fill(props.actions, record)}
      {deleted ? (
        <Button leftSection={<IconArrowBackUp size={16} />} onClick={() => void restore()}>
          Restore
        </Button>
      ) : (
        <StepButtons
          entity={e}
          record={record}
          {...props.steps}
          menu={menu}
          grow={grow}
          size={grow ? 'md' : 'xs'}
          onDeleted={() => router.history.push(props.after ?? `/${e.plural}`)}
        />
      )}
    </>
  )
  const aside =
    props.aside === undefined ? (
      <>
        <NextActivity entity={e} record={record} />
        <People entity={e} record={record} />
        <MoneyGlance entity={e} record={record} />
      </>
    ) : (
      fill(props.aside, record)
    )
  const state = Object.entries(e.fields).find(([, f]) => f.kind === 'state')
  const number = textOf(record['number'])
  // a number alone tells little: the second line of lists stands beside it
  const subtitle =
    e.title === 'number' && e.subtitle ? (labelsOf(record)[e.subtitle] ?? textOf(record[e.subtitle])) : ''
  const shownAmounts = Object.entries(e.fields).flatMap(([k, f]) =>
    f.kind === 'money' && f.options.readOnly ? [k] : [],
  )
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <div className={classes.headLine}>
          <div className={classes.titles}>
            {props.title === undefined ? (
              <>
                <h1 className={classes.title}>{titleOf(e, record)}</h1>
                {subtitle ? <span className={classes.subtitle}>{subtitle}</span> : null}
                {number && e.title !== 'number' ? <span className={classes.numberTag}>{number}</span> : null}
                {state ? <FieldDisplay field={state[1]} name={state[0]} row={record} entity={e} /> : null}
                {deleted ? <span className={classes.deleted}>In the trash</span> : null}
              </>
            ) : (
              fill(props.title, record)
            )}
          </div>
          <div className={classes.actions}>{buttons(false)}</div>
        </div>
        {props.path === undefined ? <FlowPath entity={e} record={record} /> : fill(props.path, record)}
        {fill(props.banner, record)}
      </header>
      <div className={classes.body} data-aside={aside ? true : undefined}>
        <section className={classes.left} aria-label="Details">
          {props.facts === undefined ? (
            <Facts
              entity={e}
              record={record}
              fields={props.factFields}
              leaveOut={[...(props.factsLeaveOut ?? []), ...(props.aside === undefined ? shownAmounts : [])]}
              readOnly={deleted}
            />
          ) : (
            fill(props.facts, record)
          )}
          <p className={classes.made}>
            {textOf(record['createdAt']) ? (
              <>
                Created <Instant value={textOf(record['createdAt'])} />
                {record.labels?.['createdBy'] ? ` by ${record.labels['createdBy']}` : ''}
              </>
            ) : null}
            {textOf(record['updatedAt']) && record['updatedAt'] !== record['createdAt'] ? (
              <>
                {' · '}updated <Instant value={textOf(record['updatedAt'])} />
                {record.labels?.['updatedBy'] ? ` by ${record.labels['updatedBy']}` : ''}
              </>
            ) : null}
          </p>
        </section>
        <div className={classes.middle}>
          <Story {...props} e={e} record={record} currency={currencyOf(record, l.baseCurrency)} />
        </div>
        {aside ? (
          <aside className={classes.right} aria-label="Next">
            {aside}
          </aside>
        ) : null}
      </div>
      <div className={classes.thumb}>{buttons(true)}</div>
      {editing ? <RecordFormDrawer entity={e} record={record} onClose={() => setEditing(false)} /> : null}
    </div>
  )
}

const Story = ({
  e,
  record,
  currency,
  tabs,
  relatedLeaveOut,
}: RecordPageProps & { e: Entity; record: WireRecord; currency: string }) => {
  const { registry } = useApp()
  const relations = useRelations(e, relatedLeaveOut)
  const parts = registry.partsOf(e.name)
  const partTab = (p: Entity): RecordTab => ({
    key: p.partOf?.as ?? p.name,
    label: p.partOf?.as === 'lines' ? 'Lines' : p.labelPlural,
    count: rowsOf(record[p.partOf?.as ?? '']).length,
    content: <Parts part={p} record={record} />,
  })
  const generic: RecordTab[] = [
    ...parts.filter((p) => p.partOf?.as === 'lines').map(partTab),
    { key: 'timeline', label: 'Timeline', content: <Timeline entity={e} id={record.id} currency={currency} /> },
    ...parts.filter((p) => p.partOf?.as !== 'lines').map(partTab),
    ...(relations.length > 0
      ? [
          {
            key: 'related',
            label: 'Related',
            content: <Related entity={e} record={record} leaveOut={relatedLeaveOut} />,
          },
        ]
      : []),
    { key: 'files', label: 'Files', content: <Files entity={e} id={record.id} /> },
    {
      key: 'history',
      label: 'History',
      content: <Timeline entity={e} id={record.id} currency={currency} quiet source="history" />,
    },
  ]
  const shown = typeof tabs === 'function' ? tabs(generic, record) : (tabs ?? generic)
  return <RecordTabs label={e.label} tabs={shown.map((t) => ({ ...t, content: fill(t.content, record) }))} />
}
