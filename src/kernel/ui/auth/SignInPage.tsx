/** The door. Demo workspaces offer their people to go in as. */
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import type { DemoUser } from '../app/session.tsx'
import { useClient, useSessionActions } from '../app/session.tsx'
import { Avatar } from '../fields/Person.tsx'
import { AuthFrame, FormError } from './AuthFrame.tsx'
import classes from './auth.module.css'
import { useAuthForm } from './useAuthForm.ts'

const SignInPage = ({ demo }: { demo: readonly DemoUser[] }) => {
  const api = useClient()
  const { again } = useSessionActions(api)
  const form = useAuthForm({ email: '', password: '' }, async (values) => {
    await api.post('/auth/sign-in', values)
    await again()
  })
  const onSubmit = (e: FormEvent) => {
    e.preventDefault()
    const { email, password } = form.values
    if (email && password) void form.submit()
    else
      form.setErrors({
        ...(email ? {} : { email: 'Enter your email.' }),
        ...(password ? {} : { password: 'Enter your password.' }),
      })
  }
  return (
    <AuthFrame title="Sign in" lead="Welcome back. Carry on where you left off.">
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
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          size="md"
          value={form.values.password}
          error={form.errors.password}
          onChange={(e) => form.set('password', e.currentTarget.value)}
        />
        <FormError message={form.problem} />
        <Button type="submit" size="md" loading={form.busy}>
          Sign in
        </Button>
        <div className={classes.links}>
          <Link to="/forgot" className={classes.link}>
            Forgot your password?
          </Link>
        </div>
      </form>
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
