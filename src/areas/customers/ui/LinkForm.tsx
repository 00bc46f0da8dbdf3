/** Adds a person to an account, or an account to a person: which, and as what. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { messageOf } from '../../../kernel/ui/api/client.ts'
import { useCreate } from '../../../kernel/ui/api/hooks.ts'
import { stringOf } from '../../../kernel/ui/api/types.ts'
import { accountContact } from '../model.ts'
import shared from '../../../kernel/ui/shared.module.css'
import { FieldInput } from '../../../kernel/ui/reach.ts'

type Props = { fixed: { accountId: string } | { contactId: string }; onDone: () => void; onCancel: () => void }

export const LinkForm = ({ fixed, onDone, onCancel }: Props) => {
  const create = useCreate(accountContact)
  const other = 'accountId' in fixed ? 'contactId' : 'accountId'
  const [values, setValues] = useState<Record<string, unknown>>({})
  const [error, setError] = useState<string>()
  const fields = [other, 'jobTitle', 'department'] as const
  const save = async () => {
    if (!values[other]) {
      setError('Choose one first')
      return
    }
    try {
      await create.mutateAsync({ ...fixed, ...Object.fromEntries(Object.entries(values).filter(([, v]) => v)) })
      onDone()
    } catch (e) {
      setError(messageOf(e))
    }
  }
  return (
    <form
      className={shared.addForm}
      aria-label={other === 'contactId' ? 'Add a person' : 'Add an account'}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {fields.map((name, i) => (
        <FieldInput
          key={name}
          field={accountContact.fields[name]}
          name={name}
          value={values[name]}
          autoFocus={i === 0}
          error={i === 0 ? error : undefined}
          onChange={(v) => {
            setError(undefined)
            setValues((all) => ({ ...all, [name]: stringOf(v) || null }))
          }}
        />
      ))}
      <div className={shared.buttons}>
        <Button size="xs" variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="xs" type="submit" loading={create.isPending}>
          Add
        </Button>
      </div>
    </form>
  )
}
