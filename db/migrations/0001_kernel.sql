-- What the kernel itself keeps. Tables of areas follow from their definitions (0002).

-- Global: no row security, reached only by the kernel's own code.
create table workspace (
  id uuid primary key,
  name text not null,
  base_currency text not null,
  time_zone text not null,
  country text not null,
  locale text not null default 'en',
  demo boolean not null default false,
  created_at timestamptz(3) not null default now()
);

create table app_user (
  id uuid primary key,
  email text not null unique,
  name text not null,
  password_hash text,
  -- The secret of the authenticator app, encrypted. It counts from `totp_since` on: before, it waits for its first code.
  totp_secret text,
  totp_since timestamptz(3),
  -- A code is good once: that of an earlier or the same time step is refused.
  totp_last_step bigint,
  created_at timestamptz(3) not null default now()
);

-- Instead of a code of the app, each once.
create table recovery_code (
  user_id uuid not null references app_user(id) on delete cascade,
  hash text not null,
  used_at timestamptz(3),
  primary key (user_id, hash)
);

create table session (
  hash text primary key,
  -- names it to its owner; the hash stays inside
  id uuid not null unique default gen_random_uuid(),
  user_id uuid not null references app_user(id) on delete cascade,
  workspace_id uuid not null references workspace(id) on delete cascade,
  created_at timestamptz(3) not null default now(),
  seen_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  ip text,
  agent text
);
create index session_of_user on session (user_id);

-- Secrets handed out as links: portal, password reset, invitation, API key. Only the hash is kept.
create table token (
  hash text primary key,
  kind text not null check (kind in ('portal', 'reset', 'invitation', 'apiKey')),
  workspace_id uuid references workspace(id) on delete cascade,
  subject_entity text,
  subject_id uuid,
  name text,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  used_at timestamptz(3)
);
create index token_subject on token (workspace_id, subject_id);

-- Shared by all processes. Keys are digests: neither table is a list of addresses. Unlogged: a crash of the database
-- forgives what was counted, and counting costs no write-ahead log.
create unlogged table rate_limit (
  key text primary key,
  tokens double precision not null,
  at timestamptz not null,
  granted boolean not null
);
create unlogged table sign_in_failure (
  key text primary key,
  failures int not null,
  at timestamptz not null
);

grant select, insert, update, delete on workspace, app_user, recovery_code, session, token, rate_limit, sign_in_failure
  to {{app}};

-- Of a workspace.
create table event (
  workspace_id uuid not null,
  id uuid not null,
  at timestamptz(3) not null,
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null,
  ip text,
  request_id text,
  name text not null,
  entity text not null,
  record_id uuid not null,
  version int,
  changes jsonb not null default '{}',
  data jsonb not null default '{}',
  owner_id uuid,
  team_id uuid,
  subjects uuid[] not null default '{}',
  primary key (workspace_id, id)
);
create index event_record on event (workspace_id, record_id, id);
create index event_name on event (workspace_id, name, id);
create index event_actor on event (workspace_id, actor_id, id);
create index event_subjects on event using gin (workspace_id, subjects);

-- The chain over committed events (one serial job per workspace): digest = sha256(previous digest, salted event digest).
create table event_seal (
  workspace_id uuid not null,
  position bigint not null,
  event_id uuid not null,
  salt bytea,
  event_digest bytea not null,
  digest bytea not null,
  sealed_at timestamptz(3) not null default now(),
  primary key (workspace_id, position),
  unique (workspace_id, event_id)
);

create table counter (
  workspace_id uuid not null,
  company_id uuid not null,
  series text not null,
  period text not null,
  value bigint not null,
  last_date date not null,
  primary key (workspace_id, company_id, series, period)
);

create table idempotency (
  workspace_id uuid not null,
  actor_id uuid not null,
  route text not null,
  key text not null,
  body_hash bytea not null,
  status int,
  response jsonb,
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, actor_id, route, key)
);
create index idempotency_age on idempotency (created_at);

create table job_failure (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  payload jsonb not null,
  error text not null,
  attempts int not null,
  failed_at timestamptz(3) not null default now(),
  retried_at timestamptz(3),
  primary key (workspace_id, id)
);

-- A reaction's effect in the database happens once per event, however often its job runs.
create table reaction_done (
  workspace_id uuid not null,
  event_id uuid not null,
  reaction text not null,
  done_at timestamptz(3) not null default now(),
  primary key (workspace_id, event_id, reaction)
);

create table setting (
  workspace_id uuid not null,
  key text not null,
  value jsonb not null,
  updated_at timestamptz(3) not null default now(),
  updated_by uuid,
  primary key (workspace_id, key)
);

-- The last calendar day a member's digest of unread notifications was seen to, and up to which instant it told of them.
create table notification_digest (
  workspace_id uuid not null,
  member_id uuid not null,
  day date not null,
  told_until timestamptz(3) not null,
  primary key (workspace_id, member_id)
);

-- Workers that are alive; the jobs of one that fell silent are given to others.
create table worker_heartbeat (
  worker_id text primary key,
  seen_at timestamptz(3) not null default now()
);
grant select, insert, update, delete on worker_heartbeat to {{app}};

alter table event enable row level security;
alter table event_seal enable row level security;
alter table counter enable row level security;
alter table idempotency enable row level security;
alter table job_failure enable row level security;
alter table reaction_done enable row level security;
alter table setting enable row level security;
alter table notification_digest enable row level security;

create policy workspace_only on event to {{app}} using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
create policy workspace_only on event_seal to {{app}} using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
create policy workspace_only on counter to {{app}} using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
create policy workspace_only on idempotency to {{app}} using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
create policy workspace_only on job_failure to {{app}} using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
create policy workspace_only on reaction_done to {{app}} using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
create policy workspace_only on setting to {{app}} using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
create policy workspace_only on notification_digest to {{app}} using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
create policy list_reads on event for select to {{list}} using (true);

grant select, insert on event, event_seal, reaction_done to {{app}};
grant select, insert, update on counter to {{app}};
grant select, insert, update, delete on idempotency, job_failure, setting, notification_digest to {{app}};
grant select on event to {{list}};

-- A bulk action: what was asked, how far it is, and what each record was before, so that it can be undone.
create table operation (
  workspace_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  user_id text not null,
  entity text not null,
  action text not null,
  input jsonb not null default '{}',
  filter jsonb,
  status text not null check (status in ('running', 'done', 'cancelled', 'undoing', 'undone')),
  total int not null,
  done int not null default 0,
  failed int not null default 0,
  undone int not null default 0,
  created_at timestamptz(3) not null default now(),
  finished_at timestamptz(3),
  primary key (workspace_id, id)
);
create table operation_item (
  workspace_id uuid not null,
  operation_id uuid not null,
  position int not null,
  record_id uuid not null,
  outcome text check (outcome in ('done', 'failed', 'undone')),
  problem text,
  version int,
  primary key (workspace_id, operation_id, position),
  foreign key (workspace_id, operation_id) references operation(workspace_id, id) on delete cascade
);
alter table operation enable row level security;
alter table operation_item enable row level security;
create policy workspace_only on operation to {{app}} using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
create policy workspace_only on operation_item to {{app}} using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
grant select, insert, update, delete on operation, operation_item to {{app}};

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
