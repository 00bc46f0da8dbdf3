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
