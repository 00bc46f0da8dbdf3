/** The people of an account, or the accounts of a person, with what they are there. */
import { ActionIcon } from '@mantine/core'
import { Menu, MenuItem } from '../../../kernel/ui/floating/Floating.tsx'
import { IconDots, IconPlus, IconStar, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../../../kernel/ui/api/client.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { toast, toastError } from '../../../kernel/ui/feedback/toastStore.ts'
import { Avatar } from '../../../kernel/ui/fields/Person.tsx'
import { RecordLink } from '../../../kernel/ui/fields/RecordLink.tsx'
import { Panel } from '../../../kernel/ui/record/NextPanel.tsx'
import { account, accountContact, contact } from '../model.ts'
import shared from '../../../kernel/ui/shared.module.css'
import { LinkForm } from './LinkForm.tsx'
import type { PersonThere } from './overview.ts'

type Props = {
  title: string
  of: 'account' | 'contact'
  id: string
  rows: readonly PersonThere[]
}

export const Links = ({ title, of, id, rows }: Props) => {
  const { api, can } = useApp()
  const client = useQueryClient()
  const [adding, setAdding] = useState(false)
  const other = of === 'account' ? contact : account
  const refresh = () => void client.invalidateQueries({ refetchType: 'active' })
  const change = async (work: () => Promise<unknown>, done: string) => {
    try {
      await work()
      toast(done, { tone: 'success' })
      refresh()
    } catch (error) {
      toastError(messageOf(error))
    }
  }
  const path = (linkId: string) => `/${accountContact.plural}/${linkId}`
  return (
    <Panel
      title={title}
      action={
        can('accountContact.create') && !adding ? (
          <ActionIcon
            data-tip={of === 'account' ? 'Add a person' : 'Add an account'}
            size="sm"
            variant="subtle"
            aria-label={of === 'account' ? 'Add a person' : 'Add an account'}
            onClick={() => setAdding(true)}
          >
            <IconPlus size={16} />
          </ActionIcon>
        ) : null
      }
    >
      <ul className={shared.people}>
        {rows.map((p) => (
          <li key={p.linkId} className={shared.person}>
            {of === 'account' ? <Avatar name={p.name} /> : null}
            <span className={shared.personName}>
              <RecordLink entity={other} id={p.id}>
                {p.name}
              </RecordLink>
              <span className={shared.personSecond}>
                {[p.jobTitle, p.department, of === 'contact' && p.isPrimary ? 'main account' : '']
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            {can('accountContact.edit') ? (
              <Menu
                position="bottom-end"
                button={
                  <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`Change ${p.name}`}>
                    <IconDots size={16} />
                  </ActionIcon>
                }
              >
                {p.isPrimary ? null : (
                  <MenuItem
                    leftSection={<IconStar size={16} />}
                    onClick={() =>
                      void change(() => api.patch(path(p.linkId), { isPrimary: true }), 'Main account set')
                    }
                  >
                    Make this the main account
                  </MenuItem>
                )}
                <MenuItem
                  leftSection={<IconTrash size={16} />}
                  onClick={() => void change(() => api.delete(path(p.linkId)), 'Link removed')}
                >
                  Remove the link
                </MenuItem>
              </Menu>
            ) : null}
          </li>
        ))}
      </ul>
      {rows.length === 0 && !adding ? (
        <p className={shared.quiet}>{of === 'account' ? 'Nobody yet.' : 'None yet.'}</p>
      ) : null}
      {adding ? (
        <LinkForm
          fixed={of === 'account' ? { accountId: id } : { contactId: id }}
          onCancel={() => setAdding(false)}
          onDone={() => {
            setAdding(false)
            refresh()
          }}
        />
      ) : null}
    </Panel>
  )
}
