/** Accepts an invitation: a name and a password, and one is in. */
import { Button, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useClient, useSessionActions } from '../app/session.tsx'
import { useGo, useUrl } from '../app/url.ts'
import { AuthFrame, FormError } from './AuthFrame.tsx'
import classes from './auth.module.css'
import { minPassword, NewPassword } from './NewPassword.tsx'
import { useAuthForm } from './useAuthForm.ts'

const InvitationPage = () => {
  const api = useClient()
  const go = useGo()
  const { again } = useSessionActions(api)
  const { params } = useUrl()
  const form = useAuthForm({ name: '', password: '' }, async (values) => {
    await api.post('/auth/accept-invitation', { token: params.token ?? '', ...values })
    await again()
    go('/')
  })
  const onSubmit = (e: FormEvent) => {
    e.preventDefault()
    void form.submit()
  }
  return (
    <AuthFrame title="Join your team" lead="You were invited to Throughline. Choose how you sign in.">
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        <TextInput
          label="Your name"
          name="name"
          autoComplete="name"
          autoFocus
          size="md"
          value={form.values.name}
          error={form.errors.name}
          onChange={(e) => form.set('name', e.currentTarget.value)}
        />
        <NewPassword
          value={form.values.password}
          error={form.errors.password}
          onChange={(v) => form.set('password', v)}
        />
        <FormError
          message={params.token ? form.problem : 'This link is not complete. Open it from the mail once more.'}
        />
        <Button
          type="submit"
          size="md"
          loading={form.busy}
          disabled={form.values.name.trim() === '' || form.values.password.length < minPassword}
        >
          Join
        </Button>
      </form>
    </AuthFrame>
  )
}
export default InvitationPage
