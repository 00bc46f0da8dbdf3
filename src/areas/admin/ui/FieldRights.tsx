/** The fields a role does not see, or does not change. */
import { ActionIcon, Button, Group, Select } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { allFields, labelOf } from '../../../kernel/entity.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import type { RoleFieldRights } from '../model.ts'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './admin.module.css'

const kinds = [
  { value: 'hidden', label: 'Hidden' },
  { value: 'readOnly', label: 'Read-only' },
]

export const FieldRights = ({
  rights,
  onChange,
}: {
  rights: RoleFieldRights
  onChange: (rights: RoleFieldRights) => void
}) => {
  const { registry } = useApp()
  const [entity, setEntity] = useState<string | null>(null)
  const [field, setField] = useState<string | null>(null)
  const e = entity ? registry.find(entity) : undefined
  const fields = e
    ? Object.entries(allFields(e))
        .filter(([k, f]) => k !== e.title && !f.options.hidden && !(`${e.name}.${k}` in rights))
        .map(([value, f]) => ({ value, label: labelOf(value, f) }))
    : []
  const nameOf = (key: string): string => {
    const [name = '', k = ''] = key.split('.')
    const of = registry.find(name)
    const f = of && allFields(of)[k]
    return of && f ? `${of.label}: ${labelOf(k, f)}` : key
  }
  const set = (key: string, kind: string | null) => {
    if (kind === 'hidden' || kind === 'readOnly') onChange({ ...rights, [key]: kind })
  }
  return (
    <>
      <ul className={classes.tree}>
        {Object.entries(rights).map(([key, kind]) => (
          <li key={key} className={classes.treeRow}>
            <span className={shared.grow}>{nameOf(key)}</span>
            <Select
              size="xs"
              w={130}
              aria-label={`Right on ${nameOf(key)}`}
              data={kinds}
              value={kind}
              allowDeselect={false}
              onChange={(v) => set(key, v)}
            />
            <ActionIcon
              aria-label={`Open ${nameOf(key)} to this role`}
              onClick={() => onChange(Object.fromEntries(Object.entries(rights).filter(([k]) => k !== key)))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {Object.keys(rights).length === 0 ? <p className={shared.quiet}>Every field is open to this role.</p> : null}
      <Group gap="sm" mt="sm">
        <Select
          size="xs"
          aria-label="Kind of record"
          placeholder="Kind of record"
          searchable
          data={registry.entities.map((x) => ({ value: x.name, label: x.labelPlural }))}
          value={entity}
          onChange={(v) => {
            setEntity(v)
            setField(null)
          }}
        />
        <Select
          size="xs"
          aria-label="Field"
          placeholder="Field"
          searchable
          disabled={!e}
          data={fields}
          value={field}
          onChange={setField}
        />
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          disabled={!entity || !field}
          onClick={() => {
            set(`${entity}.${field}`, 'hidden')
            setField(null)
          }}
        >
          Hide field
        </Button>
      </Group>
    </>
  )
}
