/** The daily mail of what somebody has not read: once a day for each member, at the hour of the workspace. */
import { sql } from 'kysely'
import type { Ctx } from '../../kernel/server/context.ts'
import { every } from '../../kernel/server/jobs.ts'
import { forgetOldLimits } from '../../kernel/server/rateLimit.ts'
import { get } from '../../kernel/server/table.ts'
import { settingOf } from '../../kernel/setting.ts'
import { queueMail } from './mail.ts'
import { member } from './model.ts'
import { choiceOf } from './notices.ts'
import { digestHour, placeholderDomain } from './rules.ts'

/** A digest lists this many; the rest is a number. */
const listed = 20

/** The instant of today's digest: the company's day at its hour, whatever the clock was put forward or back. */
const digestInstant = (c: Ctx) =>
  sql`((${c.today}::date + make_interval(hours => ${Number(settingOf(c.workspace, digestHour))}))
    at time zone ${c.workspace.timeZone})`

/** Who has not had today's, once its hour has come. */
const dueMembers = async (c: Ctx): Promise<string[]> => {
  const r = await sql<{ id: string }>`select m.id from member m
    where m.workspace_id = ${c.workspace.id} and m.active and m.joined_at is not null and m.deleted_at is null
      and m.email not like ${`%@${placeholderDomain}`} and ${c.now}::timestamptz >= ${digestInstant(c)}
      and not exists (select from notification_digest d where d.workspace_id = m.workspace_id and d.member_id = m.id
        and d.day >= ${c.today}::date)
    order by m.id`.execute(c.tx)
  return r.rows.map((x) => x.id)
}

/**
 * Marks the day and gives back since when there is something to tell; undefined when another worker was first. The mark
 * and the mail commit together: neither is there without the other.
 */
const claimDay = async (c: Ctx, memberId: string): Promise<string | undefined> => {
  const r = await sql<{ since: string }>`with before as (
      select told_until from notification_digest where workspace_id = ${c.workspace.id} and member_id = ${memberId}
    )
    insert into notification_digest as d (workspace_id, member_id, day, told_until)
    values (${c.workspace.id}, ${memberId}, ${c.today}, ${digestInstant(c)})
    on conflict (workspace_id, member_id) do update set day = excluded.day, told_until = excluded.told_until
      where d.day < excluded.day
    returning coalesce((select told_until from before), ${c.now}::timestamptz - interval '7 days') as since`.execute(
    c.tx,
  )
  return r.rows[0]?.since
}

type Unread = { title: string; body: string | null; all: number }

const sendDigest = async (c: Ctx, memberId: string): Promise<void> => {
  const since = await claimDay(c, memberId)
  if (since === undefined) return
  const row = await get(c, member, memberId)
  if (!row.active || !choiceOf(row).digest) return
  const r = await sql<Unread>`select title, body, count(*) over () as all from notification
    where workspace_id = ${c.workspace.id} and owner_id = ${memberId} and read_at is null and deleted_at is null
      and created_at > ${since}::timestamptz and created_at <= ${digestInstant(c)}
    order by created_at desc, id limit ${listed}`.execute(c.tx)
  const count = r.rows[0]?.all ?? 0
  if (count === 0) return
  const more = count - r.rows.length
  await queueMail(c, {
    to: row.email,
    toName: row.name,
    subject: count === 1 ? 'One thing you have not read yet' : `${count} things you have not read yet`,
    paragraphs: [
      ...r.rows.map((n) => (n.body ? `${n.title}\n${n.body}` : n.title)),
      ...(more > 0 ? [`And ${more} more.`] : []),
    ],
    button: { label: 'Open the inbox', url: '/inbox' },
    footer: ['This mail comes once a day, when there is something. You can turn it off on your account page.'],
    ownerId: memberId,
  })
}

/** Without a mail server nothing is marked: the outbox would fill with mails that nobody waits for. */
export const digestSchedule = every('3,18,33,48 * * * *', 'notification digest', async (j) => {
  if (!j.app.mailer.configured) return
  for (const id of await j.transaction(dueMembers)) await j.transaction((c) => sendDigest(c, id))
})

/** Sessions that ended by themselves, and limits that are full again. */
export const tidySchedule = every('40 3 * * *', 'forget old sessions and limits', async (j) => {
  await sql`delete from session where expires_at < now()`.execute(j.app.database.app)
  await forgetOldLimits(j.app)
})
