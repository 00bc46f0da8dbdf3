/** The wizard on one import: columns, values, check, import, and what came of it. */
import { Button, Group, Modal, Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useState } from 'react'
import type { RecordPageProps } from '../../../kernel/ui/app/areaUi.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { usePage } from '../../../kernel/ui/app/pageTitle.ts'
import { useGo, useUrl } from '../../../kernel/ui/app/url.ts'
import { ErrorState, PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import { useOpen } from '../../../kernel/ui/fields/RecordLink.tsx'
import { StateBadge } from '../../../kernel/ui/fields/StateBadge.tsx'
import { importStatuses } from '../model.ts'
import { importFlow } from '../rules.ts'
import shared from '../../../kernel/ui/shared.module.css'
import { Columns, type Draft } from './Columns.tsx'
import { FileSettings } from './FileSettings.tsx'
import { Frame, type StepKey } from './Frame.tsx'
import { Result } from './Result.tsx'
import { isUnderWay, useImportActions, useImportFields, useImportView, useMatches } from './useImport.ts'
import { Values, withSuggestions } from './Values.tsx'
import { useWaiting } from './Waiting.tsx'
import type { Fields, ImportView } from './wire.ts'

type StepProps = {
  view: ImportView
  about: Fields
  actions: ReturnType<typeof useImportActions>
  goTo: (step: StepKey) => void
}

const clean = (draft: Draft): Draft => ({
  ...draft,
  mapping: draft.mapping.filter((s) => s.column !== null || (s.field !== null && s.constant)),
})

const ColumnsStep = ({ view, about, actions, goTo }: StepProps) => {
  const { mapping, policy, duplicates, matchField, historical } = view
  const [draft, setDraft] = useState<Draft>({ mapping, policy, duplicates, matchField, historical })
  const open = useOpen()
  const save = () =>
    actions.save.mutate({ ...clean(draft), version: view.version }, { onSuccess: () => goTo('values') })
  const columns = draft.mapping.filter((s) => s.column !== null)
  const mapped = columns.filter((s) => s.field !== null).length
  return (
    <Frame
      step="columns"
      title={view.fileName}
      lead={
        mapped === columns.length
          ? `Every column found its field. Change what is not meant.`
          : `Say where each column of the file goes. ${mapped} of ${columns.length} columns found their field; the others are left out.`
      }
      footer={
        <>
          <Button variant="default" component="a" href="/imports" onClick={open('/imports')}>
            Later
          </Button>
          <span className={shared.grow} />
          <Button
            onClick={save}
            loading={actions.save.isPending}
            disabled={mapped === 0}
            rightSection={<IconArrowRight size={14} />}
          >
            Continue
          </Button>
        </>
      }
    >
      <FileSettings
        view={view}
        busy={actions.readAnew.isPending}
        onRead={(settings) => actions.readAnew.mutate({ settings })}
        onKind={(entity) => actions.readAnew.mutate({ entity })}
      />
      <Columns view={view} about={about} draft={draft} onChange={setDraft} />
    </Frame>
  )
}

const ValuesStep = ({ view, actions, goTo }: StepProps) => {
  const matches = useMatches(view.id, view.version)
  const [own, setOwn] = useState<ImportView['mapping'] | null>(null)
  const mapping = own ?? (matches.data ? withSuggestions(view.mapping, matches.data) : view.mapping)
  const check = () =>
    actions.save.mutate(
      { mapping, version: view.version },
      { onSuccess: () => actions.act.mutate('check', { onSuccess: () => goTo('check') }) },
    )
  const unknown = (matches.data ?? []).reduce((n, m) => n + m.unknownCount, 0)
  return (
    <Frame
      step="values"
      title={view.fileName}
      onPick={goTo}
      lead={
        unknown > 0
          ? `${unknown.toLocaleString('en')} ${unknown === 1 ? 'word of the file names' : 'words of the file name'} nothing here. What comes near is proposed; change what is not meant.`
          : 'Words of the file are held against the records and lists they name.'
      }
      footer={
        <>
          <Button variant="default" onClick={() => goTo('columns')}>
            Back
          </Button>
          <span className={shared.grow} />
          <Button
            onClick={check}
            loading={actions.save.isPending || actions.act.isPending}
            disabled={!matches.isSuccess}
          >
            Check the file
          </Button>
        </>
      }
    >
      {matches.isPending ? <PageSkeleton rows={6} /> : null}
      {matches.isError ? <ErrorState error={matches.error} retry={() => void matches.refetch()} /> : null}
      {matches.isSuccess ? (
        <Values importId={view.id} matches={matches.data} mapping={mapping} onChange={setOwn} />
      ) : null}
    </Frame>
  )
}

const ResultStep = ({ view, about, actions, goTo }: StepProps) => {
  const { registry } = useApp()
  const go = useGo()
  const e = registry.find(view.entity)
  const [next] = useWaiting(view.id)
  const may = (verb: string) => view.can.includes(`import.${verb}`)
  const busy = actions.act.isPending
  const [asking, setAsking] = useState(false)
  const checked = view.status === 'checked'
  const ready = view.created + view.updated
  const editable =
    checked ||
    view.status === 'uploaded' ||
    (view.created + view.updated === 0 && ['failed', 'cancelled'].includes(view.status))
  const state = Object.entries(importStatuses).find(([k]) => k === view.status)?.[1]
  return (
    <Frame
      step={checked || view.status === 'checking' ? 'check' : 'import'}
      title={view.fileName}
      badge={state ? <StateBadge label={state.label} tone={state.tone} /> : null}
      onPick={editable ? goTo : undefined}
      lead={
        !checked
          ? undefined
          : ready === 0 && view.failed > 0
            ? 'Nothing is written yet, and no row can be imported as it is. What helps stands below.'
            : 'Nothing is written yet. This is what would happen to each row.'
      }
      footer={
        view.status === 'undone' ? null : (
          <>
            {editable ? (
              <Button variant="default" onClick={() => goTo('values')}>
                Back
              </Button>
            ) : null}
            {isUnderWay(view.status) && may('cancel') ? (
              <Button variant="default" loading={busy} onClick={() => actions.act.mutate('cancel')}>
                Cancel
              </Button>
            ) : null}
            {may('undo') ? (
              <Button variant="default" loading={busy} onClick={() => setAsking(true)}>
                Undo the import
              </Button>
            ) : null}
            <span className={shared.grow} />
            {view.status === 'done' && e ? (
              <>
                {view.pipelineId ? (
                  <Button variant="default" onClick={() => go(`/pipeline?pipeline=${view.pipelineId}`)}>
                    Open the board
                  </Button>
                ) : null}
                <Button variant={next ? 'default' : 'filled'} onClick={() => go(`/${e.plural}?sort=-createdAt`)}>
                  Show {about.labelPlural.toLowerCase()}
                </Button>
                {next ? (
                  <Button rightSection={<IconArrowRight size={14} />} onClick={() => go(next.href)}>
                    Next: {next.fileName}
                  </Button>
                ) : null}
              </>
            ) : null}
            {checked ? (
              <Button variant="default" loading={busy} onClick={() => actions.act.mutate('check')}>
                Check again
              </Button>
            ) : null}
            {may('run') && checked ? (
              <Button loading={busy} disabled={ready === 0} onClick={() => actions.act.mutate('run')}>
                Import {ready.toLocaleString('en')}{' '}
                {ready === 1 ? about.label.toLowerCase() : about.labelPlural.toLowerCase()}
              </Button>
            ) : null}
            {may('run') && !checked ? (
              <Button loading={busy} onClick={() => actions.act.mutate('run')}>
                {view.processed > 0 ? 'Resume' : 'Import'}
              </Button>
            ) : null}
          </>
        )
      }
    >
      <Result view={view} />
      <Modal opened={asking} onClose={() => setAsking(false)} title={`Undo the import of ${view.fileName}?`} size={480}>
        <Text size="md">{importFlow.steps.undo.confirm} What was changed or is used since stays, and is listed.</Text>
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={() => setAsking(false)}>
            Keep it
          </Button>
          <Button
            color="red"
            onClick={() => {
              setAsking(false)
              actions.act.mutate('undo')
            }}
          >
            Undo the import
          </Button>
        </Group>
      </Modal>
    </Frame>
  )
}

const ImportPage = ({ id }: RecordPageProps) => {
  const query = useImportView(id)
  const about = useImportFields(id)
  const actions = useImportActions(id)
  const { params, change } = useUrl()
  const view = query.data
  usePage({ label: 'Imports', to: '/imports' }, { label: view?.fileName ?? 'Import' })
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />
  if (about.isError) return <ErrorState error={about.error} retry={() => void about.refetch()} />
  if (!view || !about.data) return <PageSkeleton />
  const goTo = (step: StepKey) => change({ step }, { push: true })
  const editable =
    view.status === 'uploaded' || view.status === 'checked' || view.status === 'cancelled' || view.status === 'failed'
  const asked = params.step ?? (view.status === 'uploaded' ? 'columns' : 'check')
  const props: StepProps = { view, about: about.data, actions, goTo }
  if (editable && asked === 'columns')
    return <ColumnsStep key={`${view.entity} ${JSON.stringify(view.settings)}`} {...props} />
  if (editable && asked === 'values') return <ValuesStep {...props} />
  return <ResultStep {...props} />
}
export default ImportPage
