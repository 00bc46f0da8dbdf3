/** The workspace itself, and the companies that issue documents. */
import { Button, Group, Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ApiError, messageOf } from '../../../kernel/ui/api/client.ts'
import { useList, useRecord } from '../../../kernel/ui/api/hooks.ts'
import { keys } from '../../../kernel/ui/api/keys.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { ErrorState, PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import { toast, toastError } from '../../../kernel/ui/feedback/toastStore.ts'
import { RecordForm } from '../../../kernel/ui/form/RecordForm.tsx'
import { Frame, Section } from './Frame.tsx'

const zones = Intl.supportedValuesOf('timeZone')
const locales = [
  { value: 'en', label: 'English (United States)' },
  { value: 'en-GB', label: 'English (United Kingdom)' },
  { value: 'de', label: 'German' },
  { value: 'es', label: 'Spanish' },
  { value: 'fr', label: 'French' },
  { value: 'cs', label: 'Czech' },
  { value: 'ro', label: 'Romanian' },
]

const WorkspaceForm = () => {
  const { api, me } = useApp()
  const client = useQueryClient()
  const [name, setName] = useState(me.workspace.name)
  const [timeZone, setTimeZone] = useState<string | null>(me.workspace.timeZone)
  const [locale, setLocale] = useState<string | null>(me.workspace.locale)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setErrors({})
    try {
      await api.patch('/workspace', { name, ...(timeZone ? { timeZone } : {}), ...(locale ? { locale } : {}) })
      toast('Workspace saved', { tone: 'success' })
      await client.invalidateQueries({ queryKey: keys.me })
    } catch (error) {
      if (error instanceof ApiError && error.errors.length > 0)
        setErrors(Object.fromEntries(error.errors.map((x) => [x.path, x.message])))
      else toastError(messageOf(error))
    }
    setBusy(false)
  }
  const offered =
    locale && !locales.some((x) => x.value === locale) ? [...locales, { value: locale, label: locale }] : locales
  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Group grow align="start" gap="md" mb="md">
        <TextInput label="Name" value={name} error={errors.name} onChange={(e) => setName(e.currentTarget.value)} />
        <Select
          label="Time zone"
          description="Calendar days begin and end in it"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={zones.includes(timeZone ?? '') || !timeZone ? zones : [timeZone, ...zones]}
          searchable
          value={timeZone}
          error={errors.timeZone}
          onChange={setTimeZone}
        />
        <Select
          label="Language"
          data={offered}
          value={locale}
          error={errors.locale}
          allowDeselect={false}
          onChange={setLocale}
        />
      </Group>
      <Group justify="flex-end">
        <Button type="submit" loading={busy}>
          Save workspace
        </Button>
      </Group>
    </form>
  )
}

const Company = ({ id }: { id: string }) => {
  const query = useRecord('company', id)
  if (query.isPending) return <PageSkeleton rows={4} />
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />
  return (
    <RecordForm
      key={query.data.version}
      entity="company"
      record={query.data}
      submitLabel="Save company"
      onSaved={() => toast('Company saved', { tone: 'success' })}
    />
  )
}

const WorkspacePage = () => {
  const { me } = useApp()
  const companies = useList('company', { limit: 50, sort: 'id' })
  return (
    <Frame title="Workspace and company">
      <Section
        title="Workspace"
        help={`The base currency is ${me.workspace.baseCurrency}; it was chosen at set-up, and all figures are kept in it.`}
      >
        <WorkspaceForm />
      </Section>
      {companies.data?.data.map((c) => (
        <Section key={c.id} title="Company" help="Printed on quotes and invoices, and shown in the customer portal.">
          <Company id={c.id} />
        </Section>
      ))}
    </Frame>
  )
}
export default WorkspacePage
