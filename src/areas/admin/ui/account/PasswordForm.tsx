/** A new password for who knows the present one. */
import { Button, Group, PasswordInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useApp } from '../../../../kernel/ui/app/AppContext.tsx'
import { FormError } from '../../../../kernel/ui/auth/AuthFrame.tsx'
import { minPassword, NewPassword } from '../../../../kernel/ui/auth/NewPassword.tsx'
import { useAuthForm } from '../../../../kernel/ui/auth/useAuthForm.ts'
import { toast } from '../../../../kernel/ui/feedback/toastStore.ts'
import classes from './account.module.css'
import { sessionsKey } from './keys.ts'

export const PasswordForm = () => {
  const { api, me } = useApp()
  const client = useQueryClient()
  const form = useAuthForm({ current: '', password: '' }, async (values, { set, rest }) => {
    await api.post('/me/password', values)
    set('current', '')
    set('password', '')
    rest()
    toast('Password changed; you are signed out everywhere else', { tone: 'success' })
    await client.invalidateQueries({ queryKey: sessionsKey })
  })
  return (
    <form onSubmit={form.onSubmit} noValidate>
      {/* password managers look for whose password it is */}
      <input type="text" name="username" autoComplete="username" value={me.user.email} readOnly hidden />
      <div className={classes.formGrid}>
        <PasswordInput label="Present password" autoComplete="current-password" {...form.field('current')} />
        <NewPassword label="New password" size="sm" {...form.field('password')} />
      </div>
      <FormError message={form.problem} />
      <Group justify="flex-end" mt="md">
        <Button
          type="submit"
          variant="default"
          loading={form.busy}
          disabled={!form.values.current || form.values.password.length < minPassword}
        >
          Change password
        </Button>
      </Group>
    </form>
  )
}
