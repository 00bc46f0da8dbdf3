/** Accepts an invitation: a password, and one is in. */
import { Button } from '@mantine/core'
import type { FormEvent } from 'react'
import { objectOf } from '../api/types.ts'
import { useClient, useSessionActions } from '../app/session.tsx'
import { useGo, useUrl } from '../app/url.ts'
import { toast } from '../feedback/toastStore.ts'
import { AuthFrame, FormError } from './AuthFrame.tsx'
import classes from './auth.module.css'
import { minPassword, NewPassword } from './NewPassword.tsx'
import { useAuthForm } from './useAuthForm.ts'

const InvitationPage = () => {
  const api = useClient()
  const go = useGo()
  const { again } = useSessionActions(api)
  const { params } = useUrl()
  const form = useAuthForm({ password: '' }, async (values) => {
    const answer = objectOf(await api.post('/auth/accept-invitation', { token: params.token ?? '', ...values }))
    await again()
    go('/')
    if (answer.signedIn !== true) toast('You have joined. Sign in with your password and your code.')
  })
  const onSubmit = (e: FormEvent) => {
    e.preventDefault()
    void form.submit()
  }
  return (
    <AuthFrame title="Join your team" lead="You were invited to Throughline. Choose a password and you are in.">
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        <NewPassword
          autoFocus
          value={form.values.password}
          error={form.errors.password}
          onChange={(v) => form.set('password', v)}
        />
        <FormError
          message={params.token ? form.problem : 'This link is not complete. Open it from the mail once more.'}
        />
        <Button type="submit" size="md" loading={form.busy} disabled={form.values.password.length < minPassword}>
          Join
        </Button>
      </form>
    </AuthFrame>
  )
}
export default InvitationPage
