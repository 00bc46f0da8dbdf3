/** Two people changed the same field: shows both and lets the person at the screen choose, field by field. */
import { Button, Modal, Radio } from '@mantine/core'
import { useState, useSyncExternalStore } from 'react'
import { allFields, labelOf } from '../../entity.ts'
import { messageOf } from '../api/client.ts'
import { useApp } from '../app/AppContext.tsx'
import { FieldDisplay } from '../fields/FieldDisplay.tsx'
import type { Conflict } from './conflictStore.ts'
import { closeConflict, currentConflict, subscribeToConflict } from './conflictStore.ts'
import classes from './feedback.module.css'
import { toast, toastError } from './toastStore.ts'

/** The lines of a document are too long to stand side by side. */
const told = (x: unknown): string =>
  Array.isArray(x) ? `${x.length} ${x.length === 1 ? 'line' : 'lines'}` : 'As they were saved'

const Dialog = ({ conflict }: { conflict: Conflict }) => {
  const { registry } = useApp()
  const e = registry.entity(conflict.entity)
  const definitions = allFields(e)
  const [mine, setMine] = useState<ReadonlySet<string>>(() => new Set(conflict.fields))
  const [busy, setBusy] = useState(false)
  const save = async () => {
    const theirs = conflict.fields.filter((f) => !mine.has(f))
    const changes = Object.fromEntries(Object.entries(conflict.mine).filter(([k]) => !theirs.includes(k)))
    if (Object.keys(changes).length === 0) return closeConflict()
    setBusy(true)
    try {
      await conflict.save(changes, conflict.current.version)
      toast('Saved', { tone: 'success' })
      closeConflict()
    } catch (error) {
      toastError(messageOf(error))
    }
    setBusy(false)
  }
  const choose = (field: string, own: boolean) => {
    const next = new Set(mine)
    if (own) next.add(field)
    else next.delete(field)
    setMine(next)
  }
  return (
    <Modal opened onClose={closeConflict} title="Someone else changed this too" size={560}>
      <p className={classes.conflictText}>
        While you were editing, this {e.label.toLowerCase()} was saved by someone else. Choose what to keep.
      </p>
      {conflict.fields.map((name) => {
        const field = definitions[name]
        const label = field ? labelOf(name, field) : name.charAt(0).toUpperCase() + name.slice(1)
        return (
          <Radio.Group
            key={name}
            label={label}
            value={mine.has(name) ? 'mine' : 'theirs'}
            onChange={(v) => choose(name, v === 'mine')}
            className={classes.conflictField}
          >
            <div className={classes.conflictChoices}>
              {(['mine', 'theirs'] as const).map((side) => (
                <label
                  key={side}
                  className={classes.conflictChoice}
                  data-on={mine.has(name) === (side === 'mine') || undefined}
                >
                  <Radio value={side} size="xs" aria-label={`${label}: ${side === 'mine' ? 'yours' : 'theirs'}`} />
                  <span>
                    <span className={classes.conflictSide}>{side === 'mine' ? 'Yours' : 'Theirs'}</span>
                    {field ? (
                      <FieldDisplay
                        field={field}
                        name={name}
                        row={side === 'mine' ? { ...conflict.current, labels: {}, ...conflict.mine } : conflict.current}
                        labels={side === 'mine' ? {} : conflict.current.labels}
                        entity={e}
                      />
                    ) : (
                      told(side === 'mine' ? conflict.mine[name] : conflict.current[name])
                    )}
                  </span>
                </label>
              ))}
            </div>
          </Radio.Group>
        )
      })}
      <div className={classes.dialogFoot}>
        <Button variant="default" onClick={closeConflict}>
          Keep theirs
        </Button>
        <Button loading={busy} onClick={() => void save()}>
          Save my choice
        </Button>
      </div>
    </Modal>
  )
}

const ConflictDialog = () => {
  const conflict = useSyncExternalStore(subscribeToConflict, currentConflict)
  return conflict && <Dialog key={`${conflict.id}:${conflict.current.version}`} conflict={conflict} />
}
export default ConflictDialog
