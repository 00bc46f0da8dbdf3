/** One role: the matrix of its rights, and the fields it hides or locks. */
import { Alert, Button, Group } from '@mantine/core'
import { IconCopy, IconPencil } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { ApiError, messageOf } from '../../../kernel/ui/api/client.ts'
import { useCreate, useRecord, useUpdate } from '../../../kernel/ui/api/hooks.ts'
import { keys } from '../../../kernel/ui/api/keys.ts'
import { objectOf, stringOf, stringsOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { useGo } from '../../../kernel/ui/app/url.ts'
import { ErrorState, PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import { toast, toastError } from '../../../kernel/ui/feedback/toastStore.ts'
import { Unsaved } from '../../../kernel/ui/form/Unsaved.tsx'
import classes from './rights.module.css'
import { FieldRights } from './FieldRights.tsx'
import { Frame, Section } from './Frame.tsx'
import { Matrix } from './Matrix.tsx'
import { fieldRightsOf, groupsOf, rightsOf } from './rights.ts'
import { RecordFormModal } from '../../../kernel/ui/reach.ts'

/** The same keys with the same values, in whatever order. */
const same = (a: Record<string, string>, b: Record<string, string>): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([k, v]) => b[k] === v)

const ownOf = (x: unknown): Record<string, string[]> =>
  Object.fromEntries(Object.entries(objectOf(objectOf(x).data)).map(([k, v]) => [k, stringsOf(v)]))

const Editor = ({ role }: { role: WireRecord }) => {
  const { api, registry } = useApp()
  const client = useQueryClient()
  const go = useGo()
  const update = useUpdate('role')
  const create = useCreate('role')
  // what the changes were begun over: another admin's are shown at once only where nothing is being changed here
  const [began, setBegan] = useState(role)
  const saved = useMemo(
    () => ({ rights: rightsOf(began.rights), fieldRights: fieldRightsOf(began.fieldRights) }),
    [began],
  )
  const [rights, setRights] = useState(saved.rights)
  const [fieldRights, setFieldRights] = useState(saved.fieldRights)
  const [naming, setNaming] = useState(false)
  const [trouble, setTrouble] = useState<string[]>([])
  const own = useQuery({
    queryKey: ['rights'],
    queryFn: async ({ signal }) => ownOf(await api.fetch('/rights', {}, signal)),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const groups = useMemo(() => groupsOf(registry, own.data ?? {}), [registry, own.data])
  const dirty = !same(rights, saved.rights) || !same(fieldRights, saved.fieldRights)
  const take = (from: WireRecord) => {
    setBegan(from)
    setRights(rightsOf(from.rights))
    setFieldRights(fieldRightsOf(from.fieldRights))
  }
  if (role.version !== began.version && !dirty) take(role)
  const save = async () => {
    setTrouble([])
    const { id, version } = began
    try {
      take(await update.mutateAsync({ id, version, changes: { rights, fieldRights }, quiet: true }))
      toast('Rights saved; they hold from now on', { tone: 'success' })
      void client.invalidateQueries({ queryKey: keys.me })
    } catch (error) {
      setTrouble(
        error instanceof ApiError && error.errors.length > 0
          ? error.errors.map((x) => `${x.path} ${x.message}`)
          : [messageOf(error)],
      )
    }
  }
  const duplicate = async () => {
    try {
      const copy = await create.mutateAsync({
        name: `${stringOf(role.name)} (copy)`,
        description: role.description,
        rights,
        fieldRights,
      })
      go(`/settings/roles/${copy.id}`)
    } catch (error) {
      toastError(messageOf(error))
    }
  }
  return (
    <Frame
      wide
      title={stringOf(role.name)}
      lead={stringOf(role.description)}
      under={[{ to: '/settings/roles', label: 'Roles and rights' }]}
      action={
        <Group gap="sm">
          <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setNaming(true)}>
            Rename
          </Button>
          <Button variant="default" leftSection={<IconCopy size={16} />} onClick={() => void duplicate()}>
            Duplicate
          </Button>
          <Button disabled={!dirty} loading={update.isPending} onClick={() => void save()}>
            Save rights
          </Button>
        </Group>
      }
    >
      {trouble.length > 0 ? (
        <Alert color="red" variant="light" role="alert" mb="md">
          {trouble.map((t) => (
            <div key={t}>{t}</div>
          ))}
        </Alert>
      ) : null}
      <Section
        title="Rights"
        help="None, own records, those of the team and the teams beneath, or all. A filled cell was set for this very right; the others follow from the rows of everything."
      >
        <Matrix groups={groups} rights={rights} onChange={setRights} />
      </Section>
      <Section
        title="Fields"
        help="Hidden fields are in no list, form, export or search of this role. Read-only ones are seen and not changed."
      >
        <FieldRights rights={fieldRights} onChange={setFieldRights} />
      </Section>
      <Unsaved when={dirty} />
      {dirty ? (
        <div className={classes.saveBar}>
          <span>Rights were changed.</span>
          <Button variant="default" onClick={() => take(role)}>
            Discard
          </Button>
          <Button loading={update.isPending} onClick={() => void save()}>
            Save rights
          </Button>
        </div>
      ) : null}
      {naming ? (
        <RecordFormModal
          entity="role"
          record={role}
          fields={['name', 'description', 'requireSecondFactor']}
          onClose={() => setNaming(false)}
        />
      ) : null}
    </Frame>
  )
}

const RolePage = () => {
  const params: Record<string, unknown> = useParams({ strict: false })
  const id = stringOf(params.id)
  const query = useRecord('role', id)
  if (query.isPending) return <PageSkeleton />
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />
  return <Editor key={id} role={query.data} />
}
export default RolePage
