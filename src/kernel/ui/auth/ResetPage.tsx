/** Sets a new password by the link of the mail. */
import { objectOf } from '../api/types.ts'
import { useClient, useSessionActions } from '../app/session.tsx'
import { useGo, useUrl } from '../app/url.ts'
import { toast } from '../feedback/toastStore.ts'
import { AuthForm } from './AuthForm.tsx'
import { AuthFrame } from './AuthFrame.tsx'
import { minPassword, NewPassword } from './NewPassword.tsx'
import { incompleteLink, useAuthForm } from './useAuthForm.ts'

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
  return (
    <AuthFrame title="Set a new password" lead="It replaces the old one at once, and signs you out everywhere else.">
      <AuthForm
        form={params.token ? form : { ...form, problem: incompleteLink }}
        button="Set password"
        disabled={form.values.password.length < minPassword}
      >
        <NewPassword label="New password" autoFocus {...form.field('password')} />
      </AuthForm>
    </AuthFrame>
  )
}
export default ResetPage
