/** What can be done with the rows that are chosen, a few or all that the filter finds. */
import { ActionIcon, Button, Menu, Modal, Popover, Select } from '@mantine/core'
import { IconDots, IconDownload, IconPencil, IconRestore, IconTrash, IconX } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import type { Entity } from '../../entity.ts'
import { labelOf, writableFields } from '../../entity.ts'
import type { NamedVerb } from '../../registry.ts'
import type { Total } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import type { BulkAction } from '../app/areaUi.ts'
import { FieldInput } from '../fields/FieldInput.tsx'
import { isEmpty } from '../fields/wire.ts'
import { startValues } from '../form/formState.ts'
import { countText } from './Figure.tsx'
import classes from './bulk.module.css'
import { useBulkRun } from './useBulkRun.ts'
import type { Selection } from './useSelection.ts'

type Props = {
  entity: Entity
  selection: Selection
  total: Total | null
  filter: Record<string, string>
  trash: boolean
}

const unfit = new Set(['json', 'richText', 'file', 'longText', 'address'])

const EditForm = ({ entity, onApply }: { entity: Entity; onApply: (changes: Record<string, unknown>) => void }) => {
  const fields = Object.entries(writableFields(entity)).filter(([, f]) => !unfit.has(f.kind) && !f.options.hidden)
  const [name, setName] = useState<string | null>(null)
  const [value, setValue] = useState<unknown>(null)
  const field = fields.find(([k]) => k === name)?.[1]
  return (
    <div className={classes.bulkForm}>
      <Select
        label="Set"
        placeholder="Choose a field"
        searchable
        data-autofocus
        data={fields.map(([k, f]) => ({ value: k, label: labelOf(k, f) }))}
        value={name}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false, position: 'top' }}
        onChange={(v) => {
          setName(v)
          setValue(null)
        }}
      />
      {name && field && (
        <FieldInput key={name} field={field} name={name} label="To" value={value} onChange={setValue} />
      )}
      <Button
        disabled={!name || (field?.options.required && isEmpty(value))}
        onClick={() => name && onApply({ [name]: value })}
      >
        {isEmpty(value) && name ? 'Clear the field' : 'Apply'}
      </Button>
    </div>
  )
}

const VerbForm = ({
  verb,
  what,
  single,
  onRun,
  onClose,
}: {
  verb: NamedVerb
  what: string
  single: boolean
  onRun: (input: Record<string, unknown>) => void
  onClose: () => void
}) => {
  const shown = Object.fromEntries(Object.entries(verb.definition.input ?? {}).filter(([, f]) => !f.options.hidden))
  const [input, setInput] = useState<Record<string, unknown>>(() => startValues(shown, {}))
  const fields = Object.entries(shown)
  const missing = fields.some(([k, f]) => f.options.required && isEmpty(input[k]))
  return (
    <Modal opened onClose={onClose} title={`${verb.definition.label}: ${what}`}>
      {verb.definition.confirm || !single ? (
        <p className={classes.dialogText}>
          {verb.definition.confirm} {single ? '' : 'It cannot be undone for all of them at once.'}
        </p>
      ) : null}
      <div className={classes.dialogFields}>
        {fields.map(([k, f], i) => (
          <FieldInput
            key={k}
            field={f}
            name={k}
            value={input[k] ?? null}
            autoFocus={i === 0}
            onChange={(v) => setInput({ ...input, [k]: v })}
          />
        ))}
      </div>
      <div className={classes.dialogFoot}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={missing}
          color={verb.definition.tone === 'red' ? 'red' : 'accent'}
          onClick={() => onRun(input)}
        >
          {verb.definition.label}
        </Button>
      </div>
    </Modal>
  )
}

export const BulkBar = ({ entity: e, selection, total, filter, trash }: Props) => {
  const { api, areas, registry, can } = useApp()
  const [editing, setEditing] = useState(false)
  const [deleting, setDeleting] = useState(false)
  const [verb, setVerb] = useState<NamedVerb | null>(null)
  const [offered, setOffered] = useState<BulkAction | null>(null)
  const { run, progress, cancel } = useBulkRun(e)
  const count = selection.all && total ? countText(total) : selection.count.toLocaleString()
  const single = !selection.all && selection.count === 1
  const what = `${count} ${(single ? e.label : e.labelPlural).toLowerCase()}`
  const chosen = selection.all ? { filter } : { ids: [...selection.ids] }
  const start = (action: string, input: Record<string, unknown> | undefined, said: string) => {
    setEditing(false)
    setDeleting(false)
    setVerb(null)
    void run(chosen, action, input, said).then((ok) => ok && selection.clear())
  }
  const verbs = trash
    ? []
    : registry.verbsOf(e.name).filter((v) => v.on === 'record' && !v.definition.hidden && can(v.name))
  const mayEdit = !trash && e.crud?.update !== false && can(`${e.name}.edit`)
  const mayDelete = !trash && e.crud?.delete !== false && can(`${e.name}.delete`)
  const actions = trash ? [] : areas.flatMap((a) => a.bulkActions ?? []).filter((a) => a.fits(e) && can(a.permission))
  const exportParams = selection.all ? filter : { 'id[in]': [...selection.ids] }
  const more = total !== null && (!total.exact || total.count > selection.ids.size)
  return (
    <div className={classes.bulk} role="toolbar" aria-label={`${what} selected`}>
      {progress ? (
        <span className={classes.bulkCount} role="status">
          <span className={classes.progress}>
            <span style={{ width: `${Math.round(progress.share * 100)}%` }} />
          </span>
          {progress.text}
          {progress.id && (
            <Button variant="subtle" color="gray" onClick={cancel}>
              Stop
            </Button>
          )}
        </span>
      ) : (
        <>
          <span className={classes.bulkCount} role="status">
            {count} selected
          </span>
          {!selection.all && more && total && (
            <Button
              className={classes.bulkAll}
              data-page={selection.page || undefined}
              variant="subtle"
              onClick={() => selection.chooseAll()}
            >
              Select all {countText(total)}
            </Button>
          )}
          <span className={classes.bulkRule} aria-hidden="true" />
          <div className={classes.bulkActions}>
            {mayEdit && (
              <Popover opened={editing} onChange={setEditing} position="top" width={280} trapFocus returnFocus>
                <Popover.Target>
                  <Button
                    variant="subtle"
                    color="gray"
                    leftSection={<IconPencil size={16} stroke={1.6} aria-hidden="true" />}
                    onClick={() => setEditing(!editing)}
                  >
                    Edit
                  </Button>
                </Popover.Target>
                <Popover.Dropdown aria-label={`Edit ${what}`}>
                  <EditForm entity={e} onApply={(c) => start('update', c, `${what} changed`)} />
                </Popover.Dropdown>
              </Popover>
            )}
            {trash && (
              <Button
                variant="subtle"
                color="gray"
                leftSection={<IconRestore size={16} stroke={1.6} aria-hidden="true" />}
                onClick={() => start('restore', undefined, `${what} restored`)}
              >
                Restore
              </Button>
            )}
            {actions.map((a) => (
              <Button
                key={a.label}
                variant="subtle"
                color="gray"
                leftSection={<a.icon size={16} stroke={1.6} aria-hidden="true" />}
                onClick={() => setOffered(a)}
              >
                {a.label}
              </Button>
            ))}
            {verbs.length > 0 && (
              <Menu position="top" width={230}>
                <Menu.Target>
                  <Button
                    variant="subtle"
                    color="gray"
                    leftSection={<IconDots size={16} stroke={1.6} aria-hidden="true" />}
                  >
                    Actions
                  </Button>
                </Menu.Target>
                <Menu.Dropdown>
                  {verbs.map((v) => (
                    <Menu.Item key={v.name} onClick={() => setVerb(v)}>
                      {v.definition.label}
                    </Menu.Item>
                  ))}
                </Menu.Dropdown>
              </Menu>
            )}
            <Button
              component="a"
              href={api.exportUrl(e.plural, 'xlsx', exportParams)}
              download
              variant="subtle"
              color="gray"
              leftSection={<IconDownload size={16} stroke={1.6} aria-hidden="true" />}
            >
              Export
            </Button>
            {mayDelete && (
              <Button
                variant="subtle"
                color="red"
                leftSection={<IconTrash size={16} stroke={1.6} aria-hidden="true" />}
                onClick={() => setDeleting(true)}
              >
                Delete
              </Button>
            )}
          </div>
          <ActionIcon
            data-tip="Clear the selection (Esc)"
            aria-label="Clear the selection"
            onClick={() => selection.clear()}
          >
            <IconX size={16} stroke={1.6} />
          </ActionIcon>
        </>
      )}
      {deleting && (
        <Modal opened onClose={() => setDeleting(false)} title={`Delete ${what}?`} size={440}>
          <p className={classes.dialogText}>
            {single ? 'It goes' : 'They go'} to the trash, from which {single ? 'it' : 'they'} can be restored.
          </p>
          <div className={classes.dialogFoot}>
            <Button variant="default" onClick={() => setDeleting(false)} data-autofocus>
              Cancel
            </Button>
            <Button color="red" onClick={() => start('delete', undefined, `${what} deleted`)}>
              Delete {what}
            </Button>
          </div>
        </Modal>
      )}
      {offered && (
        <Suspense fallback={null}>
          <offered.dialog
            entity={e}
            chosen={chosen}
            what={what}
            single={single}
            onClose={() => setOffered(null)}
            onDone={() => {
              setOffered(null)
              selection.clear()
            }}
          />
        </Suspense>
      )}
      {verb && (
        <VerbForm
          verb={verb}
          what={what}
          single={single}
          onClose={() => setVerb(null)}
          onRun={(input) => start(verb.verb, input, `${verb.definition.label}: ${what}`)}
        />
      )}
    </div>
  )
}
