/** Sets a new password by the link of the mail. */
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

const ResetPage = () => {
  const api = useClient()
  const go = useGo()
  const { again } = useSessionActions(api)
  const { params } = useUrl()
  const form = useAuthForm({ password: '' }, async ({ password }) => {
    const { signedIn } = objectOf(await api.post('/auth/reset', { token: params.token ?? '', password }))
    await again()
    go('/')
    toast(signedIn === true ? 'Your password is changed' : 'Your password is changed. Sign in with it and your code.', {
      tone: 'success',
    })
  })
  const onSubmit = (e: FormEvent) => {
    e.preventDefault()
    void form.submit()
  }
  return (
    <AuthFrame title="Set a new password" lead="It replaces the old one at once, and signs you out everywhere else.">
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        <NewPassword
          label="New password"
          autoFocus
          value={form.values.password}
          error={form.errors.password}
          onChange={(v) => form.set('password', v)}
        />
        <FormError
          message={params.token ? form.problem : 'This link is not complete. Open it from the mail once more.'}
        />
        <Button type="submit" size="md" loading={form.busy} disabled={form.values.password.length < minPassword}>
          Set password
        </Button>
      </form>
    </AuthFrame>
  )
}
export default ResetPage
