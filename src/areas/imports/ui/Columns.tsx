/** Which column goes into which field, and what to do with records that exist. */
import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { IconArrowRight, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { ColumnProfile, ImportField, Mapping, Source } from '../mapping.ts'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './imports.module.css'
import type { Fields, ImportView } from './wire.ts'

const orders = [
  { value: 'mdy', label: 'Month first (3/31/2026)' },
  { value: 'dmy', label: 'Day first (31/3/2026)' },
  { value: 'ymd', label: 'Year first (2026-03-31)' },
] as const

const numeric = new Set(['integer', 'decimal', 'money', 'percent'])

type RowProps = {
  source: Source
  column: ColumnProfile | undefined
  fields: readonly ImportField[]
  taken: ReadonlySet<string>
  onChange: (source: Source) => void
}

/** A company that takes less than 20,000 a year in each sample probably counts in thousands or millions. */
const looksSmall = (column: ColumnProfile | undefined): boolean =>
  column !== undefined &&
  column.samples.length > 0 &&
  column.samples.every((s) => Number(s.replace(/[^\d.]/g, '')) < 20_000)

/** What there is to say about the values of one column. */
const Options = ({ source, column, field, onChange }: RowProps & { field: ImportField }) => {
  const markers = column?.emptyMarkers ?? []
  const isDate = field.kind === 'day' || field.kind === 'instant'
  return (
    <div className={classes.options}>
      {isDate && column?.date && column.date.order !== 'ymd' ? (
        <Select
          aria-label={`Dates of ${source.column ?? ''} are written`}
          w={210}
          data={[...orders]}
          value={source.date ?? column.date.order}
          allowDeselect={false}
          onChange={(v) => {
            const date = orders.find((o) => o.value === v)?.value
            if (date) onChange({ ...source, date })
          }}
        />
      ) : null}
      {numeric.has(field.kind) && column?.number?.ambiguous ? (
        <Select
          aria-label={`Decimals of ${source.column ?? ''} are written`}
          w={170}
          data={[
            { value: '.', label: '1,234.50' },
            { value: ',', label: '1.234,50' },
          ]}
          value={source.decimal ?? column.number.decimal}
          allowDeselect={false}
          onChange={(v) => onChange({ ...source, decimal: v === ',' ? ',' : '.' })}
        />
      ) : null}
      {field.kind === 'money' ? (
        <Select
          aria-label={`Unit of ${source.column ?? ''}`}
          w={150}
          data={[
            { value: '1', label: 'As written' },
            { value: '1000', label: 'In thousands' },
            { value: '1000000', label: 'In millions' },
          ]}
          value={source.multiply ?? '1'}
          allowDeselect={false}
          onChange={(v) => {
            const { multiply: _old, ...rest } = source
            onChange(v && v !== '1' ? { ...rest, multiply: v } : rest)
          }}
        />
      ) : null}
      {field.key === 'annualRevenue' && !source.multiply && looksSmall(column) ? (
        <span className={classes.faint}>Small for a year’s revenue. In millions?</span>
      ) : null}
      {field.kind === 'reference' ? (
        <Checkbox
          label="Create what is missing"
          checked={source.createMissing === true}
          onChange={(e) => onChange({ ...source, createMissing: e.currentTarget.checked })}
        />
      ) : null}
      {markers.length > 0 ? (
        <Checkbox
          label={`${markers
            .slice(0, 3)
            .map((m) => `“${m.value}”`)
            .join(', ')} means empty`}
          checked={(source.empty ?? []).length > 0}
          onChange={(e) => onChange({ ...source, empty: e.currentTarget.checked ? markers.map((m) => m.value) : [] })}
        />
      ) : null}
    </div>
  )
}

const offered = (fields: readonly ImportField[], taken: ReadonlySet<string>, own: string | null) => {
  const one = (f: ImportField) => ({
    value: f.key,
    label: f.required ? `${f.label} *` : f.label,
    disabled: taken.has(f.key) && f.key !== own,
  })
  const past = fields.filter((f) => f.historical)
  return [
    { group: 'Fields', items: fields.filter((f) => !f.historical).map(one) },
    ...(past.length > 0 ? [{ group: 'History', items: past.map(one) }] : []),
  ]
}

const SourceRow = (p: RowProps) => {
  const { source, column, fields, taken, onChange } = p
  const field = fields.find((f) => f.key === source.field)
  const name = source.column ?? 'Fixed value'
  return (
    <li className={classes.source}>
      <div>
        {source.column === null ? (
          <TextInput
            label="Fixed value"
            value={source.constant ?? ''}
            onChange={(e) => onChange({ ...source, constant: e.currentTarget.value })}
          />
        ) : (
          <>
            <div className={classes.columnName}>{source.column}</div>
            <div className={classes.samples}>{(column?.samples ?? []).join(' · ') || 'No values'}</div>
          </>
        )}
      </div>
      <IconArrowRight size={16} className={classes.arrow} aria-hidden="true" />
      <Select
        aria-label={`Field for ${name}`}
        placeholder="Leave out"
        data={offered(fields, taken, source.field)}
        value={source.field}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': `Leave ${name} out` }}
        nothingFoundMessage="No such field"
        onChange={(v) => onChange({ ...source, field: v })}
      />
      {field ? <Options {...p} field={field} /> : <div />}
    </li>
  )
}

const policies = [
  { value: 'skip', label: 'Skip the row' },
  { value: 'update', label: 'Update the record' },
  { value: 'create', label: 'Create another all the same' },
]

const duplicatePolicies = [
  { value: 'warn', label: 'Import it and say so' },
  { value: 'skip', label: 'Skip the row' },
  { value: 'ignore', label: 'Do not look for them' },
]

export type Draft = {
  mapping: Mapping
  policy: string
  duplicates: string
  matchField: string | null
  historical: boolean
}

export const Columns = ({
  view,
  about,
  draft,
  onChange,
}: {
  view: ImportView
  about: Fields
  draft: Draft
  onChange: (draft: Draft) => void
}) => {
  const [leftOut, setLeftOut] = useState(false)
  const fields = about.fields.filter((f) => draft.historical || !f.historical)
  const taken = new Set(draft.mapping.flatMap((s) => s.field ?? []))
  const change = (i: number) => (source: Source) => {
    // A field that depends on what was said before keeps nothing of it.
    const fresh = source.field === draft.mapping[i]?.field ? source : { ...source, values: {} }
    onChange({ ...draft, mapping: draft.mapping.map((s, k) => (k === i ? fresh : s)) })
  }
  const matchable = about.fields.filter((f) => f.match && taken.has(f.key))
  const lacking = about.fields.filter((f) => f.required && !taken.has(f.key))
  const out = draft.mapping.filter((s) => s.field === null).length
  return (
    <>
      <ul className={classes.sources} aria-label="Columns of the file">
        {draft.mapping.map((source, i) =>
          source.field === null && out > 8 && !leftOut ? null : (
            <SourceRow
              key={source.column ?? `fixed ${i}`}
              source={source}
              column={view.profile.columns.find((c) => c.name === source.column)}
              fields={fields}
              taken={taken}
              onChange={change(i)}
            />
          ),
        )}
      </ul>
      <div className={classes.line} style={{ marginTop: 8 }}>
        {out > 8 ? (
          <button type="button" className={shared.linkButton} onClick={() => setLeftOut(!leftOut)}>
            {leftOut ? 'Hide columns that are left out' : `Show ${out} columns that are left out`}
          </button>
        ) : null}
        <Button
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() =>
            onChange({ ...draft, mapping: [...draft.mapping, { column: null, constant: '', field: null }] })
          }
        >
          Add a fixed value
        </Button>
      </div>
      {lacking.length > 0 ? (
        <p className={classes.note}>
          {lacking.map((f) => f.label).join(', ')} {lacking.length === 1 ? 'is' : 'are'} usually needed for{' '}
          {about.labelPlural.toLowerCase()}; the check will say if rows lack {lacking.length === 1 ? 'it' : 'them'}.
        </p>
      ) : null}
      <h2 className={classes.sectionTitle}>Records that exist</h2>
      <div className={classes.choices}>
        <Select
          label={`Find ${about.labelPlural.toLowerCase()} by`}
          placeholder="Do not look for them"
          data={matchable.map((f) => ({ value: f.key, label: f.label }))}
          value={draft.matchField}
          clearable
          clearButtonProps={{ 'aria-label': 'Do not look for existing records' }}
          onChange={(v) => onChange({ ...draft, matchField: v, ...(v === null ? { policy: 'create' } : {}) })}
        />
        <Select
          label="Where one is found"
          data={policies}
          value={draft.policy}
          allowDeselect={false}
          disabled={draft.matchField === null}
          onChange={(v) => v && onChange({ ...draft, policy: v })}
        />
        {about.duplicates ? (
          <Select
            label="Where one is probably the same"
            description="Same name and company, email or telephone"
            inputWrapperOrder={['label', 'input', 'description']}
            data={duplicatePolicies}
            value={draft.duplicates}
            allowDeselect={false}
            onChange={(v) => v && onChange({ ...draft, duplicates: v })}
          />
        ) : null}
        {about.historical ? (
          <Checkbox
            mt={26}
            label="Keep dates and end states of the past"
            description="Creation and closing dates come from the file. This is noted in the audit."
            checked={draft.historical}
            onChange={(e) => {
              const historical = e.currentTarget.checked
              const past = new Set(about.fields.filter((f) => f.historical).map((f) => f.key))
              const mapping = historical
                ? draft.mapping
                : draft.mapping.map((s) => (s.field && past.has(s.field) ? { ...s, field: null } : s))
              onChange({ ...draft, historical, mapping })
            }}
          />
        ) : null}
      </div>
    </>
  )
}
