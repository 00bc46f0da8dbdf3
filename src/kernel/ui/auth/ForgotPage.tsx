/** Asks for a mail with a link to set a new password. Says the same whether the address is known or not. */
import { Button, TextInput } from '@mantine/core'
import { IconMailCheck } from '@tabler/icons-react'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useClient } from '../app/session.tsx'
import { AuthFrame, FormError } from './AuthFrame.tsx'
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
  const onSubmit = (e: FormEvent) => {
    e.preventDefault()
    void form.submit()
  }
  return (
    <AuthFrame title="Forgot your password?" lead="Enter your email; we send you a link to set a new one.">
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        <TextInput
          label="Email"
          name="email"
          type="email"
          autoComplete="username"
          autoFocus
          size="md"
          value={form.values.email}
          error={form.errors.email}
          onChange={(e) => form.set('email', e.currentTarget.value)}
        />
        <FormError message={form.problem} />
        <Button type="submit" size="md" loading={form.busy} disabled={!form.values.email}>
          Send link
        </Button>
        <div className={classes.links}>
          <a href="/" className={classes.link}>
            Back to sign in
          </a>
        </div>
      </form>
    </AuthFrame>
  )
}
export default ForgotPage
