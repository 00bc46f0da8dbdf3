/** Accepts an invitation: a password, and one is in. */
import { objectOf } from '../api/types.ts'
import { useClient, useSessionActions } from '../app/session.tsx'
import { useGo, useUrl } from '../app/url.ts'
import { toast } from '../feedback/toastStore.ts'
import { AuthForm } from './AuthForm.tsx'
import { AuthFrame } from './AuthFrame.tsx'
import { minPassword, NewPassword } from './NewPassword.tsx'
import { incompleteLink, useAuthForm } from './useAuthForm.ts'

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
  return (
    <AuthFrame title="Join your team" lead="You were invited to Throughline. Choose a password and you are in.">
      <AuthForm
        form={params.token ? form : { ...form, problem: incompleteLink }}
        button="Join"
        disabled={form.values.password.length < minPassword}
      >
        <NewPassword autoFocus {...form.field('password')} />
      </AuthForm>
    </AuthFrame>
  )
}
export default InvitationPage
