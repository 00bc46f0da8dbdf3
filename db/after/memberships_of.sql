-- Sign-in must know a user's workspaces before it is in one; nothing else may look across them.
create or replace function memberships_of(of_user uuid)
returns table (workspace_id uuid, workspace_name text, member_id uuid)
language sql stable security definer set search_path = public as $$
  select m.workspace_id, w.name, m.id
  from member m join workspace w on w.id = m.workspace_id
  where m.user_id = of_user::text and m.active and m.deleted_at is null and m.joined_at is not null
  order by m.created_at
$$;
revoke all on function memberships_of(uuid) from public;
grant execute on function memberships_of(uuid) to {{app}};
