/** Structured data as text; what does not parse stays on screen and is not sent. */
import { Textarea } from '@mantine/core'
import { useState } from 'react'
import type { InputCommon } from './inputCommon.ts'

export const JsonInput = ({
  value,
  onChange,
  ...common
}: InputCommon & { value: unknown; onChange: (value: unknown) => void }) => {
  const [typed, setTyped] = useState<string | null>(null)
  const [wrong, setWrong] = useState(false)
  const shown = value === null || value === undefined ? '' : JSON.stringify(value, null, 2)
  return (
    <Textarea
      {...common}
      styles={{ input: { fontFamily: 'var(--font-mono)', fontSize: 12 } }}
      value={typed ?? shown}
      maxRows={16}
      error={wrong ? 'This is not valid JSON yet' : common.error}
      onChange={(e) => {
        const s = e.currentTarget.value
        setTyped(s)
        try {
          onChange(s.trim() ? JSON.parse(s) : null)
          setWrong(false)
        } catch {
          setWrong(true)
        }
      }}
      onBlur={() => {
        if (!wrong) setTyped(null)
      }}
    />
  )
}
