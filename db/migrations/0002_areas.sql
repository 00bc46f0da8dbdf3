create table "company" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "name" text not null,
  "legal_name" text,
  "tax_id" text,
  "registration_number" text,
  "address" jsonb,
  "email" text,
  "phone" text,
  "website" text,
  "bank_name" text,
  "iban" text,
  "bic" text,
  "logo_id" uuid,
  "accent_colour" text,
  "document_footer" text,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  "search_text" text not null default '',
  constraint "company_pkey" primary key ("workspace_id", "id")
);

create index "company_created_at_idx" on "company" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "company_updated_at_idx" on "company" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "company_search_text_gin" on "company" using gin ("workspace_id", "search_text" gin_trgm_ops) where "deleted_at" is null;

create index "company_custom_gin" on "company" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "company_trash_idx" on "company" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "company" enable row level security;

create policy "workspace" on "company" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "company" for select to {{list}} using (true);

grant select, insert, update, delete on "company" to {{app}};

grant select on "company" to {{list}};

create table "exchange_rate" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "code" text collate "und-x-icu" not null,
  "valid_from" date not null,
  "rate" numeric(20,10) not null,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "exchange_rate_pkey" primary key ("workspace_id", "id")
);

create index "exchange_rate_code_idx" on "exchange_rate" ("workspace_id", "code", "id") where "deleted_at" is null;

create index "exchange_rate_valid_from_idx" on "exchange_rate" ("workspace_id", "valid_from", "id") where "deleted_at" is null;

create index "exchange_rate_created_at_idx" on "exchange_rate" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "exchange_rate_updated_at_idx" on "exchange_rate" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "exchange_rate_code_valid_from_key" on "exchange_rate" ("workspace_id", "code", "valid_from") where "deleted_at" is null;

create index "exchange_rate_custom_gin" on "exchange_rate" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "exchange_rate_trash_idx" on "exchange_rate" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "exchange_rate" enable row level security;

create policy "workspace" on "exchange_rate" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "exchange_rate" for select to {{list}} using (true);

grant select, insert, update, delete on "exchange_rate" to {{app}};

grant select on "exchange_rate" to {{list}};

create table "file_record" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "name" text collate "und-x-icu" not null,
  "target_entity" text,
  "target_id" uuid,
  "type" text not null,
  "size" bigint not null,
  "hash" text not null,
  "owner_id" uuid,
  "team_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "file_record_pkey" primary key ("workspace_id", "id"),
  constraint "file_record_target_check" check (("target_entity" is null) = ("target_id" is null))
);

create index "file_record_name_idx" on "file_record" ("workspace_id", "name", "id") where "deleted_at" is null;

create index "file_record_target_id_idx" on "file_record" ("workspace_id", "target_id", "id") where "deleted_at" is null;

create index "file_record_owner_id_idx" on "file_record" ("workspace_id", "owner_id", "id") where "deleted_at" is null;

create index "file_record_team_id_idx" on "file_record" ("workspace_id", "team_id", "id") where "deleted_at" is null;

create index "file_record_created_at_idx" on "file_record" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "file_record_updated_at_idx" on "file_record" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "file_record_custom_gin" on "file_record" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "file_record_trash_idx" on "file_record" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "file_record" enable row level security;

create policy "workspace" on "file_record" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "file_record" for select to {{list}} using (true);

grant select, insert, update, delete on "file_record" to {{app}};

grant select on "file_record" to {{list}};

create table "mail_message" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "subject" text not null,
  "to_address" text not null,
  "to_name" text,
  "from_address" text,
  "cc" text,
  "body_text" text,
  "body_html" text,
  "target_entity" text,
  "target_id" uuid,
  "attachments" jsonb,
  "status" text not null default 'queued',
  "message_id" text,
  "sent_at" timestamptz(3),
  "error" text,
  "owner_id" uuid,
  "team_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "mail_message_pkey" primary key ("workspace_id", "id"),
  constraint "mail_message_target_check" check (("target_entity" is null) = ("target_id" is null)),
  constraint "mail_message_status_check" check ("status" = any (array['queued', 'sent', 'failed', 'held']::text[]))
);

create index "mail_message_to_address_idx" on "mail_message" ("workspace_id", "to_address", "id") where "deleted_at" is null;

create index "mail_message_target_id_idx" on "mail_message" ("workspace_id", "target_id", "id") where "deleted_at" is null;

create index "mail_message_status_idx" on "mail_message" ("workspace_id", "status", "id") where "deleted_at" is null;

create index "mail_message_sent_at_idx" on "mail_message" ("workspace_id", "sent_at", "id") where "deleted_at" is null;

create index "mail_message_owner_id_idx" on "mail_message" ("workspace_id", "owner_id", "id") where "deleted_at" is null;

create index "mail_message_team_id_idx" on "mail_message" ("workspace_id", "team_id", "id") where "deleted_at" is null;

create index "mail_message_created_at_idx" on "mail_message" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "mail_message_updated_at_idx" on "mail_message" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "mail_message_custom_gin" on "mail_message" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "mail_message_trash_idx" on "mail_message" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "mail_message" enable row level security;

create policy "workspace" on "mail_message" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "mail_message" for select to {{list}} using (true);

grant select, insert, update, delete on "mail_message" to {{app}};

grant select on "mail_message" to {{list}};

create table "member" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "name" text collate "und-x-icu" not null,
  "email" text not null,
  "user_id" text,
  "role_id" uuid not null,
  "team_id" uuid,
  "job_title" text,
  "phone" text,
  "time_zone" text,
  "active" boolean not null default true,
  "invited_at" timestamptz(3),
  "joined_at" timestamptz(3),
  "preferences" jsonb,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  "search_text" text not null default '',
  constraint "member_pkey" primary key ("workspace_id", "id")
);

create index "member_name_idx" on "member" ("workspace_id", "name", "id") where "deleted_at" is null;

create index "member_role_id_idx" on "member" ("workspace_id", "role_id", "id") where "deleted_at" is null;

create index "member_team_id_idx" on "member" ("workspace_id", "team_id", "id") where "deleted_at" is null;

create index "member_active_idx" on "member" ("workspace_id", "active", "id") where "deleted_at" is null;

create index "member_created_at_idx" on "member" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "member_updated_at_idx" on "member" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "member_email_key" on "member" ("workspace_id", "email") where "deleted_at" is null;

create index "member_search_text_gin" on "member" using gin ("workspace_id", "search_text" gin_trgm_ops) where "deleted_at" is null;

create index "member_custom_gin" on "member" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "member_trash_idx" on "member" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "member" enable row level security;

create policy "workspace" on "member" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "member" for select to {{list}} using (true);

grant select, insert, update, delete on "member" to {{app}};

grant select on "member" to {{list}};

create table "notification" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "kind" text not null,
  "title" text not null,
  "body" text,
  "target_entity" text,
  "target_id" uuid,
  "read_at" timestamptz(3),
  "owner_id" uuid,
  "team_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "notification_pkey" primary key ("workspace_id", "id"),
  constraint "notification_target_check" check (("target_entity" is null) = ("target_id" is null))
);

create index "notification_kind_idx" on "notification" ("workspace_id", "kind", "id") where "deleted_at" is null;

create index "notification_target_id_idx" on "notification" ("workspace_id", "target_id", "id") where "deleted_at" is null;

create index "notification_read_at_idx" on "notification" ("workspace_id", "read_at", "id") where "deleted_at" is null;

create index "notification_owner_id_idx" on "notification" ("workspace_id", "owner_id", "id") where "deleted_at" is null;

create index "notification_team_id_idx" on "notification" ("workspace_id", "team_id", "id") where "deleted_at" is null;

create index "notification_created_at_idx" on "notification" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "notification_updated_at_idx" on "notification" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "notification_custom_gin" on "notification" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "notification_trash_idx" on "notification" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "notification" enable row level security;

create policy "workspace" on "notification" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "notification" for select to {{list}} using (true);

grant select, insert, update, delete on "notification" to {{app}};

grant select on "notification" to {{list}};

create table "number_series" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "entity" text not null,
  "company_id" uuid,
  "pattern" text not null,
  "allow_back_date" boolean not null default false,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "number_series_pkey" primary key ("workspace_id", "id")
);

create index "number_series_company_id_idx" on "number_series" ("workspace_id", "company_id", "id") where "deleted_at" is null;

create index "number_series_created_at_idx" on "number_series" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "number_series_updated_at_idx" on "number_series" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "number_series_entity_company_id_key" on "number_series" ("workspace_id", "entity", "company_id") where "deleted_at" is null;

create index "number_series_custom_gin" on "number_series" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "number_series_trash_idx" on "number_series" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "number_series" enable row level security;

create policy "workspace" on "number_series" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "number_series" for select to {{list}} using (true);

grant select, insert, update, delete on "number_series" to {{app}};

grant select on "number_series" to {{list}};

create table "option" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "list" text not null,
  "label" text collate "und-x-icu" not null,
  "position" bigint not null default 0,
  "active" boolean not null default true,
  "tone" text,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "option_pkey" primary key ("workspace_id", "id"),
  constraint "option_tone_check" check ("tone" = any (array['grey', 'blue', 'amber', 'green', 'red', 'violet']::text[]))
);

create index "option_list_idx" on "option" ("workspace_id", "list", "id") where "deleted_at" is null;

create index "option_label_idx" on "option" ("workspace_id", "label", "id") where "deleted_at" is null;

create index "option_position_idx" on "option" ("workspace_id", "position", "id") where "deleted_at" is null;

create index "option_active_idx" on "option" ("workspace_id", "active", "id") where "deleted_at" is null;

create index "option_created_at_idx" on "option" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "option_updated_at_idx" on "option" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "option_list_label_key" on "option" ("workspace_id", "list", "label") where "deleted_at" is null;

create index "option_custom_gin" on "option" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "option_trash_idx" on "option" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "option" enable row level security;

create policy "workspace" on "option" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "option" for select to {{list}} using (true);

grant select, insert, update, delete on "option" to {{app}};

grant select on "option" to {{list}};

create table "role" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "name" text collate "und-x-icu" not null,
  "description" text,
  "key" text,
  "rights" jsonb not null default '{}',
  "field_rights" jsonb not null default '{}',
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "role_pkey" primary key ("workspace_id", "id")
);

create index "role_name_idx" on "role" ("workspace_id", "name", "id") where "deleted_at" is null;

create index "role_created_at_idx" on "role" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "role_updated_at_idx" on "role" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "role_name_key" on "role" ("workspace_id", "name") where "deleted_at" is null;

create index "role_custom_gin" on "role" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "role_trash_idx" on "role" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "role" enable row level security;

create policy "workspace" on "role" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "role" for select to {{list}} using (true);

grant select, insert, update, delete on "role" to {{app}};

grant select on "role" to {{list}};

create table "saved_view" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "name" text collate "und-x-icu" not null,
  "entity" text not null,
  "query" text not null,
  "columns" jsonb,
  "display" text not null default 'list',
  "shared" boolean not null default false,
  "pinned" boolean not null default false,
  "position" bigint not null default 0,
  "owner_id" uuid,
  "team_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "saved_view_pkey" primary key ("workspace_id", "id"),
  constraint "saved_view_display_check" check ("display" = any (array['list', 'board']::text[]))
);

create index "saved_view_name_idx" on "saved_view" ("workspace_id", "name", "id") where "deleted_at" is null;

create index "saved_view_entity_idx" on "saved_view" ("workspace_id", "entity", "id") where "deleted_at" is null;

create index "saved_view_shared_idx" on "saved_view" ("workspace_id", "shared", "id") where "deleted_at" is null;

create index "saved_view_pinned_idx" on "saved_view" ("workspace_id", "pinned", "id") where "deleted_at" is null;

create index "saved_view_position_idx" on "saved_view" ("workspace_id", "position", "id") where "deleted_at" is null;

create index "saved_view_owner_id_idx" on "saved_view" ("workspace_id", "owner_id", "id") where "deleted_at" is null;

create index "saved_view_team_id_idx" on "saved_view" ("workspace_id", "team_id", "id") where "deleted_at" is null;

create index "saved_view_created_at_idx" on "saved_view" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "saved_view_updated_at_idx" on "saved_view" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "saved_view_custom_gin" on "saved_view" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "saved_view_trash_idx" on "saved_view" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "saved_view" enable row level security;

create policy "workspace" on "saved_view" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "saved_view" for select to {{list}} using (true);

grant select, insert, update, delete on "saved_view" to {{app}};

grant select on "saved_view" to {{list}};

create table "team" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "name" text collate "und-x-icu" not null,
  "parent_id" uuid,
  "manager_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  "search_text" text not null default '',
  constraint "team_pkey" primary key ("workspace_id", "id")
);

create index "team_name_idx" on "team" ("workspace_id", "name", "id") where "deleted_at" is null;

create index "team_parent_id_idx" on "team" ("workspace_id", "parent_id", "id") where "deleted_at" is null;

create index "team_manager_id_idx" on "team" ("workspace_id", "manager_id", "id") where "deleted_at" is null;

create index "team_created_at_idx" on "team" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "team_updated_at_idx" on "team" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "team_name_key" on "team" ("workspace_id", "name") where "deleted_at" is null;

create index "team_search_text_gin" on "team" using gin ("workspace_id", "search_text" gin_trgm_ops) where "deleted_at" is null;

create index "team_custom_gin" on "team" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "team_trash_idx" on "team" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "team" enable row level security;

create policy "workspace" on "team" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "team" for select to {{list}} using (true);

grant select, insert, update, delete on "team" to {{app}};

grant select on "team" to {{list}};

alter table "company" add constraint "company_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "company" add constraint "company_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "exchange_rate" add constraint "exchange_rate_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "exchange_rate" add constraint "exchange_rate_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "file_record" add constraint "file_record_owner_id_fkey" foreign key ("workspace_id", "owner_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "file_record" add constraint "file_record_team_id_fkey" foreign key ("workspace_id", "team_id") references "team" ("workspace_id", "id") deferrable initially immediate;

alter table "file_record" add constraint "file_record_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "file_record" add constraint "file_record_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "mail_message" add constraint "mail_message_owner_id_fkey" foreign key ("workspace_id", "owner_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "mail_message" add constraint "mail_message_team_id_fkey" foreign key ("workspace_id", "team_id") references "team" ("workspace_id", "id") deferrable initially immediate;

alter table "mail_message" add constraint "mail_message_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "mail_message" add constraint "mail_message_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "member" add constraint "member_role_id_fkey" foreign key ("workspace_id", "role_id") references "role" ("workspace_id", "id") deferrable initially immediate;

alter table "member" add constraint "member_team_id_fkey" foreign key ("workspace_id", "team_id") references "team" ("workspace_id", "id") deferrable initially immediate;

alter table "member" add constraint "member_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "member" add constraint "member_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "notification" add constraint "notification_owner_id_fkey" foreign key ("workspace_id", "owner_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "notification" add constraint "notification_team_id_fkey" foreign key ("workspace_id", "team_id") references "team" ("workspace_id", "id") deferrable initially immediate;

alter table "notification" add constraint "notification_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "notification" add constraint "notification_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "number_series" add constraint "number_series_company_id_fkey" foreign key ("workspace_id", "company_id") references "company" ("workspace_id", "id") deferrable initially immediate;

alter table "number_series" add constraint "number_series_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "number_series" add constraint "number_series_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "option" add constraint "option_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "option" add constraint "option_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "role" add constraint "role_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "role" add constraint "role_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "saved_view" add constraint "saved_view_owner_id_fkey" foreign key ("workspace_id", "owner_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "saved_view" add constraint "saved_view_team_id_fkey" foreign key ("workspace_id", "team_id") references "team" ("workspace_id", "id") deferrable initially immediate;

alter table "saved_view" add constraint "saved_view_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "saved_view" add constraint "saved_view_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "team" add constraint "team_parent_id_fkey" foreign key ("workspace_id", "parent_id") references "team" ("workspace_id", "id") deferrable initially immediate;

alter table "team" add constraint "team_manager_id_fkey" foreign key ("workspace_id", "manager_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "team" add constraint "team_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "team" add constraint "team_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;
