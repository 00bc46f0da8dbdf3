/** The filters of a list as chips that read as a sentence: "Stage is Quote or Negotiation and Amount is at least 10,000". */
import { IconFilter, IconPlus, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { useShortcuts } from '../app/shortcuts.ts'
import { Panel } from '../floating/Floating.tsx'
import { TermValues } from './FilterValues.tsx'
import classes from './filters.module.css'
import type { FilterField } from './filterModel.ts'
import { operatorOf } from './filterModel.ts'
import type { FilterTerm } from './listState.ts'
import { keyOf } from './listState.ts'
import { FieldPicker, FilterEditor } from './parts.tsx'

type Props = {
  fields: readonly FilterField[]
  terms: readonly FilterTerm[]
  onChange: (terms: readonly FilterTerm[]) => void
  /** what stands at the end of the bar */
  end?: ReactNode
}

const findField = (fields: readonly FilterField[], path: string): FilterField | undefined =>
  fields.find((f) => f.path === path) ??
  // `accountId.industry` says the same as `account.industry`
  fields.find((f) => f.path === path.replace(/Id\./, '.'))

const Chip = ({
  term,
  field,
  onChange,
  onRemove,
}: {
  term: FilterTerm
  field: FilterField | undefined
  onChange: (t: FilterTerm) => void
  onRemove: () => void
}) => {
  const [open, setOpen] = useState(false)
  const operator = field && operatorOf(field.field, term)
  const name = field
    ? `${field.over ? `${field.over} ` : ''}${field.over ? field.label.toLowerCase() : field.label}`
    : term.path
  return (
    <span className={classes.chip}>
      <Panel
        opened={open}
        onChange={setOpen}
        position="bottom-start"
        width={280}
        label={`Filter by ${name}`}
        button={
          <button type="button" className={classes.chipBody} disabled={!field}>
            <span className={classes.chipField}>{name}</span>{' '}
            <span className={classes.chipVerb}>{operator?.label ?? term.op}</span>
            {operator?.input !== 'none' && (
              <>
                {' '}
                <span className={classes.chipValue}>
                  {field ? <TermValues field={field.field} term={term} /> : term.values.join(', ')}
                </span>
              </>
            )}
          </button>
        }
      >
        <Suspense fallback={null}>
          {field && <FilterEditor field={field} term={term} onChange={onChange} onDone={() => setOpen(false)} />}
        </Suspense>
      </Panel>
      <button type="button" className={classes.chipRemove} aria-label={`Remove the filter ${name}`} onClick={onRemove}>
        <IconX size={14} stroke={1.6} aria-hidden="true" />
      </button>
    </span>
  )
}

export const FilterBar = ({ fields, terms, onChange, end }: Props) => {
  const [adding, setAdding] = useState(false)
  const [picked, setPicked] = useState<FilterField | null>(null)
  const [first, setFirst] = useState(false)
  const open = (o: boolean) => {
    setAdding(o)
    if (o) setFirst(terms.length === 0)
    else setPicked(null)
  }
  useShortcuts([{ keys: 'f', label: 'Add a filter', group: 'Lists', run: () => open(true) }])
  if (fields.length === 0 && !end) return null
  const set = (t: FilterTerm, instead?: FilterTerm) => {
    const others = terms.filter((x) => x !== instead && keyOf(x) !== keyOf(t))
    const at = instead ? terms.indexOf(instead) : terms.findIndex((x) => keyOf(x) === keyOf(t))
    const next = [...others]
    next.splice(at < 0 ? next.length : at, 0, t)
    onChange(next)
  }
  const current = picked && terms.find((t) => t.path === picked.path && t.op !== 'null')
  return (
    // a row of its own once there is a filter, but not under the hands of who adds the first
    <div className={classes.bar} data-beside={terms.length === 0 || (adding && first) || undefined}>
      {terms.map((t, i) => (
        <span key={`${keyOf(t)}`} className={classes.piece}>
          {i > 0 && <span className={classes.and}>and</span>}
          <Chip
            term={t}
            field={findField(fields, t.path)}
            onChange={(next) => set(next, t)}
            onRemove={() => onChange(terms.filter((x) => x !== t))}
          />
        </span>
      ))}
      <Panel
        opened={adding}
        onChange={open}
        position="bottom-start"
        width={280}
        label="Add a filter"
        button={
          <button type="button" className={classes.add}>
            {terms.length > 0 ? (
              <IconPlus size={14} stroke={1.8} aria-hidden="true" />
            ) : (
              <IconFilter size={16} stroke={1.6} aria-hidden="true" />
            )}
            {terms.length > 0 ? 'Add filter' : 'Filter'}
          </button>
        }
      >
        <Suspense fallback={null}>
          {picked ? (
            <FilterEditor
              key={picked.path}
              field={picked}
              term={current ?? null}
              onChange={(t) => set(t, current ?? undefined)}
              onBack={() => setPicked(null)}
              onDone={() => open(false)}
            />
          ) : (
            <FieldPicker fields={fields} onPick={setPicked} />
          )}
        </Suspense>
      </Panel>
      {terms.length > 1 && (
        <button type="button" className={classes.clear} onClick={() => onChange([])}>
          Clear all
        </button>
      )}
      {end}
    </div>
  )
}
