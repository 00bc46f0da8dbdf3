/** The name under which what is on screen is kept as a view, and whether for everyone. */
import { Button, Checkbox, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useState } from 'react'
import classes from './list.module.css'

export const SaveView = ({ onSave }: { onSave: (name: string, shared: boolean) => void }) => {
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (name.trim()) onSave(name.trim(), shared)
  }
  return (
    <form onSubmit={submit} className={classes.saveForm}>
      <TextInput
        label="Name of the view"
        data-autofocus
        maxLength={80}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
      />
      <Checkbox
        label="Show it to everyone in the workspace"
        checked={shared}
        onChange={(e) => setShared(e.currentTarget.checked)}
      />
      <Button type="submit" disabled={!name.trim()}>
        Save view
      </Button>
    </form>
  )
}
