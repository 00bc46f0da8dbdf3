/** Who can be tried as in a demo workspace; in any other workspace nobody. */
import { sql } from 'kysely'
import type { App } from '../../kernel/server/app.ts'
import { inWorkspace } from '../../kernel/server/transaction.ts'

export const demoPassword = 'demo-throughline'

export const demoPeople = async (
  app: App,
): Promise<{ name: string; email: string; role: string; password: string }[]> => {
  const demo = await sql<{ id: string }>`select id from workspace where demo limit 1`.execute(app.database.app)
  const [workspace] = demo.rows
  if (!workspace) return []
  const r = await inWorkspace(app.database.app, workspace.id, (tx) =>
    sql<{ name: string; email: string; role: string }>`select m.name, m.email, r.name as role
      from member m join role r on r.workspace_id = m.workspace_id and r.id = m.role_id
      where m.workspace_id = ${workspace.id} and m.active and m.joined_at is not null and m.deleted_at is null
      order by m.created_at, m.id limit 8`.execute(tx),
  )
  return r.rows.map((x) => ({ ...x, password: demoPassword }))
}
