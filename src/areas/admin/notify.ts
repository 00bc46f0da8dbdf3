/** A line in somebody's notifications, or a mail, as they chose. */
import type { RecordRef } from '../../kernel/entity.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { find, insert } from '../../kernel/server/table.ts'
import { queueMail } from './mail.ts'
import { member, notification } from './model.ts'
import { choiceOf, wayOf } from './notices.ts'

type About = { kind: string; title: string; body?: string | null; target?: RecordRef }

const mailOf = (c: Ctx, to: { id: string; email: string; name: string }, about: About): Promise<string> => {
  const e = about.target ? c.registry.find(about.target.entity) : undefined
  return queueMail(c, {
    to: to.email,
    toName: to.name,
    subject: about.title,
    paragraphs: about.body ? [about.body] : [],
    ...(e && about.target
      ? { button: { label: `Open ${e.label.toLowerCase()}`, url: `/${e.plural}/${about.target.id}` } }
      : {}),
    footer: ['You chose to hear of this by mail: on your account page you can choose otherwise.'],
    ...(about.target ? { target: about.target } : {}),
    ownerId: to.id,
  })
}

/** Tells one member the way they chose; nobody is told of what they did themselves. */
export const notify = async (c: Ctx, to: string | null, about: About): Promise<void> => {
  if (!to || to === c.actor.memberId) return
  const person = await find(c, member, to)
  const { inApp, mail } = wayOf(choiceOf(person ?? { preferences: null }), about.kind)
  if (mail && person?.active) await mailOf(c, person, about)
  if (!inApp) return
  await insert(c, notification, {
    kind: about.kind,
    title: about.title.slice(0, 255),
    body: about.body?.slice(0, 1000) ?? null,
    target: about.target ?? null,
    ownerId: to,
  })
}
