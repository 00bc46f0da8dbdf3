/** The page of a quote, order, invoice or credit note: the paper itself, edited in place, with its story beside it in tabs. */
import { Alert, Button } from '@mantine/core'
import { MenuItem } from '../floating/Floating.tsx'
import { IconAlertTriangle, IconDownload, IconLink } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Entity } from '../../entity.ts'
import { allFields, labelOf } from '../../entity.ts'
import type { EntityRef } from '../api/hooks.ts'
import { useEntity, useRecord } from '../api/hooks.ts'
import type { WireRecord } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import { usePage } from '../app/pageTitle.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { ErrorState } from '../feedback/states.tsx'
import { toast } from '../feedback/toastStore.ts'
import { FieldDisplay } from '../fields/FieldDisplay.tsx'
import { addressLines, isAddress } from '../fields/format.ts'
import { useLocale } from '../fields/locale.ts'
import { isEmpty, labelsOf, textOf } from '../fields/wire.ts'
import { Unsaved } from '../form/Unsaved.tsx'
import { Facts } from '../record/Facts.tsx'
import { RecordSkeleton } from '../record/RecordSkeleton.tsx'
import { RecordTabs } from '../record/RecordTabs.tsx'
import record_ from '../record/record.module.css'
import { Related } from '../record/Related.tsx'
import { FlowPath } from '../steps/FlowPath.tsx'
import type { StepButtonsProps } from '../steps/StepButtons.tsx'
import { StepButtons } from '../steps/StepButtons.tsx'
import { useMay } from '../steps/useVerbs.ts'
import { Timeline } from '../timeline/Timeline.tsx'
import type { LineColumn } from './columns.tsx'
import { documentColumns } from './columns.tsx'
import { DocumentLayout, DocumentPaper } from './DocumentPaper.tsx'
import own from './documentPage.module.css'
import { LineGrid } from './LineGrid.tsx'
import { TotalsPanel } from './TotalsPanel.tsx'
import { useTaxOptions } from './tax.ts'
import type { DocumentDraft } from './useDocumentDraft.ts'
import { useDocumentDraft } from './useDocumentDraft.ts'
import { FieldInput, Files } from '../reach.ts'

type DocumentTab = { key: string; label: string; count?: number; content: ReactNode }

type DocumentPageProps = {
  entity: EntityRef
  id: string
  /** whether lines, prices and terms may be changed in this state */
  editable: (record: WireRecord) => boolean
  /** field by which the prices' day is known */
  dayField: string
  /** fields at the head of the paper, in order */
  facts: readonly string[]
  /** the columns of the grid, made from the usual ones */
  columns?: (usual: readonly LineColumn[], record: WireRecord) => readonly LineColumn[]
  withOptional?: boolean
  /** under the totals */
  panel?: (record: WireRecord) => ReactNode
  /** buttons before the generic ones */
  actions?: (record: WireRecord) => ReactNode
  /** further entries of the menu */
  menu?: (record: WireRecord) => ReactNode
  /** a line under the path */
  banner?: (record: WireRecord) => ReactNode
  steps?: Pick<StepButtonsProps, 'onVerb' | 'onDone'>
  /** verbs that the page offers by itself, or not in this state */
  leaveOut?: (record: WireRecord) => readonly string[]
  tabs?: (record: WireRecord) => readonly DocumentTab[]
}

export const DocumentPage = (props: DocumentPageProps) => {
  const e = useEntity(props.entity)
  const query = useRecord(e, props.id)
  const record = query.data
  const name = record ? textOf(record['number']) || `Draft ${e.label.toLowerCase()}` : e.label
  usePage({ label: e.labelPlural, to: `/${e.plural}` }, { label: name })
  if (query.isError && !record) return <ErrorState error={query.error} retry={() => void query.refetch()} />
  // a list's row is on hand at once, but without its lines
  if (!record || !Array.isArray(record['lines'])) return <RecordSkeleton />
  return <Page key={record.id} {...props} e={e} record={record} name={name} />
}

type Inner = DocumentPageProps & { e: Entity; record: WireRecord; name: string }

const Page = (props: Inner) => {
  const { e, record, name, steps } = props
  const router = useRouter()
  const draft = useDocumentDraft(e, record)
  const may = useMay(e, record)
  const open = may('update') && !record['deletedAt'] && props.editable(record)
  const state = Object.entries(e.fields).find(([, f]) => f.kind === 'state')
  useShortcuts([
    { keys: 'mod+Enter', label: 'Save', group: e.label, everywhere: true, run: () => void draft.save() },
    { keys: 'mod+s', label: 'Save', group: e.label, everywhere: true, run: () => void draft.save() },
  ])
  const menu = (
    <>
      <MenuItem href={`/api/v1/${e.plural}/${record.id}/pdf`} leftSection={<IconDownload size={16} />}>
        Download PDF
      </MenuItem>
      <MenuItem
        leftSection={<IconLink size={16} />}
        onClick={() => {
          void navigator.clipboard?.writeText(location.href)
          toast('Link copied')
        }}
      >
        Copy link
      </MenuItem>
      {props.menu?.(record)}
    </>
  )
  const buttons = (grow: boolean) =>
    draft.dirty ? (
      <>
        <Button variant="default" size={grow ? 'md' : 'xs'} onClick={draft.reset} disabled={draft.saving}>
          Discard
        </Button>
        <Button
          size={grow ? 'md' : 'xs'}
          onClick={() => void draft.save().then((saved) => saved && toast(`${e.label} saved`, { tone: 'success' }))}
          loading={draft.saving}
          {...(grow ? { style: { flex: 1 } } : {})}
        >
          Save
        </Button>
      </>
    ) : (
      <>
        {props.actions?.(record)}
        <StepButtons
          entity={e}
          record={record}
          {...steps}
          leaveOut={props.leaveOut?.(record) ?? []}
          menu={menu}
          grow={grow}
          size={grow ? 'md' : 'xs'}
          onDeleted={() => router.history.push(`/${e.plural}`)}
        />
      </>
    )
  return (
    <div className={record_.page}>
      <header className={record_.header}>
        <div className={record_.headLine}>
          <div className={record_.titles}>
            <h1 className={record_.title}>{name}</h1>
            {textOf(record['title']) ? <span className={record_.subtitle}>{textOf(record['title'])}</span> : null}
            {state ? <FieldDisplay field={state[1]} name={state[0]} row={record} entity={e} /> : null}
            {record['deletedAt'] ? <span className={record_.deleted}>In the trash</span> : null}
          </div>
          <div className={record_.actions}>{buttons(false)}</div>
        </div>
        <FlowPath entity={e} record={record} />
        {draft.trouble ? (
          <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} role="alert">
            {draft.trouble}
          </Alert>
        ) : null}
        {props.banner?.(record)}
      </header>
      <div className={own.body}>
        <Story {...props} draft={draft} open={open} />
      </div>
      <div className={record_.thumb}>{buttons(true)}</div>
      <Unsaved when={draft.dirty} />
    </div>
  )
}

type Open = Inner & { draft: DocumentDraft /** it may be changed now, by this person */; open: boolean }

const Story = (props: Open) => {
  const { e, record, draft } = props
  const tabs: DocumentTab[] = [
    { key: 'document', label: e.label, content: <Paper {...props} /> },
    ...(props.tabs?.(record) ?? []),
    {
      key: 'details',
      label: 'Details',
      content: (
        <div className={own.details}>
          <Facts
            entity={e}
            record={record}
            leaveOut={['intro', 'terms', ...(props.editable(record) ? [] : ['title'])]}
          />
        </div>
      ),
    },
    { key: 'timeline', label: 'Timeline', content: <Timeline entity={e} id={record.id} currency={draft.currency} /> },
    { key: 'related', label: 'Related', content: <Related entity={e} record={record} /> },
    { key: 'files', label: 'Files', content: <Files entity={e} id={record.id} /> },
    {
      key: 'history',
      label: 'History',
      content: <Timeline entity={e} id={record.id} currency={draft.currency} quiet source="history" />,
    },
  ]
  return <RecordTabs label={e.label} tabs={tabs} />
}

const countryOf = (header: Record<string, unknown>, key: string): string | null => {
  const address = header[key]
  return isAddress(address) ? (address.country ?? null) : null
}

const Paper = (props: Open) => {
  const { e, draft, open: editable, record } = props
  const { me, can } = useApp()
  const l = useLocale()
  const { header } = draft
  const fields = allFields(e)
  const day = textOf(header[props.dayField]) || l.today
  const country = countryOf(header, 'deliveryAddress') ?? countryOf(header, 'billingAddress') ?? me.workspace.country
  const taxes = useTaxOptions(country, day)
  const line = record['lines']
  // a role that may not see costs is not sent them: no column then
  const withCost = 'margin' in record && can(`${e.name}.edit`)
  const usual = documentColumns({ taxes, withCost: withCost && editable })
  const columns = props.columns?.(usual, record) ?? usual
  const field = (name: string, o: { label?: string; placeholder?: string } = {}): ReactNode => {
    const f = fields[name]
    if (!f) return null
    const valueLabel = labelsOf(header)[name]
    return editable && !f.options.readOnly ? (
      <div className={own.field} data-field={name}>
        <FieldInput
          field={f}
          name={name}
          value={header[name] ?? null}
          bare
          currency={draft.currency}
          error={draft.errors[name]}
          {...(valueLabel ? { valueLabel } : {})}
          {...o}
          onChange={(value, label) => draft.set({ [name]: value }, label === undefined ? undefined : { [name]: label })}
        />
      </div>
    ) : (
      <FieldDisplay field={f} name={name} row={header} entity={e} />
    )
  }
  const billing = header['billingAddress']
  const facts = props.facts.filter((k) => editable || !isEmpty(header[k]))
  const prose = (name: string, placeholder: string): ReactNode =>
    editable || !isEmpty(header[name]) ? field(name, { placeholder }) : undefined
  return (
    <DocumentLayout
      panel={
        <>
          <TotalsPanel
            priced={draft.priced}
            withMargin={'margin' in record}
            discountPercent={textOf(header['discountPercent']) || null}
            {...(editable
              ? { onDiscount: (percent) => draft.set({ discountPercent: percent, discountAmount: null }) }
              : {})}
          />
          {props.panel?.(record)}
        </>
      }
    >
      <DocumentPaper
        kind={e.label}
        number={textOf(record['number']) || 'Draft'}
        title={editable || textOf(header['title']) ? field('title', { placeholder: 'Title' }) : undefined}
        from={labelsOf(record)['companyId'] ?? me.workspace.name}
        to={
          <div className={own.to}>
            {field('accountId', { placeholder: 'Customer' })}
            {editable || !isEmpty(header['contactId']) ? field('contactId', { placeholder: 'Contact' }) : null}
            {isAddress(billing) ? addressLines(billing, l).map((text) => <div key={text}>{text}</div>) : null}
          </div>
        }
        facts={facts.map((k) => ({ label: labelOf(k, fields[k] ?? { kind: 'text', options: {} }), value: field(k) }))}
        intro={prose('intro', 'A few words before the lines')}
        priced={draft.priced}
        terms={prose('terms', 'Terms: payment, delivery, warranty')}
      >
        <LineGrid
          lines={draft.lines}
          onChange={draft.setLines}
          columns={columns}
          currency={draft.currency}
          totals={draft.totals}
          taxes={taxes}
          errors={draft.errors}
          readOnly={!editable || !Array.isArray(line)}
          withOptional={props.withOptional ?? false}
          pricing={{
            currency: draft.currency,
            accountId: textOf(header['accountId']) || null,
            country,
            day,
            pricesInclude: header['pricesInclude'] === 'gross' ? 'gross' : 'net',
          }}
        />
      </DocumentPaper>
    </DocumentLayout>
  )
}
