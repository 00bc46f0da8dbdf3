/** Name, job title and time zone of oneself. */
import { Button, Group, Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keys } from '../../../../kernel/ui/api/keys.ts'
import { objectOf, stringOf, stringOrNull } from '../../../../kernel/ui/api/types.ts'
import { useApp } from '../../../../kernel/ui/app/AppContext.tsx'
import { FormError } from '../../../../kernel/ui/auth/AuthFrame.tsx'
import { useAuthForm } from '../../../../kernel/ui/auth/useAuthForm.ts'
import { toast } from '../../../../kernel/ui/feedback/toastStore.ts'
import classes from './account.module.css'

const zones = Intl.supportedValuesOf('timeZone')

export const ProfileForm = () => {
  const { api, me } = useApp()
  const client = useQueryClient()
  const own = objectOf(me.raw.member)
  const [timeZone, setTimeZone] = useState(stringOrNull(own.timeZone))
  const form = useAuthForm(
    { name: me.member.name, jobTitle: stringOf(own.jobTitle) },
    async ({ name, jobTitle }, { rest }) => {
      await api.patch('/me', { name, jobTitle: jobTitle || null, timeZone })
      await client.invalidateQueries({ queryKey: keys.me })
      toast('Profile saved', { tone: 'success' })
      rest()
    },
    ({ name }) => (name.trim() ? {} : { name: 'Enter your name.' }),
  )
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <div className={classes.formGrid}>
        <TextInput label="Name" autoComplete="name" {...form.field('name')} />
        <TextInput label="Job title" autoComplete="organization-title" {...form.field('jobTitle')} />
        <Select
          label="Time zone"
          placeholder="As the workspace"
          description={timeZone ? undefined : me.workspace.timeZone.replaceAll('_', ' ')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={timeZone && !zones.includes(timeZone) ? [timeZone, ...zones] : zones}
          searchable
          clearable
          value={timeZone}
          onChange={setTimeZone}
        />
      </div>
      <FormError message={form.problem} />
      <Group justify="flex-end" mt="md">
        <Button type="submit" loading={form.busy}>
          Save profile
        </Button>
      </Group>
    </form>
  )
}
