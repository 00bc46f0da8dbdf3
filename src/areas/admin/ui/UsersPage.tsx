/** Users of the workspace. */
import { ActionIcon, Button, Menu } from '@mantine/core'
import {
  IconDeviceDesktop,
  IconDots,
  IconMail,
  IconPencil,
  IconShieldOff,
  IconUserCheck,
  IconUserOff,
  IconUserPlus,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useEntity, useList } from '../../../kernel/ui/api/hooks.ts'
import { arrayOf, numberOf, objectOf, stringOf, stringOrNull, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { ErrorState, PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import { Person } from '../../../kernel/ui/fields/Person.tsx'
import { StateBadge } from '../../../kernel/ui/fields/StateBadge.tsx'
import { Instant } from '../../../kernel/ui/fields/When.tsx'
import { useRunVerb } from '../../../kernel/ui/steps/useRunVerb.ts'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './admin.module.css'
import { Frame } from './Frame.tsx'
import { placeholderDomain } from '../rules.ts'
import { InviteDialog } from './InviteDialog.tsx'
import { MemberSessions } from './MemberSessions.tsx'
import { RecordFormModal, VerbDialog } from '../../../kernel/ui/reach.ts'

const State = ({ row }: { row: WireRecord }) => {
  if (row.active !== true) return <StateBadge label="Deactivated" tone="grey" plain />
  return row.joinedAt ? (
    <StateBadge label="Active" tone="green" plain />
  ) : (
    <StateBadge label={row.invitedAt ? 'Invited' : 'Not invited'} tone={row.invitedAt ? 'amber' : 'grey'} plain />
  )
}

const Seen = ({ at }: { at: string | null }) => (at ? <Instant value={at} /> : <>–</>)

/** Named by an imported file that had no address for them. */
const isNamedOnly = (row: WireRecord): boolean => stringOf(row.email).endsWith(`@${placeholderDomain}`)

type Security = { secondFactor: boolean; sessions: number; seenAt: string | null }

/** How each account is guarded and when it was last used. */
const useSecurity = (): ReadonlyMap<string, Security> | undefined => {
  const { api } = useApp()
  return useQuery({
    queryKey: ['members', 'security'],
    queryFn: async ({ signal }) =>
      new Map(
        arrayOf(objectOf(await api.fetch('/members/security', {}, signal)).data).map((x): [string, Security] => {
          const o = objectOf(x)
          return [
            stringOf(o.memberId),
            {
              secondFactor: o.secondFactor === true,
              sessions: numberOf(o.sessions),
              seenAt: stringOrNull(o.seenAt),
            },
          ]
        }),
      ),
  }).data
}

const UsersPage = () => {
  const e = useEntity('member')
  const { me, registry } = useApp()
  const query = useList(e, { limit: 200, sort: 'name', total: 'exact' })
  const { run } = useRunVerb(e)
  const [inviting, setInviting] = useState(false)
  const [editing, setEditing] = useState<WireRecord | null>(null)
  const [addressing, setAddressing] = useState<WireRecord | null>(null)
  const [watching, setWatching] = useState<WireRecord | null>(null)
  const [resetting, setResetting] = useState<WireRecord | null>(null)
  const [leaving, setLeaving] = useState<WireRecord | null>(null)
  const verb = (name: string) => registry.verb(`member.${name}`)
  const act = (name: string, row: WireRecord) => {
    const v = verb(name)
    if (v) void run(v, row)
  }
  const deactivate = verb('deactivate')
  const resetSecondFactor = verb('resetSecondFactor')
  const security = useSecurity()
  const setEmail = verb('setEmail')
  return (
    <Frame
      wide
      title="Users"
      lead="People who sign in here. Their role says what they may do, their team whose records they reach."
      action={
        <Button leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
          Invite user
        </Button>
      }
    >
      {query.isPending ? <PageSkeleton rows={6} /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data ? (
        <div className={shared.tableWrap}>
          <table className={`${shared.table} ${shared.roomy}`}>
            <thead>
              <tr>
                <th>Name</th>
                <th>Email</th>
                <th>Role</th>
                <th>Team</th>
                <th>Status</th>
                <th>Second factor</th>
                <th>Last seen</th>
                <th>
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {query.data.data.map((r) => (
                <tr key={r.id}>
                  <td>
                    <Person name={stringOf(r.name)} />
                    {r.id === me.member.id ? <span className={shared.faint}> (you)</span> : null}
                  </td>
                  <td>{isNamedOnly(r) ? <span className={shared.faint}>Not known</span> : stringOf(r.email)}</td>
                  <td>{r.labels?.roleId}</td>
                  <td>{r.labels?.teamId ?? '–'}</td>
                  <td>
                    <State row={r} />
                  </td>
                  <td>{security?.get(r.id)?.secondFactor ? 'On' : <span className={shared.faint}>Off</span>}</td>
                  <td>
                    <Seen at={security?.get(r.id)?.seenAt ?? null} />
                  </td>
                  <td className={classes.actions}>
                    <Menu position="bottom-end">
                      <Menu.Target>
                        <ActionIcon aria-label={`Actions for ${stringOf(r.name)}`}>
                          <IconDots size={16} />
                        </ActionIcon>
                      </Menu.Target>
                      <Menu.Dropdown>
                        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setEditing(r)}>
                          Edit
                        </Menu.Item>
                        {r.active === true && !r.joinedAt ? (
                          <Menu.Item leftSection={<IconMail size={16} />} onClick={() => setAddressing(r)}>
                            Set email and invite
                          </Menu.Item>
                        ) : null}
                        {r.active === true && !r.joinedAt && !isNamedOnly(r) ? (
                          <Menu.Item leftSection={<IconMail size={16} />} onClick={() => act('resendInvitation', r)}>
                            Send invitation again
                          </Menu.Item>
                        ) : null}
                        {r.active === true && r.joinedAt ? (
                          <Menu.Item leftSection={<IconDeviceDesktop size={16} />} onClick={() => setWatching(r)}>
                            Where they are signed in
                          </Menu.Item>
                        ) : null}
                        {security?.get(r.id)?.secondFactor && r.id !== me.member.id ? (
                          <Menu.Item leftSection={<IconShieldOff size={16} />} onClick={() => setResetting(r)}>
                            Reset second factor
                          </Menu.Item>
                        ) : null}
                        {r.active === true && r.id !== me.member.id ? (
                          <Menu.Item color="red" leftSection={<IconUserOff size={16} />} onClick={() => setLeaving(r)}>
                            Deactivate
                          </Menu.Item>
                        ) : null}
                        {r.active === true ? null : (
                          <Menu.Item leftSection={<IconUserCheck size={16} />} onClick={() => act('reactivate', r)}>
                            Reactivate
                          </Menu.Item>
                        )}
                      </Menu.Dropdown>
                    </Menu>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
      {editing ? (
        <RecordFormModal
          entity={e}
          record={editing}
          fields={['name', 'roleId', 'teamId', 'jobTitle', 'phone', 'timeZone']}
          onClose={() => setEditing(null)}
        />
      ) : null}
      {addressing && setEmail ? (
        <VerbDialog verb={setEmail} record={addressing} onClose={() => setAddressing(null)} />
      ) : null}
      {watching ? <MemberSessions member={watching} onClose={() => setWatching(null)} /> : null}
      {resetting && resetSecondFactor ? (
        <VerbDialog verb={resetSecondFactor} record={resetting} onClose={() => setResetting(null)} />
      ) : null}
      {leaving && deactivate ? (
        <VerbDialog verb={deactivate} record={leaving} onClose={() => setLeaving(null)} />
      ) : null}
    </Frame>
  )
}
export default UsersPage
