/** A field for a password one makes up, with what it needs said before it is refused. */
import { PasswordInput } from '@mantine/core'

export const minPassword = 10

export const NewPassword = ({
  value,
  onChange,
  error,
  label = 'Password',
  autoFocus = false,
  size = 'md',
}: {
  value: string
  onChange: (value: string) => void
  error: string | undefined
  label?: string
  autoFocus?: boolean
  size?: 'sm' | 'md'
}) => {
  const missing = minPassword - value.length
  return (
    <PasswordInput
      label={label}
      name="password"
      autoComplete="new-password"
      size={size}
      autoFocus={autoFocus}
      value={value}
      error={error}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={
        value.length > 0 && missing > 0
          ? `${missing} more ${missing === 1 ? 'character' : 'characters'}`
          : `At least ${minPassword} characters. A short sentence is easy to remember.`
      }
      onChange={(e) => onChange(e.currentTarget.value)}
    />
  )
}
