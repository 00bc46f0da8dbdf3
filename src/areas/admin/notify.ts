/** A line in somebody's notifications. */
import type { RecordRef } from '../../kernel/entity.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { insert } from '../../kernel/server/table.ts'
import { notification } from './model.ts'

/** Tells one member; nobody is told of what they did themselves. */
export const notify = async (
  c: Ctx,
  to: string | null,
  about: { kind: string; title: string; body?: string | null; target?: RecordRef },
): Promise<void> => {
  if (!to || to === c.actor.memberId) return
  await insert(c, notification, {
    kind: about.kind,
    title: about.title.slice(0, 255),
    body: about.body?.slice(0, 1000) ?? null,
    target: about.target ?? null,
    ownerId: to,
  })
}
