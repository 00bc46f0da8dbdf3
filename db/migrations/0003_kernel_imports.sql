-- What became of each row of an imported file, and each record the import wrote, so that it can be undone.
create table import_row (
  workspace_id uuid not null,
  import_id uuid not null,
  line int not null,
  outcome text not null check (outcome in ('create', 'update', 'skip', 'fail')),
  record_id uuid,
  label text not null default '',
  problems jsonb,
  -- references among the rows of the file itself, set when all of them are there
  pending jsonb,
  primary key (workspace_id, import_id, line)
);
create index import_row_outcome on import_row (workspace_id, import_id, outcome, line);
create index import_row_pending on import_row (workspace_id, import_id, line) where pending is not null;

create table import_record (
  workspace_id uuid not null,
  import_id uuid not null,
  record_id uuid not null,
  entity text not null,
  kind text not null check (kind in ('create', 'update')),
  version int not null,
  before jsonb,
  position bigint generated always as identity,
  primary key (workspace_id, import_id, record_id)
);
create index import_record_position on import_record (workspace_id, import_id, position);

alter table import_row enable row level security;
alter table import_record enable row level security;
create policy workspace_only on import_row to {{app}} using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
create policy workspace_only on import_record to {{app}} using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
grant select, insert, update, delete on import_row, import_record to {{app}};
