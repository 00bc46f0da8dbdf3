/** The session has ended while someone was at work: they sign in over the page, and what they typed is still there. */
import { Button, Modal, PasswordInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ApiError } from '../api/client.ts'
import { refreshScreen } from '../api/freshness.ts'
import { keys } from '../api/keys.ts'
import type { Me } from '../api/types.ts'
import { meOf } from '../api/types.ts'
import { useClient, useSessionActions } from '../app/session.tsx'
import { useTopmost } from '../form/topmost.ts'
import { FormError } from './AuthFrame.tsx'
import classes from './auth.module.css'
import { useAuthForm } from './useAuthForm.ts'

const SignInAgain = ({ me }: { me: Me }) => {
  const api = useClient()
  const client = useQueryClient()
  const { leave } = useSessionActions(api)
  const [codeAsked, setCodeAsked] = useState(false)
  const form = useAuthForm(
    { password: '', code: '' },
    async ({ password, code }, { rest }) => {
      try {
        await api.post('/auth/sign-in', { email: me.user.email, password, ...(code ? { code } : {}) })
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 'codeRequired') throw error
        setCodeAsked(true)
        rest()
        return
      }
      // another workspace of the same person is another place
      if (meOf(await api.fetch('/me')).member.id !== me.member.id) {
        location.reload()
        return
      }
      await client.invalidateQueries({ queryKey: keys.me })
      await refreshScreen(client)
    },
    ({ password, code }) => ({
      ...(password ? {} : { password: 'Enter your password.' }),
      ...(!codeAsked || code.trim() ? {} : { code: 'Enter the code.' }),
    }),
  )
  const keep = useTopmost(() => {})
  useEffect(() => {
    // Escape is not meant for the dialogs beneath
    const stay = (e: KeyboardEvent) => {
      if (e.key === 'Escape') e.stopImmediatePropagation()
    }
    addEventListener('keydown', stay, { capture: true })
    return () => removeEventListener('keydown', stay, { capture: true })
  }, [])
  return (
    <Modal
      opened
      onClose={keep}
      title="Your session has ended"
      size={420}
      padding="lg"
      zIndex={500}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <form className={classes.againForm} onSubmit={form.onSubmit} noValidate>
        <p className={classes.again}>Sign in again as {me.user.email} to carry on. What you typed is still here.</p>
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          data-autofocus={!codeAsked || undefined}
          {...form.field('password')}
        />
        {codeAsked ? (
          <TextInput
            label="Code of your second factor"
            autoComplete="one-time-code"
            autoFocus
            {...form.field('code')}
          />
        ) : null}
        <FormError message={form.problem} />
        <Button type="submit" loading={form.busy}>
          Sign in
        </Button>
        <button type="button" className={classes.textLink} onClick={() => void leave()}>
          Sign in as someone else and discard what you typed
        </button>
      </form>
    </Modal>
  )
}
export default SignInAgain
