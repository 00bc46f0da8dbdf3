/** The form of a screen before one is in: its fields, what went wrong, the one button, the ways elsewhere. */
import { Button } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { FormError } from './AuthFrame.tsx'
import classes from './auth.module.css'

export const AuthForm = ({
  form,
  button,
  disabled = false,
  children,
  links,
}: {
  form: { onSubmit: (e: FormEvent) => void; problem: string | null; busy: boolean }
  button: string
  disabled?: boolean
  children: ReactNode
  links?: ReactNode
}) => (
  <form className={classes.form} onSubmit={form.onSubmit} noValidate>
    {children}
    <FormError message={form.problem} />
    <Button type="submit" size="md" loading={form.busy} disabled={disabled}>
      {button}
    </Button>
    {links && <div className={classes.links}>{links}</div>}
  </form>
)
