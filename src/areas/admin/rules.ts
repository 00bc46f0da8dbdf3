/** Members, roles and teams: what may be asked of them, and the rules that keep a workspace governable. */
import { allFields, boolean, choice, email, humanise, reference, text } from '../../kernel/entity.ts'
import type { FieldError } from '../../kernel/errors.ts'
import { guardedVerbs, type Refusal, verbs } from '../../kernel/flow.ts'
import { notices } from '../../kernel/notice.ts'
import type { Registry } from '../../kernel/registry.ts'
import { secondFactorKey } from '../../kernel/secondFactor.ts'
import { setting } from '../../kernel/setting.ts'
import { type Member, member, notification, type RoleFieldRights, type RoleRights } from './model.ts'

/** Of people whom a file names without an address. A name of RFC 2606: mail to it can never reach anyone. */
export const placeholderDomain = 'people.invalid'

export type MemberFacts = {
  /** the member is who asks */
  isMe: boolean
  hasSecondFactor: boolean
  /** the account is not this workspace's alone */
  isElsewhere: boolean
}

const no = (reason: string, message: string): Refusal => ({ reason, message })

/** Invitations are for people who have not joined and may. */
const invitable = (m: Member): Refusal | undefined => {
  if (m.joinedAt) return no('joinedAlready', `${m.name} has joined already and signs in with ${m.email}.`)
  return m.active ? undefined : no('notActive', 'Reactivate this user first.')
}

export const memberVerbs = guardedVerbs<MemberFacts>()(
  member,
  {
    deactivate: {
      label: 'Deactivate',
      tone: 'red',
      confirm: 'They are signed out at once and cannot sign in again. Their records stay as they are.',
      guard: (m, f) => {
        if (f.isMe) return no('notYourself', 'You cannot deactivate yourself. Ask another admin.')
        return m.active ? undefined : no('notActive', 'This user is deactivated already.')
      },
    },
    reactivate: {
      label: 'Reactivate',
      tone: 'green',
      guard: (m) => (m.active ? no('active', 'This user is active.') : undefined),
    },
    resendInvitation: {
      label: 'Send invitation again',
      guard: (m) =>
        invitable(m) ??
        (m.email.endsWith(`@${placeholderDomain}`)
          ? no('noAddress', `The email address of ${m.name} is not known yet. Set it first.`)
          : undefined),
    },
    revokeSessions: {
      label: 'Sign out everywhere',
      hidden: true,
      confirm: 'They are signed out on every device and have to sign in again.',
    },
    resetSecondFactor: {
      label: 'Reset second factor',
      hidden: true,
      tone: 'red',
      confirm:
        'For somebody who has lost their phone and their recovery codes. Make sure it is really them: from then on the password alone is enough to sign in, until they set up a new one.',
      guard: (m, f) => {
        if (f.isMe) return no('notYourself', 'Turn off your own second factor on your account page.')
        if (f.isElsewhere)
          return no(
            'otherWorkspaces',
            `${m.name} belongs to another workspace too. Ask whoever runs this server: throughline user second-factor.`,
          )
        return f.hasSecondFactor ? undefined : no('noSecondFactor', `${m.name} has no second factor.`)
      },
    },
    setEmail: {
      label: 'Set email and invite',
      input: { email: email({ required: true, help: 'The invitation goes there, and they sign in with it' }) },
      guard: invitable,
    },
  },
  {
    invite: {
      label: 'Invite user',
      primary: true,
      input: {
        name: text({ required: true }),
        email: email({ required: true }),
        roleId: reference('role', { required: true }),
        teamId: reference('team', { label: 'Team' }),
        jobTitle: text(),
      },
    },
  },
)

export const requireSecondFactor = setting(secondFactorKey, boolean({ required: true, default: false }), {
  label: 'Everyone needs a second factor',
  help: 'Who has none is asked to set up an authenticator app before going on. Roles can ask for it one by one.',
  area: 'Security',
})

/** Hours of the day as a choice: `08` is eight in the morning. */
const hours = Object.fromEntries(
  Array.from({ length: 24 }, (_, h) => [String(h).padStart(2, '0'), `${String(h).padStart(2, '0')}:00`]),
)

export const digestHour = setting('notifications.digestHour', choice(hours, { required: true, default: '07' }), {
  label: 'Daily digest at',
  help: 'When people get one mail with what they have not read, in the time zone of the workspace. Each can turn it off.',
  area: 'Notifications',
})

export const adminNotices = notices('Records', {
  assigned: { label: 'Somebody gives me a record' },
})

export const notificationVerbs = verbs(
  notification,
  { read: { label: 'Mark as read', hidden: true } },
  { readAll: { label: 'Mark all as read' } },
)

/** Rights that are no verb of an entity: the pages of administration and what the kernel itself offers. */
export const extraRights: Readonly<Record<string, { label: string; verbs: readonly string[] }>> = {
  audit: { label: 'Audit', verbs: ['view'] },
  failedJob: { label: 'Failed jobs', verbs: ['view', 'retry'] },
  setting: { label: 'Settings', verbs: ['view', 'edit'] },
  import: { label: 'Imports', verbs: ['historical'] },
}
/** What those rights are called where their own word says too little. */
const extraLabels: Readonly<Record<string, string>> = {
  'import.historical': 'Import dates and end states of the past',
}
export const commonVerbs = ['view', 'create', 'edit', 'delete', 'export'] as const
export const reaches = ['none', 'own', 'team', 'all'] as const
export type Reach = (typeof reaches)[number]

/** The verbs of an entity that a role can be given; `own`: those that ask for a right of their own (`GET /rights`). */
export const verbsToGive = (
  registry: Registry,
  entity: string,
  own: readonly string[],
): { verb: string; label: string }[] => {
  const labelFor = (verb: string): string =>
    extraLabels[`${entity}.${verb}`] ?? registry.verb(`${entity}.${verb}`)?.definition.label ?? humanise(verb)
  const verbs = new Set([...commonVerbs, ...own, ...(extraRights[entity]?.verbs ?? [])])
  return [...verbs].map((verb) => ({ verb, label: labelFor(verb) }))
}

/** How far rights reach for one verb: the most exact key wins. */
export const reachIn = (rights: RoleRights, entity: string, verb: string): Reach =>
  rights[`${entity}.${verb}`] ?? rights[`${entity}.*`] ?? rights[`*.${verb}`] ?? rights['*'] ?? 'none'

/** Whoever may change every role and every user can give themselves everything: that is what an admin is. */
export const isAdmin = (rights: RoleRights): boolean =>
  reachIn(rights, 'role', 'edit') === 'all' && reachIn(rights, 'member', 'edit') === 'all'

const isReach = (v: unknown): v is Reach => reaches.some((r) => r === v)

const rightProblem = (registry: Registry, key: string): string | undefined => {
  if (key === '*') return undefined
  const [entity = '', verb = '', ...more] = key.split('.')
  if (more.length > 0 || !/^(\*|[a-z]\w*)$/.test(entity) || !/^(\*|[a-z]\w*)$/.test(verb)) return 'is not a right'
  if (entity !== '*' && !registry.find(entity) && !(entity in extraRights)) return `${entity} is not a kind of record`
  return undefined
}

/** What is wrong with the rights of a role, by key. `known`: rights that were there before, perhaps of a newer version. */
export const rightProblems = (registry: Registry, rights: RoleRights, known: RoleRights = {}): FieldError[] =>
  Object.entries(rights).flatMap(([key, reach]): FieldError[] => {
    if (!isReach(reach)) return [{ path: `rights.${key}`, message: `must be one of ${reaches.join(', ')}` }]
    const problem = key in known ? undefined : rightProblem(registry, key)
    return problem ? [{ path: `rights.${key}`, message: problem }] : []
  })

export const fieldRightProblems = (
  registry: Registry,
  rights: RoleFieldRights,
  known: RoleFieldRights = {},
): FieldError[] =>
  Object.entries(rights).flatMap(([key, right]): FieldError[] => {
    const path = `fieldRights.${key}`
    if (right !== 'hidden' && right !== 'readOnly') return [{ path, message: 'must be hidden or readOnly' }]
    if (key in known) return []
    const [entity = '', field = ''] = key.split('.')
    const e = registry.find(entity)
    if (!e || !allFields(e)[field]) return [{ path, message: 'is not a field' }]
    return e.title === field && right === 'hidden' ? [{ path, message: 'names the record and cannot be hidden' }] : []
  })

type Node = { id: string; parentId: string | null }

/** Whether hanging `id` beneath `parentId` would make the tree a ring. */
export const wouldLoop = (teams: readonly Node[], id: string, parentId: string | null): boolean => {
  const parents = new Map(teams.map((t) => [t.id, t.parentId]))
  const seen = new Set<string>()
  for (let at = parentId; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
    if (at === id) return true
    seen.add(at)
  }
  return false
}

/** An invitation's link works for this many days. */
export const invitationDays = 14
