/** How the file was read, with what helps where it was read wrongly. */
import { Button, NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FileSettings as Settings } from '../mapping.ts'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './imports.module.css'
import { useKinds } from './useImport.ts'
import type { ImportView } from './wire.ts'

const delimiters = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Bar' },
] as const
const encodings = ['utf-8', 'windows-1252', 'iso-8859-2', 'windows-1250', 'utf-16le', 'shift_jis', 'gb18030']

const told = (s: Settings): string =>
  s.format === 'xlsx'
    ? `Excel workbook, sheet “${s.sheet}”`
    : `CSV in ${s.encoding.toUpperCase()}, separated by ${(delimiters.find((d) => d.value === s.delimiter)?.label ?? s.delimiter).toLowerCase()}`

type Props = {
  view: ImportView
  busy: boolean
  onRead: (settings: Settings) => void
  onKind: (entity: string) => void
}

const Editor = ({ view, settings, busy, onRead }: Props & { settings: Settings }) => {
  const [s, setS] = useState<Settings>(settings)
  return (
    <div className={classes.bar}>
      {s.format === 'csv' ? (
        <>
          <Select
            label="Separator"
            w={140}
            data={[...delimiters]}
            value={s.delimiter}
            allowDeselect={false}
            onChange={(v) => {
              const delimiter = delimiters.find((d) => d.value === v)?.value
              if (delimiter) setS({ ...s, delimiter })
            }}
          />
          <Select
            label="Encoding"
            w={160}
            data={encodings.includes(s.encoding) ? encodings : [s.encoding, ...encodings]}
            value={s.encoding}
            allowDeselect={false}
            searchable
            onChange={(v) => v && setS({ ...s, encoding: v })}
          />
        </>
      ) : view.sheets.length > 0 ? (
        <Select
          label="Sheet"
          w={200}
          data={view.sheets}
          value={s.sheet}
          allowDeselect={false}
          onChange={(v) => v && setS({ ...s, sheet: v })}
        />
      ) : (
        <TextInput label="Sheet" value={s.sheet} onChange={(e) => setS({ ...s, sheet: e.currentTarget.value })} />
      )}
      <NumberInput
        label="Rows to skip at the top"
        w={170}
        min={0}
        max={100}
        value={s.skip}
        onChange={(v) => setS({ ...s, skip: Number(v) || 0 })}
      />
      <Switch
        label="First row has the names of the columns"
        checked={s.header}
        mb={8}
        onChange={(e) => setS({ ...s, header: e.currentTarget.checked })}
      />
      <Button variant="default" mb={2} loading={busy} onClick={() => onRead(s)}>
        Read again
      </Button>
    </div>
  )
}

export const unwrappedTold = (n: number): string =>
  n === 1
    ? 'One row stood in quotation marks as a whole; it was taken apart into its columns.'
    : `${n.toLocaleString('en')} rows stood in quotation marks as a whole, as if they were one column; they were taken apart into their columns. Other programs read nothing but their first cell.`

export const FileSettings = (p: Props) => {
  const [open, setOpen] = useState(false)
  const kinds = useKinds()
  const { settings, profile, rowCount } = p.view
  if (!settings) return null
  const { ragged, raggedLines, unwrapped } = profile
  return (
    <>
      <div className={classes.line}>
        <Select
          aria-label="What the rows of the file are"
          w={190}
          data={kinds.data ?? []}
          value={p.view.entity}
          allowDeselect={false}
          searchable
          disabled={p.busy}
          onChange={(v) => v && v !== p.view.entity && p.onKind(v)}
        />
        <span>
          {rowCount.toLocaleString('en')} rows, {profile.columns.length} columns. {told(settings)}.
        </span>
        <button type="button" className={shared.linkButton} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Keep it' : 'Read it differently'}
        </button>
      </div>
      {ragged > 0 ? (
        <p className={classes.note}>
          {ragged} rows have more cells than there are columns, first in line {raggedLines.join(', ')}.
        </p>
      ) : null}
      {unwrapped > 0 ? <p className={classes.note}>{unwrappedTold(unwrapped)}</p> : null}
      {p.view.remembered ? (
        <p className={classes.note} data-tone="green">
          The columns go where they went the last time a file with these columns was imported.
        </p>
      ) : null}
      {open ? <Editor key={JSON.stringify(settings)} {...p} settings={settings} /> : null}
    </>
  )
}
