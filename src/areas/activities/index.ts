/** What other areas may ask of activities. */
import type { RecordRef } from '../../kernel/entity.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import type { Activity } from './model.ts'
import { write } from './write.ts'

type NewTask = {
  subject: string
  body?: string | null
  /** the record it is about; more in `links` */
  about: RecordRef
  links?: readonly RecordRef[]
  /** the actor unless told */
  ownerId?: string | null
  teamId?: string | null
  dueOn?: string | null
  reminderAt?: string | null
  priority?: 'high' | 'normal' | 'low'
}

/** Gives someone something to do. */
export const createTask = (c: Ctx, { links = [], ...task }: NewTask): Promise<Activity> =>
  write(
    c,
    { kind: 'task', ...task },
    links.map((target) => ({ target })),
  )

type LoggedActivity = {
  kind: 'call' | 'meeting' | 'note' | 'email'
  subject: string
  body?: string | null
  about: RecordRef
  links?: readonly RecordRef[]
  direction?: 'in' | 'out'
  ownerId?: string | null
  /** when it happened; now unless told */
  at?: string
}

/** Writes down what happened. */
export const logActivity = (c: Ctx, { links = [], at, ...logged }: LoggedActivity): Promise<Activity> =>
  write(
    c,
    { ...logged, startsAt: at ?? c.now },
    links.map((target) => ({ target })),
  )
