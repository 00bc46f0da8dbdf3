/** Asks for a mail with a link to set a new password. Says the same whether the address is known or not. */
import { TextInput } from '@mantine/core'
import { IconMailCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useClient } from '../app/session.tsx'
import { AuthForm } from './AuthForm.tsx'
import { AuthFrame } from './AuthFrame.tsx'
import classes from './auth.module.css'
import { useAuthForm } from './useAuthForm.ts'

const ForgotPage = () => {
  const api = useClient()
  const [sent, setSent] = useState(false)
  const form = useAuthForm({ email: '' }, async (values) => {
    await api.post('/auth/forgot', values)
    setSent(true)
  })
  if (sent)
    return (
      <AuthFrame title="Look in your mailbox">
        <div className={classes.form}>
          <div className={classes.done}>
            <IconMailCheck size={22} stroke={1.6} aria-hidden="true" />
          </div>
          <p className={classes.lead}>
            If {form.values.email} has an account here, a mail with a link is on its way. The link works once, for two
            hours.
          </p>
          <a href="/" className={classes.link}>
            Back to sign in
          </a>
        </div>
      </AuthFrame>
    )
  return (
    <AuthFrame title="Forgot your password?" lead="Enter your email; we send you a link to set a new one.">
      <AuthForm
        form={form}
        button="Send link"
        disabled={!form.values.email}
        links={
          <a href="/" className={classes.link}>
            Back to sign in
          </a>
        }
      >
        <TextInput label="Email" type="email" autoComplete="username" autoFocus size="md" {...form.field('email')} />
      </AuthForm>
    </AuthFrame>
  )
}
export default ForgotPage
