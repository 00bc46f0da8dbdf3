/** How the file was read, with what helps where it was read wrongly. */
import { Button, NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FileSettings as Settings } from '../mapping.ts'
import classes from './imports.module.css'
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

type Props = { view: ImportView; busy: boolean; onRead: (settings: Settings) => void }

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

export const FileSettings = (p: Props) => {
  const [open, setOpen] = useState(false)
  const { settings, profile, rowCount } = p.view
  if (!settings) return null
  const { ragged, raggedLines } = profile
  return (
    <>
      <div className={classes.line}>
        <span>
          {rowCount.toLocaleString('en')} rows, {profile.columns.length} columns. {told(settings)}.
        </span>
        <button type="button" className={classes.linkButton} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Keep it' : 'Read it differently'}
        </button>
      </div>
      {ragged > 0 ? (
        <p className={classes.note}>
          {ragged} rows have more cells than there are columns, first in line {raggedLines.join(', ')}.
        </p>
      ) : null}
      {open ? <Editor key={JSON.stringify(settings)} {...p} settings={settings} /> : null}
    </>
  )
}
