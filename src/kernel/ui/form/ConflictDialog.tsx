/** Two people changed the same field: theirs and yours side by side, one choice per field, one save. Mounted once in the shell. */
import { Alert, Button, Group, Modal, Text } from '@mantine/core'
import { useState, useSyncExternalStore } from 'react'
import { allFields, labelOf } from '../../entity.ts'
import { messageOf } from '../api/client.ts'
import { useApp } from '../app/AppContext.tsx'
import type { Conflict } from '../feedback/conflictStore.ts'
import { closeConflict, currentConflict, subscribeToConflict } from '../feedback/conflictStore.ts'
import { toast } from '../feedback/toastStore.ts'
import { FieldDisplay } from '../fields/FieldDisplay.tsx'
import { titleOf } from '../fields/wire.ts'
import classes from './form.module.css'

export const ConflictDialog = () => {
  const conflict = useSyncExternalStore(subscribeToConflict, currentConflict)
  return conflict ? <Choices key={`${conflict.id}:${conflict.current.version}`} conflict={conflict} /> : null
}

const Choices = ({ conflict }: { conflict: Conflict }) => {
  const { registry } = useApp()
  const e = registry.entity(conflict.entity)
  const fields = allFields(e)
  const asked = conflict.fields.length > 0 ? conflict.fields : Object.keys(conflict.mine)
  const [mine, setMine] = useState<ReadonlySet<string>>(() => new Set(asked))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const choose = (name: string, isMine: boolean) =>
    setMine((s) => {
      const next = new Set(s)
      if (isMine) next.add(name)
      else next.delete(name)
      return next
    })
  const save = async () => {
    // what only you changed is yours in any case
    const chosen = Object.fromEntries(Object.entries(conflict.mine).filter(([k]) => !asked.includes(k) || mine.has(k)))
    if (Object.keys(chosen).length === 0) {
      closeConflict()
      return
    }
    setBusy(true)
    setError(undefined)
    try {
      await conflict.save(chosen, conflict.current.version)
      closeConflict()
      toast(`${e.label} saved`, { tone: 'success' })
    } catch (x) {
      setError(messageOf(x))
      setBusy(false)
    }
  }
  const by = conflict.current.labels?.['updatedBy']
  return (
    <Modal opened onClose={closeConflict} title="Someone else changed this too" size={680} padding="lg">
      <Text c="dimmed" mb="md">
        {by ?? 'Another person'} saved “{titleOf(e, conflict.current)}” while you were editing. Choose what to keep.
      </Text>
      <table className={classes.conflict}>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Theirs</th>
            <th scope="col">Yours</th>
          </tr>
        </thead>
        <tbody>
          {asked.map((name) => {
            const f = fields[name]
            if (!f) return null
            const side = (isMine: boolean) => (
              <td>
                <label className={classes.choice}>
                  <input
                    type="radio"
                    name={`keep-${name}`}
                    checked={mine.has(name) === isMine}
                    onChange={() => choose(name, isMine)}
                  />
                  <span>
                    <FieldDisplay
                      field={f}
                      name={name}
                      row={isMine ? { ...conflict.current, [name]: conflict.mine[name] } : conflict.current}
                      labels={isMine ? { [name]: 'Your choice' } : undefined}
                    />
                  </span>
                </label>
              </td>
            )
            return (
              <tr key={name}>
                <th scope="row">{labelOf(name, f)}</th>
                {side(false)}
                {side(true)}
              </tr>
            )
          })}
        </tbody>
      </table>
      {error ? (
        <Alert color="red" role="alert" mt="md">
          {error}
        </Alert>
      ) : null}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={closeConflict}>
          Keep all of theirs
        </Button>
        <Button onClick={() => void save()} loading={busy} data-autofocus>
          Save my choice
        </Button>
      </Group>
    </Modal>
  )
}
