/** Who takes part in the deal, and as what. */
import { ActionIcon, Button } from '@mantine/core'
import { Menu, MenuDivider, MenuItem } from '../../../kernel/ui/floating/Floating.tsx'
import { IconDots, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useUpdate } from '../../../kernel/ui/api/hooks.ts'
import { stringOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { Avatar } from '../../../kernel/ui/fields/Person.tsx'
import { RecordLink } from '../../../kernel/ui/fields/RecordLink.tsx'
import { Panel } from '../../../kernel/ui/record/NextPanel.tsx'
import { useMay } from '../../../kernel/ui/steps/useVerbs.ts'
import { opportunity, opportunityContact } from '../model.ts'
import shared from '../../../kernel/ui/shared.module.css'
import { type OnDeal, useStory } from './story.ts'
import { FieldInput } from '../../../kernel/ui/reach.ts'

const { contactId, role, attitude } = opportunityContact.fields
const roleOf = (p: OnDeal): string =>
  [
    p.role ? (role.choices?.[p.role]?.label ?? p.role) : p.jobTitle,
    p.attitude ? attitude.choices?.[p.attitude]?.label : '',
  ]
    .filter(Boolean)
    .join(' · ')

const sent = (people: readonly OnDeal[]) =>
  people.map(({ id, contactId: contact, role: r, attitude: a, note }) => ({
    id,
    contactId: contact,
    role: r,
    attitude: a,
    note,
  }))

export const PeopleOnDeal = ({ record }: { record: WireRecord }) => {
  const { registry } = useApp()
  const { data } = useStory(record)
  const update = useUpdate(opportunity)
  const may = useMay(opportunity, record)
  const [adding, setAdding] = useState(false)
  const [draft, setDraft] = useState<{ contactId: string | null; role: string | null; attitude: string | null }>({
    contactId: null,
    role: null,
    attitude: null,
  })
  const people = data?.people ?? []
  const contact = registry.entity('contact')
  const main = stringOf(record['contactId'])
  const mainName = record.labels?.['contactId']
  const editable = may('update') && !record['deletedAt']
  const save = (next: readonly Record<string, unknown>[]) =>
    update.mutate({ id: record.id, version: record.version, changes: { people: next } })
  const add = () => {
    if (!draft.contactId || people.some((p) => p.contactId === draft.contactId)) {
      setAdding(false)
      return
    }
    save([...sent(people), draft])
    setAdding(false)
    setDraft({ contactId: null, role: null, attitude: null })
  }
  return (
    <Panel
      title="People"
      action={
        editable && !adding ? (
          <ActionIcon
            data-tip="Add a person"
            size="sm"
            variant="subtle"
            aria-label="Add a person"
            onClick={() => setAdding(true)}
          >
            <IconPlus size={16} />
          </ActionIcon>
        ) : null
      }
    >
      <ul className={shared.people}>
        {main && mainName && !people.some((p) => p.contactId === main) ? (
          <li className={shared.person}>
            <Avatar name={mainName} />
            <span className={shared.personName}>
              <RecordLink entity={contact} id={main}>
                {mainName}
              </RecordLink>
              <span className={shared.personSecond}>Main contact</span>
            </span>
          </li>
        ) : null}
        {people.map((p) => (
          <li key={p.id} className={shared.person}>
            <Avatar name={p.name} />
            <span className={shared.personName}>
              <RecordLink entity={contact} id={p.contactId}>
                {p.name}
              </RecordLink>
              {roleOf(p) ? <span className={shared.personSecond}>{roleOf(p)}</span> : null}
            </span>
            {editable ? (
              <Menu
                position="bottom-end"
                button={
                  <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`Change ${p.name}`}>
                    <IconDots size={16} />
                  </ActionIcon>
                }
              >
                {Object.entries(role.choices ?? {}).map(([value, choice]) => (
                  <MenuItem
                    key={value}
                    onClick={() => save(sent(people.map((x) => (x.id === p.id ? { ...x, role: value } : x))))}
                  >
                    {choice.label}
                  </MenuItem>
                ))}
                <MenuDivider />
                <MenuItem
                  leftSection={<IconTrash size={16} />}
                  onClick={() => save(sent(people.filter((x) => x.id !== p.id)))}
                >
                  Remove from the deal
                </MenuItem>
              </Menu>
            ) : null}
          </li>
        ))}
      </ul>
      {people.length === 0 && !mainName && !adding ? <p className={shared.quiet}>Nobody yet.</p> : null}
      {adding ? (
        <form
          className={shared.addForm}
          aria-label="Add a person"
          onSubmit={(event) => {
            event.preventDefault()
            add()
          }}
        >
          <FieldInput
            field={contactId}
            name="contactId"
            value={draft.contactId}
            autoFocus
            onChange={(v) => setDraft((d) => ({ ...d, contactId: stringOf(v) || null }))}
          />
          <FieldInput
            field={role}
            name="role"
            value={draft.role}
            onChange={(v) => setDraft((d) => ({ ...d, role: stringOf(v) || null }))}
          />
          <FieldInput
            field={attitude}
            name="attitude"
            value={draft.attitude}
            onChange={(v) => setDraft((d) => ({ ...d, attitude: stringOf(v) || null }))}
          />
          <div className={shared.buttons}>
            <Button size="xs" variant="default" onClick={() => setAdding(false)}>
              Cancel
            </Button>
            <Button size="xs" type="submit">
              Add person
            </Button>
          </div>
        </form>
      ) : null}
    </Panel>
  )
}
