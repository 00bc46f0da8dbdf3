/** Writes what happened, or what is to be done, onto a record: note, call, meeting, task. */
import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { IconCalendarEvent, IconCheckbox, IconNote, IconPhone } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import type { KeyboardEvent } from 'react'
import { useRef, useState } from 'react'
import { day, instant, reference } from '../../entity.ts'
import { messageOf } from '../api/client.ts'
import { useCreate } from '../api/hooks.ts'
import { keys } from '../api/keys.ts'
import { useApp } from '../app/AppContext.tsx'
import { toast } from '../feedback/toastStore.ts'
import classes from './timeline.module.css'
import { FieldInput } from '../reach.ts'

const activityKinds = [
  { value: 'note', label: 'Note', icon: IconNote, verb: 'Save note', prompt: 'What should the team know?' },
  { value: 'call', label: 'Call', icon: IconPhone, verb: 'Log call', prompt: 'What was said, and what comes next?' },
  { value: 'meeting', label: 'Meeting', icon: IconCalendarEvent, verb: 'Save meeting', prompt: 'Agenda or outcome' },
  { value: 'task', label: 'Task', icon: IconCheckbox, verb: 'Add task', prompt: 'Details (optional)' },
] as const
type Kind = (typeof activityKinds)[number]['value']
const isKind = (x: string): x is Kind => activityKinds.some((k) => k.value === x)

const dueField = day({ label: 'Due' })
const startField = instant({ label: 'Starts' })
const assignee = reference('member', { label: 'For' })

export const Composer = ({ entity, id, plural }: { entity: string; id: string; plural: string }) => {
  const { me } = useApp()
  const client = useQueryClient()
  const create = useCreate('activity')
  const box = useRef<HTMLTextAreaElement>(null)
  const [kind, setKind] = useState<Kind>('note')
  const [open, setOpen] = useState(false)
  const [subject, setSubject] = useState('')
  const [body, setBody] = useState('')
  const [due, setDue] = useState<string | null>(null)
  const [start, setStart] = useState<string | null>(null)
  const [owner, setOwner] = useState<{ id: string; name: string }>({ id: me.member.id, name: me.member.name })
  const [error, setError] = useState<string>()
  const k = activityKinds.find((x) => x.value === kind) ?? activityKinds[0]
  const firstLine = body.trim().split('\n')[0]?.slice(0, 120) ?? ''
  const title = subject.trim() || firstLine
  // a first line that became the subject is not said twice
  const text = body.trim()
  const rest = !subject.trim() && text.startsWith(title) ? text.slice(title.length).trim() : text
  const save = async () => {
    if (create.isPending) return
    if (!title) {
      setError(kind === 'task' ? 'Say what is to be done' : 'Write something first')
      box.current?.focus()
      return
    }
    setError(undefined)
    try {
      await create.mutateAsync({
        kind,
        subject: title,
        ...(rest ? { body: rest } : {}),
        ...(kind === 'task' && due ? { dueOn: due } : {}),
        ...(kind === 'meeting' && start ? { startsAt: start } : {}),
        ...(owner.id ? { ownerId: owner.id } : {}),
        about: { entity, id },
      })
      setSubject('')
      setBody('')
      setDue(null)
      setStart(null)
      setOpen(false)
      void client.invalidateQueries({ queryKey: keys.timeline(plural, id) })
      void client.invalidateQueries({ queryKey: [plural, 'nextActivity', id] })
      toast(`${k.label} saved`, { tone: 'success' })
    } catch (x) {
      setError(messageOf(x))
    }
  }
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Enter' && (e.metaKey || e.ctrlKey)) {
      e.preventDefault()
      void save()
    }
    if (e.key === 'Escape' && !body && !subject) setOpen(false)
  }
  const withSubject = kind === 'task' || kind === 'meeting'
  return (
    <section className={classes.composer} aria-label="New activity" onKeyDown={onKeyDown}>
      <SegmentedControl
        size="xs"
        value={kind}
        aria-label="Kind of activity"
        onChange={(v) => {
          if (!isKind(v)) return
          setKind(v)
          setOpen(true)
        }}
        data={activityKinds.map((x) => ({
          value: x.value,
          label: (
            <span className={classes.kind}>
              <x.icon size={16} aria-hidden="true" />
              {x.label}
            </span>
          ),
        }))}
      />
      {open && withSubject ? (
        <TextInput
          aria-label={kind === 'task' ? 'What is to be done' : 'Subject'}
          placeholder={kind === 'task' ? 'What is to be done?' : 'Subject'}
          classNames={{ input: classes.composerText ?? '' }}
          value={subject}
          autoFocus
          error={error}
          onChange={(e) => setSubject(e.currentTarget.value)}
        />
      ) : null}
      <Textarea
        ref={box}
        classNames={{ input: classes.composerText ?? '' }}
        aria-label={k.prompt}
        placeholder={k.prompt}
        minRows={open ? (withSubject ? 2 : 3) : 1}
        maxRows={12}
        value={body}
        error={withSubject && open ? undefined : error}
        onFocus={() => setOpen(true)}
        onChange={(e) => setBody(e.currentTarget.value)}
      />
      {open ? (
        <div className={classes.composerFoot}>
          {kind === 'task' ? (
            <div className={classes.composerField}>
              <FieldInput
                field={dueField}
                name="due"
                value={due}
                bare
                onChange={(v) => setDue(typeof v === 'string' ? v : null)}
                placeholder="Due: tomorrow"
              />
            </div>
          ) : null}
          {kind === 'meeting' ? (
            <div className={classes.composerField}>
              <FieldInput
                field={startField}
                name="start"
                value={start}
                bare
                onChange={(v) => setStart(typeof v === 'string' ? v : null)}
                placeholder="Starts"
              />
            </div>
          ) : null}
          {kind === 'task' ? (
            <div className={classes.composerField}>
              <FieldInput
                field={assignee}
                name="ownerId"
                value={owner.id || null}
                valueLabel={owner.name}
                bare
                onChange={(v, label) => setOwner({ id: typeof v === 'string' ? v : '', name: label ?? '' })}
              />
            </div>
          ) : null}
          <span className={classes.grow} />
          <Button
            variant="subtle"
            color="gray"
            onClick={() => {
              setOpen(false)
              setBody('')
              setSubject('')
              setError(undefined)
            }}
          >
            Cancel
          </Button>
          <Button onClick={() => void save()} loading={create.isPending}>
            {k.verb}
          </Button>
        </div>
      ) : null}
    </section>
  )
}
