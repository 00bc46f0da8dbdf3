/** A field for a password one makes up, with what it needs said before it is refused. */
import { PasswordInput, type PasswordInputProps } from '@mantine/core'

export const minPassword = 10

export const NewPassword = ({ value, ...input }: PasswordInputProps & { value: string }) => {
  const missing = minPassword - value.length
  return (
    <PasswordInput
      label="Password"
      autoComplete="new-password"
      size="md"
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={
        value.length > 0 && missing > 0
          ? `${missing} more ${missing === 1 ? 'character' : 'characters'}`
          : `At least ${minPassword} characters. A short sentence is easy to remember.`
      }
      value={value}
      {...input}
    />
  )
}
