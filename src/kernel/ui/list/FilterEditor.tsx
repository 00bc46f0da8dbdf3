/** Builds one condition: which field, how it compares, with what. Changes show in the list at once. */
import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { IconArrowLeft, IconChevronRight } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { useDeferredValue, useRef, useState } from 'react'
import type { Field } from '../../entity.ts'
import { useList } from '../api/hooks.ts'
import { useApp } from '../app/AppContext.tsx'
import { FieldInput } from '../fields/FieldInput.tsx'
import { StateBadge } from '../fields/StateBadge.tsx'
import { titleOf } from '../fields/wire.ts'
import classes from './filters.module.css'
import type { FilterField, OperatorChoice } from './filterModel.ts'
import { operatorOf, operatorsOf, periodLabel, periods } from './filterModel.ts'
import type { FilterTerm } from './listState.ts'

/** Arrow keys walk through the buttons and boxes of a menu. */
const walkKeys = (event: KeyboardEvent<HTMLElement>) => {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (by === 0) return
  event.preventDefault()
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('input, [data-option]')]
  const at = all.findIndex((x) => x === document.activeElement)
  all[(at + by + all.length) % all.length]?.focus()
}

export const FieldPicker = ({
  fields,
  onPick,
}: {
  fields: readonly FilterField[]
  onPick: (f: FilterField) => void
}) => {
  const [find, setFind] = useState('')
  const low = find.trim().toLowerCase()
  const found = fields.filter((f) => (low ? `${f.over ?? ''} ${f.label}`.toLowerCase().includes(low) : true))
  const groups = [...new Set(found.map((f) => f.over ?? ''))]
  return (
    <div onKeyDown={walkKeys} role="presentation">
      <input
        className={classes.find}
        autoFocus
        value={find}
        placeholder="Filter by"
        aria-label="Find a field to filter by"
        onChange={(e) => setFind(e.currentTarget.value)}
        onKeyDown={(e) => {
          const first = found[0]
          if (e.key === 'Enter' && first) onPick(first)
        }}
      />
      <div className={classes.options}>
        {groups.map((g) => (
          <div key={g}>
            {g && <div className={classes.group}>{g}</div>}
            {found
              .filter((f) => (f.over ?? '') === g)
              .map((f) => (
                <button key={f.path} type="button" data-option className={classes.option} onClick={() => onPick(f)}>
                  {f.label}
                  <IconChevronRight size={14} aria-hidden="true" />
                </button>
              ))}
          </div>
        ))}
        {found.length === 0 && <p className={classes.nothing}>No such field.</p>}
      </div>
    </div>
  )
}

type EditorProps = {
  field: FilterField
  term: FilterTerm | null
  onChange: (t: FilterTerm) => void
  onBack?: () => void
  onDone: () => void
}

export const FilterEditor = ({ field: f, term, onChange, onBack, onDone }: EditorProps) => {
  const choices = operatorsOf(f.field)
  const first = choices[0]
  const [operator, setOperator] = useState<OperatorChoice | undefined>(
    () => (term ? operatorOf(f.field, term) : undefined) ?? first,
  )
  if (!operator) return null
  const send = (o: OperatorChoice, values: readonly string[]) => {
    if (o.value !== undefined) onChange({ path: f.path, op: o.op, values: [o.value] })
    else if (values.length > 0) onChange({ path: f.path, op: o.op, values })
  }
  const values = term && operatorOf(f.field, term)?.input === operator.input ? term.values : []
  const idOf = (o: OperatorChoice) => `${o.op}:${o.value ?? ''}`
  return (
    <div>
      <div className={classes.editorHead}>
        {onBack && (
          <button type="button" className={classes.back} aria-label="Choose another field" onClick={onBack}>
            <IconArrowLeft size={16} stroke={1.6} aria-hidden="true" />
          </button>
        )}
        <span className={classes.editorName}>{f.over ? `${f.over}: ${f.label.toLowerCase()}` : f.label}</span>
        <Select
          size="xs"
          w={128}
          aria-label="Comparison"
          data={choices.map((o) => ({ value: idOf(o), label: o.label }))}
          value={idOf(operator)}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          onChange={(v) => {
            const next = choices.find((o) => idOf(o) === v)
            if (!next) return
            setOperator(next)
            send(next, next.input === operator.input ? values : [])
          }}
        />
      </div>
      <Values
        key={operator.input}
        field={f.field}
        operator={operator}
        values={values}
        onChange={(v) => send(operator, v)}
        onDone={onDone}
      />
    </div>
  )
}

type ValuesProps = {
  field: Field
  operator: OperatorChoice
  values: readonly string[]
  onChange: (values: readonly string[]) => void
  onDone: () => void
}

const Values = (p: ValuesProps) => {
  switch (p.operator.input) {
    case 'none':
      return null
    case 'set':
      return p.field.kind === 'reference' ? <References {...p} /> : <Choices {...p} />
    case 'boolean':
      return (
        <div className={classes.options}>
          {['true', 'false'].map((v) => (
            <button
              key={v}
              type="button"
              data-option
              className={classes.option}
              aria-pressed={p.values[0] === v}
              onClick={() => {
                p.onChange([v])
                p.onDone()
              }}
            >
              {v === 'true' ? 'Yes' : 'No'}
            </button>
          ))}
        </div>
      )
    case 'date':
      return <Dates {...p} />
    default:
      return <Typed {...p} />
  }
}

/** Takes effect with Enter, or when the typing pauses. */
const Typed = ({ operator, values, onChange, onDone }: ValuesProps) => {
  const [text, setText] = useState(values[0] ?? '')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const number = operator.input === 'number'
  const clean = (t: string) => (number ? t.replace(/[\s,']/g, '') : t.trim())
  const fits = (t: string) => t !== '' && (!number || /^-?\d+(\.\d+)?$/.test(t))
  const send = (t: string) => {
    if (fits(clean(t))) onChange([clean(t)])
  }
  return (
    <form
      className={classes.typed}
      onSubmit={(e) => {
        e.preventDefault()
        clearTimeout(timer.current)
        send(text)
        onDone()
      }}
    >
      <TextInput
        data-autofocus
        autoFocus
        aria-label="Value"
        inputMode={number ? 'decimal' : 'text'}
        value={text}
        error={text && !fits(clean(text)) ? 'Enter a number.' : undefined}
        onChange={(e) => {
          const t = e.currentTarget.value
          setText(t)
          clearTimeout(timer.current)
          timer.current = setTimeout(() => send(t), 400)
        }}
      />
      <Button type="submit" disabled={!fits(clean(text))}>
        Done
      </Button>
    </form>
  )
}

const relative = ['today-7', 'today-30', 'today-90', 'today+7', 'today+30'] as const

const Dates = ({ operator, values, onChange, onDone }: ValuesProps) => {
  const now = values[0] ?? ''
  const offered =
    operator.op === 'eq' ? periods : ['today', ...relative, 'thisWeek', 'thisMonth', 'thisQuarter', 'thisYear']
  const plain = /^\d{4}-\d\d-\d\d$/.test(now) ? now : null
  return (
    <div onKeyDown={walkKeys} role="presentation">
      <div className={classes.typed}>
        <FieldInput
          bare
          field={{ kind: 'day', options: { label: 'Day' } }}
          name="day"
          placeholder="A day"
          value={plain}
          onChange={(v) => typeof v === 'string' && onChange([v])}
        />
      </div>
      <div className={classes.options}>
        {offered.map((v) => (
          <button
            key={v}
            type="button"
            data-option
            className={classes.option}
            aria-pressed={v === now}
            onClick={() => {
              onChange([v])
              onDone()
            }}
          >
            {capital(periodLabel(v) ?? v)}
          </button>
        ))}
      </div>
    </div>
  )
}
const capital = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1)

const Choices = ({ field, values, onChange }: ValuesProps) => {
  const { registry } = useApp()
  const derived = field.kind === 'state' ? derivedOf(registry.flows, field) : {}
  const all = [
    ...Object.entries(field.choices ?? {}).map(([value, c]) => ({ value, label: c.label, tone: c.tone })),
    ...Object.entries(derived).map(([value, d]) => ({ value, label: d.label, tone: d.tone })),
  ]
  const toggle = (v: string) => onChange(values.includes(v) ? values.filter((x) => x !== v) : [...values, v])
  return (
    <div className={classes.options} onKeyDown={walkKeys} role="presentation">
      {all.map((o) => (
        <label key={o.value} className={classes.check}>
          <Checkbox checked={values.includes(o.value)} onChange={() => toggle(o.value)} aria-label={o.label} />
          {field.kind === 'state' || o.tone ? <StateBadge label={o.label} tone={o.tone} plain /> : o.label}
        </label>
      ))}
    </div>
  )
}
const derivedOf = (flows: ReturnType<typeof useApp>['registry']['flows'], field: Field) =>
  flows.find((f) => f.entity.fields[f.field] === field)?.derived ?? {}

const References = ({ field, values, onChange }: ValuesProps) => {
  const { registry } = useApp()
  const target = registry.entity(field.to ?? '')
  const [find, setFind] = useState('')
  const q = useDeferredValue(find.trim())
  const list = useList(target, {
    ...(q ? { q } : {}),
    ...(field.list ? { list: field.list } : {}),
    limit: 50,
    total: 'none',
  })
  const chosen = useList(
    target,
    { 'id[in]': values.filter((v) => v.includes('-')), limit: 50, total: 'none' },
    {
      enabled: values.some((v) => v.includes('-')),
    },
  )
  const special = [
    ...(target.name === 'member' && !q ? [{ value: 'me', label: 'Me' }] : []),
    ...(target.name === 'team' && !q ? [{ value: 'team', label: 'My teams' }] : []),
  ]
  const found = (list.data?.data ?? []).map((r) => ({ value: r.id, label: titleOf(target, r) }))
  const kept = (values.length > 0 ? (chosen.data?.data ?? []) : [])
    .filter((r) => values.includes(r.id) && !q && !found.some((f) => f.value === r.id))
    .map((r) => ({ value: r.id, label: titleOf(target, r) }))
  const toggle = (v: string) => onChange(values.includes(v) ? values.filter((x) => x !== v) : [...values, v])
  return (
    <div onKeyDown={walkKeys} role="presentation">
      <input
        className={classes.find}
        autoFocus
        value={find}
        placeholder={`Find ${target.labelPlural.toLowerCase()}`}
        aria-label={`Find ${target.labelPlural.toLowerCase()}`}
        onChange={(e) => setFind(e.currentTarget.value)}
      />
      <div className={classes.options}>
        {[...special, ...kept, ...found].map((o) => (
          <label key={o.value} className={classes.check}>
            <Checkbox checked={values.includes(o.value)} onChange={() => toggle(o.value)} aria-label={o.label} />
            <span className={classes.ellipsis}>{o.label}</span>
          </label>
        ))}
        {!list.isPending && found.length === 0 && special.length === 0 && (
          <p className={classes.nothing}>Nothing found.</p>
        )}
      </div>
    </div>
  )
}
