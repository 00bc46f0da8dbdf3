import type { KeyboardEvent, ReactNode } from 'react'

/** What each input of a kind is given. */
export type InputCommon = {
  label: ReactNode
  'aria-label': string | undefined
  description: string | undefined
  error: string | undefined
  withAsterisk: boolean
  required: boolean
  disabled: boolean
  autoFocus: boolean
  'data-autofocus': boolean | undefined
  placeholder: string | undefined
  name: string
  inputWrapperOrder: ('label' | 'input' | 'description' | 'error')[]
  onKeyDown: (event: KeyboardEvent) => void
}
