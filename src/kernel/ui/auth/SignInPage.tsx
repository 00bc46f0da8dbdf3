/** The door. Demo workspaces offer their people to go in as. */
import { PasswordInput, TextInput } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '../api/client.ts'
import type { DemoUser } from '../app/session.tsx'
import { useClient, useSessionActions } from '../app/session.tsx'
import { Avatar } from '../fields/Person.tsx'
import { AuthForm } from './AuthForm.tsx'
import { AuthFrame } from './AuthFrame.tsx'
import classes from './auth.module.css'
import { useAuthForm } from './useAuthForm.ts'

type Credentials = { email: string; password: string }

/** The second step, for accounts with a second factor. Email and password go along again: nothing is half signed in. */
const CodeStep = ({ credentials, onBack }: { credentials: Credentials; onBack: () => void }) => {
  const api = useClient()
  const { again } = useSessionActions(api)
  const [recovery, setRecovery] = useState(false)
  const form = useAuthForm(
    { code: '' },
    async ({ code }) => {
      await api.post('/auth/sign-in', { ...credentials, code })
      await again()
    },
    ({ code }) => (code.trim() ? {} : { code: 'Enter the code.' }),
  )
  return (
    <AuthFrame
      title="Enter your code"
      lead={
        recovery
          ? 'One of the recovery codes you kept when you set up your second factor. It works once.'
          : 'The six digits that your authenticator app shows now.'
      }
    >
      <AuthForm
        form={form}
        button="Sign in"
        links={
          <>
            <button
              type="button"
              className={classes.textLink}
              onClick={() => {
                form.set('code', '')
                setRecovery(!recovery)
              }}
            >
              {recovery ? 'Use the app instead' : 'No phone at hand? Use a recovery code'}
            </button>
            <button type="button" className={classes.textLink} onClick={onBack}>
              Back
            </button>
          </>
        }
      >
        <TextInput
          key={String(recovery)}
          label={recovery ? 'Recovery code' : 'Code'}
          autoComplete={recovery ? 'off' : 'one-time-code'}
          inputMode={recovery ? 'text' : 'numeric'}
          maxLength={recovery ? 24 : 7}
          autoFocus
          size="md"
          {...form.field('code')}
        />
      </AuthForm>
    </AuthFrame>
  )
}

const SignInPage = ({ demo }: { demo: readonly DemoUser[] }) => {
  const api = useClient()
  const { again } = useSessionActions(api)
  const [asked, setAsked] = useState<Credentials | null>(null)
  const form = useAuthForm(
    { email: '', password: '' },
    async (values) => {
      try {
        await api.post('/auth/sign-in', values)
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 'codeRequired') throw error
        setAsked(values)
        return
      }
      await again()
    },
    ({ email, password }) => ({
      ...(email ? {} : { email: 'Enter your email.' }),
      ...(password ? {} : { password: 'Enter your password.' }),
    }),
  )
  if (asked)
    return (
      <CodeStep
        credentials={asked}
        onBack={() => {
          setAsked(null)
          form.rest()
        }}
      />
    )
  return (
    <AuthFrame title="Sign in" lead="Welcome back. Carry on where you left off.">
      <AuthForm
        form={form}
        button="Sign in"
        links={
          <Link to="/forgot" className={classes.link}>
            Forgot your password?
          </Link>
        }
      >
        <TextInput label="Email" type="email" autoComplete="username" autoFocus size="md" {...form.field('email')} />
        <PasswordInput label="Password" autoComplete="current-password" size="md" {...form.field('password')} />
      </AuthForm>
      {demo.length > 0 && (
        <section className={classes.demo}>
          <h2>This is a demo. Look around as</h2>
          <div className={classes.demoUsers}>
            {demo.map((d) => (
              <button
                key={d.email}
                type="button"
                className={classes.demoUser}
                disabled={form.busy}
                onClick={() => void form.submit({ email: d.email, password: d.password })}
              >
                <Avatar name={d.name} size={32} />
                <span>
                  <span className={classes.demoName}>{d.name}</span>
                  <span className={classes.demoRole}>{d.role}</span>
                </span>
                <IconArrowRight size={16} stroke={1.6} className={classes.demoArrow} aria-hidden="true" />
              </button>
            ))}
          </div>
        </section>
      )}
    </AuthFrame>
  )
}
export default SignInPage
