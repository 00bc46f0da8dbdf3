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
  "require_second_factor" boolean not null default false,
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

create table "account" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "name" text collate "und-x-icu" not null,
  "legal_name" text,
  "kind" text not null default 'company',
  "types" text[] not null default '{"prospect"}',
  "parent_id" uuid,
  "industry_id" uuid,
  "website" text,
  "email" text,
  "phone" text,
  "employees" bigint,
  "annual_revenue" bigint,
  "founded_year" bigint,
  "tax_id" text,
  "registration_number" text,
  "currency" text,
  "payment_terms_days" bigint,
  "price_list_id" uuid,
  "iban" text,
  "bic" text,
  "billing_address" jsonb,
  "shipping_address" jsonb,
  "other_address" jsonb,
  "description" text,
  "logo_id" uuid,
  "external_id" text,
  "country" text collate "und-x-icu",
  "name_key" text,
  "website_domain" text,
  "owner_id" uuid,
  "team_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  "search_text" text not null default '',
  constraint "account_pkey" primary key ("workspace_id", "id"),
  constraint "account_kind_check" check ("kind" = any (array['company', 'person']::text[])),
  constraint "account_types_check" check ("types" <@ array['prospect', 'customer', 'partner', 'supplier', 'competitor']::text[])
);

create index "account_name_idx" on "account" ("workspace_id", "name", "id") where "deleted_at" is null;

create index "account_parent_id_idx" on "account" ("workspace_id", "parent_id", "id") where "deleted_at" is null;

create index "account_industry_id_idx" on "account" ("workspace_id", "industry_id", "id") where "deleted_at" is null;

create index "account_email_idx" on "account" ("workspace_id", "email", "id") where "deleted_at" is null;

create index "account_phone_idx" on "account" ("workspace_id", "phone", "id") where "deleted_at" is null;

create index "account_employees_idx" on "account" ("workspace_id", "employees", "id") where "deleted_at" is null;

create index "account_annual_revenue_idx" on "account" ("workspace_id", "annual_revenue", "id") where "deleted_at" is null;

create index "account_founded_year_idx" on "account" ("workspace_id", "founded_year", "id") where "deleted_at" is null;

create index "account_tax_id_idx" on "account" ("workspace_id", "tax_id", "id") where "deleted_at" is null;

create index "account_currency_idx" on "account" ("workspace_id", "currency", "id") where "deleted_at" is null;

create index "account_price_list_id_idx" on "account" ("workspace_id", "price_list_id", "id") where "deleted_at" is null;

create index "account_external_id_idx" on "account" ("workspace_id", "external_id", "id") where "deleted_at" is null;

create index "account_country_idx" on "account" ("workspace_id", "country", "id") where "deleted_at" is null;

create index "account_name_key_idx" on "account" ("workspace_id", "name_key", "id") where "deleted_at" is null;

create index "account_website_domain_idx" on "account" ("workspace_id", "website_domain", "id") where "deleted_at" is null;

create index "account_owner_id_idx" on "account" ("workspace_id", "owner_id", "id") where "deleted_at" is null;

create index "account_team_id_idx" on "account" ("workspace_id", "team_id", "id") where "deleted_at" is null;

create index "account_created_at_idx" on "account" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "account_updated_at_idx" on "account" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "account_types_gin" on "account" using gin ("workspace_id", "types") where "deleted_at" is null;

create index "account_search_text_gin" on "account" using gin ("workspace_id", "owner_id", "team_id", "search_text" gin_trgm_ops) where "deleted_at" is null;

create index "account_custom_gin" on "account" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "account_trash_idx" on "account" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "account" enable row level security;

create policy "workspace" on "account" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "account" for select to {{list}} using (true);

grant select, insert, update, delete on "account" to {{app}};

grant select on "account" to {{list}};

create table "account_contact" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "account_id" uuid not null,
  "contact_id" uuid not null,
  "job_title" text,
  "department" text,
  "seniority" text,
  "is_primary" boolean not null default false,
  "ended_on" date,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "account_contact_pkey" primary key ("workspace_id", "id"),
  constraint "account_contact_seniority_check" check ("seniority" = any (array['executive', 'director', 'manager', 'specialist', 'other']::text[]))
);

create index "account_contact_account_id_idx" on "account_contact" ("workspace_id", "account_id", "id") where "deleted_at" is null;

create index "account_contact_contact_id_idx" on "account_contact" ("workspace_id", "contact_id", "id") where "deleted_at" is null;

create index "account_contact_is_primary_idx" on "account_contact" ("workspace_id", "is_primary", "id") where "deleted_at" is null;

create index "account_contact_created_at_idx" on "account_contact" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "account_contact_updated_at_idx" on "account_contact" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "account_contact_account_id_contact_id_key" on "account_contact" ("workspace_id", "account_id", "contact_id") where "deleted_at" is null;

create index "account_contact_custom_gin" on "account_contact" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "account_contact_trash_idx" on "account_contact" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "account_contact" enable row level security;

create policy "workspace" on "account_contact" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "account_contact" for select to {{list}} using (true);

grant select, insert, update, delete on "account_contact" to {{app}};

grant select on "account_contact" to {{list}};

create table "contact" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "salutation" text,
  "first_name" text,
  "last_name" text not null,
  "name" text collate "und-x-icu",
  "account_id" uuid,
  "job_title" text,
  "department" text,
  "email" text collate "und-x-icu",
  "second_email" text,
  "phone" text,
  "mobile" text,
  "address" jsonb,
  "country" text,
  "linkedin" text,
  "birthday" date,
  "language" text,
  "time_zone" text,
  "lifecycle" text,
  "source_id" uuid,
  "do_not_email" boolean not null default false,
  "do_not_call" boolean not null default false,
  "description" text,
  "external_id" text,
  "name_key" text,
  "owner_id" uuid,
  "team_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  "search_text" text not null default '',
  constraint "contact_pkey" primary key ("workspace_id", "id"),
  constraint "contact_lifecycle_check" check ("lifecycle" = any (array['lead', 'prospect', 'customer', 'former']::text[]))
);

create index "contact_name_idx" on "contact" ("workspace_id", "name", "id") where "deleted_at" is null;

create index "contact_account_id_idx" on "contact" ("workspace_id", "account_id", "id") where "deleted_at" is null;

create index "contact_job_title_idx" on "contact" ("workspace_id", "job_title", "id") where "deleted_at" is null;

create index "contact_department_idx" on "contact" ("workspace_id", "department", "id") where "deleted_at" is null;

create index "contact_email_idx" on "contact" ("workspace_id", "email", "id") where "deleted_at" is null;

create index "contact_second_email_idx" on "contact" ("workspace_id", "second_email", "id") where "deleted_at" is null;

create index "contact_phone_idx" on "contact" ("workspace_id", "phone", "id") where "deleted_at" is null;

create index "contact_mobile_idx" on "contact" ("workspace_id", "mobile", "id") where "deleted_at" is null;

create index "contact_country_idx" on "contact" ("workspace_id", "country", "id") where "deleted_at" is null;

create index "contact_lifecycle_idx" on "contact" ("workspace_id", "lifecycle", "id") where "deleted_at" is null;

create index "contact_source_id_idx" on "contact" ("workspace_id", "source_id", "id") where "deleted_at" is null;

create index "contact_do_not_email_idx" on "contact" ("workspace_id", "do_not_email", "id") where "deleted_at" is null;

create index "contact_do_not_call_idx" on "contact" ("workspace_id", "do_not_call", "id") where "deleted_at" is null;

create index "contact_external_id_idx" on "contact" ("workspace_id", "external_id", "id") where "deleted_at" is null;

create index "contact_name_key_idx" on "contact" ("workspace_id", "name_key", "id") where "deleted_at" is null;

create index "contact_owner_id_idx" on "contact" ("workspace_id", "owner_id", "id") where "deleted_at" is null;

create index "contact_team_id_idx" on "contact" ("workspace_id", "team_id", "id") where "deleted_at" is null;

create index "contact_created_at_idx" on "contact" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "contact_updated_at_idx" on "contact" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "contact_search_text_gin" on "contact" using gin ("workspace_id", "owner_id", "team_id", "search_text" gin_trgm_ops) where "deleted_at" is null;

create index "contact_custom_gin" on "contact" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "contact_trash_idx" on "contact" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "contact" enable row level security;

create policy "workspace" on "contact" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "contact" for select to {{list}} using (true);

grant select, insert, update, delete on "contact" to {{app}};

grant select on "contact" to {{list}};

create table "price_list" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "name" text collate "und-x-icu" not null,
  "currency" text not null,
  "prices_include" text not null default 'net',
  "is_default" boolean not null default false,
  "valid_from" date,
  "valid_to" date,
  "active" boolean not null default true,
  "description" text,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  "search_text" text not null default '',
  constraint "price_list_pkey" primary key ("workspace_id", "id"),
  constraint "price_list_prices_include_check" check ("prices_include" = any (array['net', 'gross']::text[]))
);

create index "price_list_name_idx" on "price_list" ("workspace_id", "name", "id") where "deleted_at" is null;

create index "price_list_currency_idx" on "price_list" ("workspace_id", "currency", "id") where "deleted_at" is null;

create index "price_list_valid_from_idx" on "price_list" ("workspace_id", "valid_from", "id") where "deleted_at" is null;

create index "price_list_valid_to_idx" on "price_list" ("workspace_id", "valid_to", "id") where "deleted_at" is null;

create index "price_list_active_idx" on "price_list" ("workspace_id", "active", "id") where "deleted_at" is null;

create index "price_list_created_at_idx" on "price_list" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "price_list_updated_at_idx" on "price_list" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "price_list_name_key" on "price_list" ("workspace_id", "name") where "deleted_at" is null;

create index "price_list_search_text_gin" on "price_list" using gin ("workspace_id", "search_text" gin_trgm_ops) where "deleted_at" is null;

create index "price_list_custom_gin" on "price_list" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "price_list_trash_idx" on "price_list" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "price_list" enable row level security;

create policy "workspace" on "price_list" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "price_list" for select to {{list}} using (true);

grant select, insert, update, delete on "price_list" to {{app}};

grant select on "price_list" to {{list}};

create table "price_list_entry" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "price_list_id" uuid not null,
  "product_id" uuid not null,
  "min_quantity" numeric(20,6) not null default '1',
  "unit_price" numeric(20,6),
  "discount_percent" numeric(9,4),
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "price_list_entry_pkey" primary key ("workspace_id", "id")
);

create index "price_list_entry_price_list_id_idx" on "price_list_entry" ("workspace_id", "price_list_id", "id") where "deleted_at" is null;

create index "price_list_entry_product_id_idx" on "price_list_entry" ("workspace_id", "product_id", "id") where "deleted_at" is null;

create index "price_list_entry_min_quantity_idx" on "price_list_entry" ("workspace_id", "min_quantity", "id") where "deleted_at" is null;

create index "price_list_entry_created_at_idx" on "price_list_entry" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "price_list_entry_updated_at_idx" on "price_list_entry" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "price_list_entry_price_list_id_product_id_min_quantity_key" on "price_list_entry" ("workspace_id", "price_list_id", "product_id", "min_quantity") where "deleted_at" is null;

create index "price_list_entry_custom_gin" on "price_list_entry" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "price_list_entry_trash_idx" on "price_list_entry" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "price_list_entry" enable row level security;

create policy "workspace" on "price_list_entry" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "price_list_entry" for select to {{list}} using (true);

grant select, insert, update, delete on "price_list_entry" to {{app}};

grant select on "price_list_entry" to {{list}};

create table "product" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "name" text collate "und-x-icu" not null,
  "sku" text collate "und-x-icu",
  "type" text not null default 'stock',
  "category_id" uuid,
  "unit" text,
  "unit_price" numeric(20,6),
  "cost" numeric(20,6),
  "currency" text,
  "tax_class_id" uuid,
  "active" boolean not null default true,
  "description" text,
  "image_id" uuid,
  "external_id" text,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  "search_text" text not null default '',
  constraint "product_pkey" primary key ("workspace_id", "id"),
  constraint "product_type_check" check ("type" = any (array['stock', 'service', 'subscription', 'bundle']::text[]))
);

create index "product_name_idx" on "product" ("workspace_id", "name", "id") where "deleted_at" is null;

create index "product_sku_idx" on "product" ("workspace_id", "sku", "id") where "deleted_at" is null;

create index "product_type_idx" on "product" ("workspace_id", "type", "id") where "deleted_at" is null;

create index "product_category_id_idx" on "product" ("workspace_id", "category_id", "id") where "deleted_at" is null;

create index "product_unit_price_idx" on "product" ("workspace_id", "unit_price", "id") where "deleted_at" is null;

create index "product_currency_idx" on "product" ("workspace_id", "currency", "id") where "deleted_at" is null;

create index "product_tax_class_id_idx" on "product" ("workspace_id", "tax_class_id", "id") where "deleted_at" is null;

create index "product_active_idx" on "product" ("workspace_id", "active", "id") where "deleted_at" is null;

create index "product_external_id_idx" on "product" ("workspace_id", "external_id", "id") where "deleted_at" is null;

create index "product_created_at_idx" on "product" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "product_updated_at_idx" on "product" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "product_sku_key" on "product" ("workspace_id", "sku") where "deleted_at" is null;

create index "product_search_text_gin" on "product" using gin ("workspace_id", "search_text" gin_trgm_ops) where "deleted_at" is null;

create index "product_custom_gin" on "product" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "product_trash_idx" on "product" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "product" enable row level security;

create policy "workspace" on "product" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "product" for select to {{list}} using (true);

grant select, insert, update, delete on "product" to {{app}};

grant select on "product" to {{list}};

create table "product_category" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "name" text collate "und-x-icu" not null,
  "parent_id" uuid,
  "description" text,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "product_category_pkey" primary key ("workspace_id", "id")
);

create index "product_category_name_idx" on "product_category" ("workspace_id", "name", "id") where "deleted_at" is null;

create index "product_category_parent_id_idx" on "product_category" ("workspace_id", "parent_id", "id") where "deleted_at" is null;

create index "product_category_created_at_idx" on "product_category" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "product_category_updated_at_idx" on "product_category" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "product_category_name_key" on "product_category" ("workspace_id", "name") where "deleted_at" is null;

create index "product_category_custom_gin" on "product_category" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "product_category_trash_idx" on "product_category" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "product_category" enable row level security;

create policy "workspace" on "product_category" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "product_category" for select to {{list}} using (true);

grant select, insert, update, delete on "product_category" to {{app}};

grant select on "product_category" to {{list}};

create table "tax_class" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "name" text collate "und-x-icu" not null,
  "description" text,
  "is_default" boolean not null default false,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "tax_class_pkey" primary key ("workspace_id", "id")
);

create index "tax_class_name_idx" on "tax_class" ("workspace_id", "name", "id") where "deleted_at" is null;

create index "tax_class_created_at_idx" on "tax_class" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "tax_class_updated_at_idx" on "tax_class" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "tax_class_name_key" on "tax_class" ("workspace_id", "name") where "deleted_at" is null;

create index "tax_class_custom_gin" on "tax_class" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "tax_class_trash_idx" on "tax_class" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "tax_class" enable row level security;

create policy "workspace" on "tax_class" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "tax_class" for select to {{list}} using (true);

grant select, insert, update, delete on "tax_class" to {{app}};

grant select on "tax_class" to {{list}};

create table "tax_rate" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "name" text collate "und-x-icu" not null,
  "tax_class_id" uuid not null,
  "country" text collate "und-x-icu",
  "rate" numeric(9,4) not null,
  "category" text not null default 'S',
  "exemption_reason" text,
  "valid_from" date,
  "valid_to" date,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "tax_rate_pkey" primary key ("workspace_id", "id"),
  constraint "tax_rate_category_check" check ("category" = any (array['S', 'Z', 'E', 'AE', 'K', 'G', 'O']::text[]))
);

create index "tax_rate_name_idx" on "tax_rate" ("workspace_id", "name", "id") where "deleted_at" is null;

create index "tax_rate_tax_class_id_idx" on "tax_rate" ("workspace_id", "tax_class_id", "id") where "deleted_at" is null;

create index "tax_rate_country_idx" on "tax_rate" ("workspace_id", "country", "id") where "deleted_at" is null;

create index "tax_rate_category_idx" on "tax_rate" ("workspace_id", "category", "id") where "deleted_at" is null;

create index "tax_rate_valid_from_idx" on "tax_rate" ("workspace_id", "valid_from", "id") where "deleted_at" is null;

create index "tax_rate_created_at_idx" on "tax_rate" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "tax_rate_updated_at_idx" on "tax_rate" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "tax_rate_tax_class_id_country_idx" on "tax_rate" ("workspace_id", "tax_class_id", "country", "id") where "deleted_at" is null;

create index "tax_rate_custom_gin" on "tax_rate" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "tax_rate_trash_idx" on "tax_rate" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "tax_rate" enable row level security;

create policy "workspace" on "tax_rate" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "tax_rate" for select to {{list}} using (true);

grant select, insert, update, delete on "tax_rate" to {{app}};

grant select on "tax_rate" to {{list}};

create table "lead" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "name" text collate "und-x-icu",
  "first_name" text,
  "last_name" text,
  "company" text collate "und-x-icu",
  "job_title" text,
  "email" text,
  "phone" text,
  "mobile" text,
  "website" text,
  "status" text not null default 'new',
  "lead_stage_id" uuid,
  "type_id" uuid,
  "source_id" uuid,
  "campaign" text,
  "industry_id" uuid,
  "employees" bigint,
  "address" jsonb,
  "country" text collate "und-x-icu",
  "need" text,
  "follow_up_on" date,
  "next_activity_on" date,
  "score" bigint,
  "budget" bigint,
  "currency" text,
  "bant_budget" text,
  "bant_authority" text,
  "bant_need" text,
  "bant_timeline" text,
  "dead_kind" text,
  "lost_reason_id" uuid,
  "recontact_on" date,
  "status_note" text,
  "entered_stage_at" timestamptz(3),
  "converted_at" timestamptz(3),
  "account_id" uuid,
  "contact_id" uuid,
  "opportunity_id" uuid,
  "conversion" jsonb,
  "utm_source" text,
  "utm_medium" text,
  "utm_campaign" text,
  "utm_term" text,
  "utm_content" text,
  "description" text,
  "external_id" text,
  "name_key" text,
  "company_key" text,
  "domain" text,
  "owner_id" uuid,
  "team_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  "search_text" text not null default '',
  constraint "lead_pkey" primary key ("workspace_id", "id"),
  constraint "lead_status_check" check ("status" = any (array['new', 'assigned', 'inProcess', 'converted', 'recycled', 'dead']::text[])),
  constraint "lead_bant_budget_check" check ("bant_budget" = any (array['yes', 'no', 'unknown']::text[])),
  constraint "lead_bant_authority_check" check ("bant_authority" = any (array['yes', 'no']::text[])),
  constraint "lead_bant_need_check" check ("bant_need" = any (array['yes', 'no']::text[])),
  constraint "lead_bant_timeline_check" check ("bant_timeline" = any (array['urgent', 'midTerm', 'unclear']::text[])),
  constraint "lead_dead_kind_check" check ("dead_kind" = any (array['lost', 'junk', 'disqualified']::text[]))
);

create index "lead_name_idx" on "lead" ("workspace_id", "name", "id") where "deleted_at" is null;

create index "lead_company_idx" on "lead" ("workspace_id", "company", "id") where "deleted_at" is null;

create index "lead_job_title_idx" on "lead" ("workspace_id", "job_title", "id") where "deleted_at" is null;

create index "lead_email_idx" on "lead" ("workspace_id", "email", "id") where "deleted_at" is null;

create index "lead_phone_idx" on "lead" ("workspace_id", "phone", "id") where "deleted_at" is null;

create index "lead_mobile_idx" on "lead" ("workspace_id", "mobile", "id") where "deleted_at" is null;

create index "lead_status_idx" on "lead" ("workspace_id", "status", "id") where "deleted_at" is null;

create index "lead_lead_stage_id_idx" on "lead" ("workspace_id", "lead_stage_id", "id") where "deleted_at" is null;

create index "lead_type_id_idx" on "lead" ("workspace_id", "type_id", "id") where "deleted_at" is null;

create index "lead_source_id_idx" on "lead" ("workspace_id", "source_id", "id") where "deleted_at" is null;

create index "lead_campaign_idx" on "lead" ("workspace_id", "campaign", "id") where "deleted_at" is null;

create index "lead_industry_id_idx" on "lead" ("workspace_id", "industry_id", "id") where "deleted_at" is null;

create index "lead_employees_idx" on "lead" ("workspace_id", "employees", "id") where "deleted_at" is null;

create index "lead_country_idx" on "lead" ("workspace_id", "country", "id") where "deleted_at" is null;

create index "lead_follow_up_on_idx" on "lead" ("workspace_id", "follow_up_on", "id") where "deleted_at" is null;

create index "lead_next_activity_on_idx" on "lead" ("workspace_id", "next_activity_on", "id") where "deleted_at" is null;

create index "lead_score_idx" on "lead" ("workspace_id", "score", "id") where "deleted_at" is null;

create index "lead_budget_idx" on "lead" ("workspace_id", "budget", "id") where "deleted_at" is null;

create index "lead_bant_budget_idx" on "lead" ("workspace_id", "bant_budget", "id") where "deleted_at" is null;

create index "lead_bant_authority_idx" on "lead" ("workspace_id", "bant_authority", "id") where "deleted_at" is null;

create index "lead_bant_need_idx" on "lead" ("workspace_id", "bant_need", "id") where "deleted_at" is null;

create index "lead_bant_timeline_idx" on "lead" ("workspace_id", "bant_timeline", "id") where "deleted_at" is null;

create index "lead_dead_kind_idx" on "lead" ("workspace_id", "dead_kind", "id") where "deleted_at" is null;

create index "lead_lost_reason_id_idx" on "lead" ("workspace_id", "lost_reason_id", "id") where "deleted_at" is null;

create index "lead_recontact_on_idx" on "lead" ("workspace_id", "recontact_on", "id") where "deleted_at" is null;

create index "lead_entered_stage_at_idx" on "lead" ("workspace_id", "entered_stage_at", "id") where "deleted_at" is null;

create index "lead_converted_at_idx" on "lead" ("workspace_id", "converted_at", "id") where "deleted_at" is null;

create index "lead_account_id_idx" on "lead" ("workspace_id", "account_id", "id") where "deleted_at" is null;

create index "lead_contact_id_idx" on "lead" ("workspace_id", "contact_id", "id") where "deleted_at" is null;

create index "lead_opportunity_id_idx" on "lead" ("workspace_id", "opportunity_id", "id") where "deleted_at" is null;

create index "lead_external_id_idx" on "lead" ("workspace_id", "external_id", "id") where "deleted_at" is null;

create index "lead_name_key_idx" on "lead" ("workspace_id", "name_key", "id") where "deleted_at" is null;

create index "lead_company_key_idx" on "lead" ("workspace_id", "company_key", "id") where "deleted_at" is null;

create index "lead_domain_idx" on "lead" ("workspace_id", "domain", "id") where "deleted_at" is null;

create index "lead_owner_id_idx" on "lead" ("workspace_id", "owner_id", "id") where "deleted_at" is null;

create index "lead_team_id_idx" on "lead" ("workspace_id", "team_id", "id") where "deleted_at" is null;

create index "lead_created_at_idx" on "lead" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "lead_updated_at_idx" on "lead" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "lead_owner_id_status_created_at_idx" on "lead" ("workspace_id", "owner_id", "status", "created_at", "id") where "deleted_at" is null;

create index "lead_team_id_status_created_at_idx" on "lead" ("workspace_id", "team_id", "status", "created_at", "id") where "deleted_at" is null;

create index "lead_search_text_gin" on "lead" using gin ("workspace_id", "owner_id", "team_id", "search_text" gin_trgm_ops) where "deleted_at" is null;

create index "lead_custom_gin" on "lead" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "lead_trash_idx" on "lead" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "lead" enable row level security;

create policy "workspace" on "lead" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "lead" for select to {{list}} using (true);

grant select, insert, update, delete on "lead" to {{app}};

grant select on "lead" to {{list}};

create table "lead_stage" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "pipeline" text not null default 'Leads',
  "label" text collate "und-x-icu" not null,
  "status" text not null,
  "position" bigint not null default 0,
  "tone" text,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "lead_stage_pkey" primary key ("workspace_id", "id"),
  constraint "lead_stage_status_check" check ("status" = any (array['new', 'assigned', 'inProcess', 'recycled']::text[])),
  constraint "lead_stage_tone_check" check ("tone" = any (array['grey', 'blue', 'amber', 'green', 'red', 'violet']::text[]))
);

create index "lead_stage_pipeline_idx" on "lead_stage" ("workspace_id", "pipeline", "id") where "deleted_at" is null;

create index "lead_stage_label_idx" on "lead_stage" ("workspace_id", "label", "id") where "deleted_at" is null;

create index "lead_stage_status_idx" on "lead_stage" ("workspace_id", "status", "id") where "deleted_at" is null;

create index "lead_stage_position_idx" on "lead_stage" ("workspace_id", "position", "id") where "deleted_at" is null;

create index "lead_stage_created_at_idx" on "lead_stage" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "lead_stage_updated_at_idx" on "lead_stage" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "lead_stage_pipeline_label_key" on "lead_stage" ("workspace_id", "pipeline", "label") where "deleted_at" is null;

create index "lead_stage_custom_gin" on "lead_stage" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "lead_stage_trash_idx" on "lead_stage" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "lead_stage" enable row level security;

create policy "workspace" on "lead_stage" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "lead_stage" for select to {{list}} using (true);

grant select, insert, update, delete on "lead_stage" to {{app}};

grant select on "lead_stage" to {{list}};

create table "opportunity" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "name" text collate "und-x-icu" not null,
  "account_id" uuid,
  "contact_id" uuid,
  "pipeline_id" uuid,
  "stage_id" uuid,
  "status" text not null default 'open',
  "amount" bigint not null default 0,
  "amount_base" bigint not null default 0,
  "currency" text,
  "expected_close_date" date,
  "probability_override" numeric(9,4),
  "forecast_override" text,
  "next_step" text,
  "next_activity_on" date,
  "product_id" uuid,
  "source_id" uuid,
  "campaign" text,
  "competitor_id" uuid,
  "engaged_on" date,
  "description" text,
  "probability" numeric(9,4),
  "weighted_amount" bigint not null default 0,
  "weighted_amount_base" bigint not null default 0,
  "forecast_category" text,
  "closed_on" date,
  "lost_reason_id" uuid,
  "close_note" text,
  "hold_reason" text,
  "resume_on" date,
  "entered_stage_at" timestamptz(3),
  "last_stage_id" uuid,
  "lead_id" uuid,
  "exchange_rate" numeric(20,10),
  "content_changed_at" timestamptz(3),
  "external_id" text,
  "owner_id" uuid,
  "team_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  "search_text" text not null default '',
  constraint "opportunity_pkey" primary key ("workspace_id", "id"),
  constraint "opportunity_status_check" check ("status" = any (array['open', 'onHold', 'won', 'lost']::text[])),
  constraint "opportunity_forecast_override_check" check ("forecast_override" = any (array['pipeline', 'bestCase', 'commit', 'closed', 'omitted']::text[])),
  constraint "opportunity_forecast_category_check" check ("forecast_category" = any (array['pipeline', 'bestCase', 'commit', 'closed', 'omitted']::text[]))
);

create index "opportunity_name_idx" on "opportunity" ("workspace_id", "name", "id") where "deleted_at" is null;

create index "opportunity_account_id_idx" on "opportunity" ("workspace_id", "account_id", "id") where "deleted_at" is null;

create index "opportunity_contact_id_idx" on "opportunity" ("workspace_id", "contact_id", "id") where "deleted_at" is null;

create index "opportunity_pipeline_id_idx" on "opportunity" ("workspace_id", "pipeline_id", "id") where "deleted_at" is null;

create index "opportunity_stage_id_idx" on "opportunity" ("workspace_id", "stage_id", "id") where "deleted_at" is null;

create index "opportunity_status_idx" on "opportunity" ("workspace_id", "status", "id") where "deleted_at" is null;

create index "opportunity_amount_base_idx" on "opportunity" ("workspace_id", "amount_base", "id") where "deleted_at" is null;

create index "opportunity_currency_idx" on "opportunity" ("workspace_id", "currency", "id") where "deleted_at" is null;

create index "opportunity_expected_close_date_idx" on "opportunity" ("workspace_id", "expected_close_date", "id") where "deleted_at" is null;

create index "opportunity_next_activity_on_idx" on "opportunity" ("workspace_id", "next_activity_on", "id") where "deleted_at" is null;

create index "opportunity_product_id_idx" on "opportunity" ("workspace_id", "product_id", "id") where "deleted_at" is null;

create index "opportunity_source_id_idx" on "opportunity" ("workspace_id", "source_id", "id") where "deleted_at" is null;

create index "opportunity_campaign_idx" on "opportunity" ("workspace_id", "campaign", "id") where "deleted_at" is null;

create index "opportunity_competitor_id_idx" on "opportunity" ("workspace_id", "competitor_id", "id") where "deleted_at" is null;

create index "opportunity_engaged_on_idx" on "opportunity" ("workspace_id", "engaged_on", "id") where "deleted_at" is null;

create index "opportunity_probability_idx" on "opportunity" ("workspace_id", "probability", "id") where "deleted_at" is null;

create index "opportunity_weighted_amount_base_idx" on "opportunity" ("workspace_id", "weighted_amount_base", "id") where "deleted_at" is null;

create index "opportunity_forecast_category_idx" on "opportunity" ("workspace_id", "forecast_category", "id") where "deleted_at" is null;

create index "opportunity_closed_on_idx" on "opportunity" ("workspace_id", "closed_on", "id") where "deleted_at" is null;

create index "opportunity_lost_reason_id_idx" on "opportunity" ("workspace_id", "lost_reason_id", "id") where "deleted_at" is null;

create index "opportunity_resume_on_idx" on "opportunity" ("workspace_id", "resume_on", "id") where "deleted_at" is null;

create index "opportunity_entered_stage_at_idx" on "opportunity" ("workspace_id", "entered_stage_at", "id") where "deleted_at" is null;

create index "opportunity_lead_id_idx" on "opportunity" ("workspace_id", "lead_id", "id") where "deleted_at" is null;

create index "opportunity_external_id_idx" on "opportunity" ("workspace_id", "external_id", "id") where "deleted_at" is null;

create index "opportunity_owner_id_idx" on "opportunity" ("workspace_id", "owner_id", "id") where "deleted_at" is null;

create index "opportunity_team_id_idx" on "opportunity" ("workspace_id", "team_id", "id") where "deleted_at" is null;

create index "opportunity_created_at_idx" on "opportunity" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "opportunity_updated_at_idx" on "opportunity" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "opportunity_pipeline_id_stage_id_idx" on "opportunity" ("workspace_id", "pipeline_id", "stage_id", "id") where "deleted_at" is null;

create index "opportunity_status_expected_close_date_idx" on "opportunity" ("workspace_id", "status", "expected_close_date", "id") where "deleted_at" is null;

create index "opportunity_owner_id_stage_id_status_entered_stage_at__25738fb7" on "opportunity" ("workspace_id", "owner_id", "stage_id", "status", "entered_stage_at", "amount_base", "weighted_amount_base", "closed_on", "id") where "deleted_at" is null;

create index "opportunity_team_id_stage_id_status_entered_stage_at_a_d20e2b34" on "opportunity" ("workspace_id", "team_id", "stage_id", "status", "entered_stage_at", "amount_base", "weighted_amount_base", "closed_on", "id") where "deleted_at" is null;

create index "opportunity_search_text_gin" on "opportunity" using gin ("workspace_id", "owner_id", "team_id", "search_text" gin_trgm_ops) where "deleted_at" is null;

create index "opportunity_custom_gin" on "opportunity" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "opportunity_trash_idx" on "opportunity" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "opportunity" enable row level security;

create policy "workspace" on "opportunity" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "opportunity" for select to {{list}} using (true);

grant select, insert, update, delete on "opportunity" to {{app}};

grant select on "opportunity" to {{list}};

create table "opportunity_contact" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "opportunity_id" uuid not null,
  "contact_id" uuid not null,
  "role" text,
  "attitude" text,
  "note" text,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "opportunity_contact_pkey" primary key ("workspace_id", "id"),
  constraint "opportunity_contact_role_check" check ("role" = any (array['decisionMaker', 'economicBuyer', 'champion', 'influencer', 'blocker', 'user']::text[])),
  constraint "opportunity_contact_attitude_check" check ("attitude" = any (array['positive', 'neutral', 'negative']::text[]))
);

create index "opportunity_contact_opportunity_id_idx" on "opportunity_contact" ("workspace_id", "opportunity_id", "id") where "deleted_at" is null;

create index "opportunity_contact_contact_id_idx" on "opportunity_contact" ("workspace_id", "contact_id", "id") where "deleted_at" is null;

create index "opportunity_contact_created_at_idx" on "opportunity_contact" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "opportunity_contact_updated_at_idx" on "opportunity_contact" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "opportunity_contact_opportunity_id_contact_id_key" on "opportunity_contact" ("workspace_id", "opportunity_id", "contact_id") where "deleted_at" is null;

create index "opportunity_contact_custom_gin" on "opportunity_contact" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "opportunity_contact_trash_idx" on "opportunity_contact" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "opportunity_contact" enable row level security;

create policy "workspace" on "opportunity_contact" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "opportunity_contact" for select to {{list}} using (true);

grant select, insert, update, delete on "opportunity_contact" to {{app}};

grant select on "opportunity_contact" to {{list}};

create table "opportunity_line" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "opportunity_id" uuid not null,
  "position" bigint not null default 0,
  "product_id" uuid,
  "description" text,
  "quantity" numeric(20,6) not null default '1',
  "unit" text,
  "unit_price" numeric(20,6) not null default '0',
  "discount_percent" numeric(9,4),
  "net" bigint not null default 0,
  "currency" text,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "opportunity_line_pkey" primary key ("workspace_id", "id")
);

create index "opportunity_line_opportunity_id_idx" on "opportunity_line" ("workspace_id", "opportunity_id", "id") where "deleted_at" is null;

create index "opportunity_line_product_id_idx" on "opportunity_line" ("workspace_id", "product_id", "id") where "deleted_at" is null;

create index "opportunity_line_created_at_idx" on "opportunity_line" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "opportunity_line_updated_at_idx" on "opportunity_line" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "opportunity_line_custom_gin" on "opportunity_line" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "opportunity_line_trash_idx" on "opportunity_line" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "opportunity_line" enable row level security;

create policy "workspace" on "opportunity_line" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "opportunity_line" for select to {{list}} using (true);

grant select, insert, update, delete on "opportunity_line" to {{app}};

grant select on "opportunity_line" to {{list}};

create table "pipeline" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "name" text collate "und-x-icu" not null,
  "policy" text not null default 'free',
  "is_default" boolean not null default false,
  "active" boolean not null default true,
  "position" bigint not null default 0,
  "description" text,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "pipeline_pkey" primary key ("workspace_id", "id"),
  constraint "pipeline_policy_check" check ("policy" = any (array['free', 'stepwise']::text[]))
);

create index "pipeline_name_idx" on "pipeline" ("workspace_id", "name", "id") where "deleted_at" is null;

create index "pipeline_active_idx" on "pipeline" ("workspace_id", "active", "id") where "deleted_at" is null;

create index "pipeline_position_idx" on "pipeline" ("workspace_id", "position", "id") where "deleted_at" is null;

create index "pipeline_created_at_idx" on "pipeline" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "pipeline_updated_at_idx" on "pipeline" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "pipeline_name_key" on "pipeline" ("workspace_id", "name") where "deleted_at" is null;

create index "pipeline_custom_gin" on "pipeline" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "pipeline_trash_idx" on "pipeline" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "pipeline" enable row level security;

create policy "workspace" on "pipeline" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "pipeline" for select to {{list}} using (true);

grant select, insert, update, delete on "pipeline" to {{app}};

grant select on "pipeline" to {{list}};

create table "stage" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "pipeline_id" uuid not null,
  "name" text collate "und-x-icu" not null,
  "type" text not null default 'open',
  "probability" numeric(9,4) not null default '0',
  "forecast_category" text not null default 'pipeline',
  "days_allowed" bigint,
  "guidance" text,
  "required_fields" jsonb,
  "position" bigint not null default 0,
  "tone" text,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "stage_pkey" primary key ("workspace_id", "id"),
  constraint "stage_type_check" check ("type" = any (array['open', 'onHold', 'won', 'lost']::text[])),
  constraint "stage_forecast_category_check" check ("forecast_category" = any (array['pipeline', 'bestCase', 'commit', 'closed', 'omitted']::text[])),
  constraint "stage_tone_check" check ("tone" = any (array['grey', 'blue', 'amber', 'green', 'red', 'violet']::text[]))
);

create index "stage_pipeline_id_idx" on "stage" ("workspace_id", "pipeline_id", "id") where "deleted_at" is null;

create index "stage_name_idx" on "stage" ("workspace_id", "name", "id") where "deleted_at" is null;

create index "stage_type_idx" on "stage" ("workspace_id", "type", "id") where "deleted_at" is null;

create index "stage_position_idx" on "stage" ("workspace_id", "position", "id") where "deleted_at" is null;

create index "stage_created_at_idx" on "stage" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "stage_updated_at_idx" on "stage" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "stage_pipeline_id_name_key" on "stage" ("workspace_id", "pipeline_id", "name") where "deleted_at" is null;

create index "stage_custom_gin" on "stage" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "stage_trash_idx" on "stage" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "stage" enable row level security;

create policy "workspace" on "stage" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "stage" for select to {{list}} using (true);

grant select, insert, update, delete on "stage" to {{app}};

grant select on "stage" to {{list}};

create table "stage_change" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "opportunity_id" uuid not null,
  "from_stage_id" uuid,
  "to_stage_id" uuid not null,
  "at" timestamptz(3) not null,
  "by_id" uuid,
  "seconds" bigint,
  "reason" text,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "stage_change_pkey" primary key ("workspace_id", "id")
);

create index "stage_change_opportunity_id_idx" on "stage_change" ("workspace_id", "opportunity_id", "id") where "deleted_at" is null;

create index "stage_change_from_stage_id_idx" on "stage_change" ("workspace_id", "from_stage_id", "id") where "deleted_at" is null;

create index "stage_change_to_stage_id_idx" on "stage_change" ("workspace_id", "to_stage_id", "id") where "deleted_at" is null;

create index "stage_change_at_idx" on "stage_change" ("workspace_id", "at", "id") where "deleted_at" is null;

create index "stage_change_by_id_idx" on "stage_change" ("workspace_id", "by_id", "id") where "deleted_at" is null;

create index "stage_change_created_at_idx" on "stage_change" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "stage_change_updated_at_idx" on "stage_change" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "stage_change_opportunity_id_at_idx" on "stage_change" ("workspace_id", "opportunity_id", "at", "id") where "deleted_at" is null;

create index "stage_change_custom_gin" on "stage_change" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "stage_change_trash_idx" on "stage_change" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "stage_change" enable row level security;

create policy "workspace" on "stage_change" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "stage_change" for select to {{list}} using (true);

grant select, insert, update, delete on "stage_change" to {{app}};

grant select on "stage_change" to {{list}};

create table "activity" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "kind" text not null default 'task',
  "subject" text collate "und-x-icu" not null,
  "body" text,
  "about_entity" text,
  "about_id" uuid,
  "due_on" date,
  "due_at" timestamptz(3),
  "starts_at" timestamptz(3),
  "ends_at" timestamptz(3),
  "duration_minutes" bigint,
  "direction" text,
  "outcome_id" uuid,
  "priority" text not null default 'normal',
  "reminder_at" timestamptz(3),
  "status" text not null default 'open',
  "done_at" timestamptz(3),
  "repeats" text,
  "repeat_every" bigint,
  "repeat_on" text[],
  "repeat_until" date,
  "repeat_times" bigint,
  "series_id" text,
  "occurrence" bigint,
  "anchor_on" date,
  "anchor_occurrence" bigint,
  "following" jsonb,
  "owner_id" uuid,
  "team_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  "search_text" text not null default '',
  constraint "activity_pkey" primary key ("workspace_id", "id"),
  constraint "activity_kind_check" check ("kind" = any (array['task', 'call', 'meeting', 'note', 'email']::text[])),
  constraint "activity_about_check" check (("about_entity" is null) = ("about_id" is null)),
  constraint "activity_direction_check" check ("direction" = any (array['in', 'out']::text[])),
  constraint "activity_priority_check" check ("priority" = any (array['high', 'normal', 'low']::text[])),
  constraint "activity_status_check" check ("status" = any (array['open', 'done', 'cancelled']::text[])),
  constraint "activity_repeats_check" check ("repeats" = any (array['daily', 'weekly', 'monthly', 'yearly']::text[])),
  constraint "activity_repeat_on_check" check ("repeat_on" <@ array['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']::text[])
);

create index "activity_kind_idx" on "activity" ("workspace_id", "kind", "id") where "deleted_at" is null;

create index "activity_subject_idx" on "activity" ("workspace_id", "subject", "id") where "deleted_at" is null;

create index "activity_about_id_idx" on "activity" ("workspace_id", "about_id", "id") where "deleted_at" is null;

create index "activity_due_on_idx" on "activity" ("workspace_id", "due_on", "id") where "deleted_at" is null;

create index "activity_starts_at_idx" on "activity" ("workspace_id", "starts_at", "id") where "deleted_at" is null;

create index "activity_direction_idx" on "activity" ("workspace_id", "direction", "id") where "deleted_at" is null;

create index "activity_outcome_id_idx" on "activity" ("workspace_id", "outcome_id", "id") where "deleted_at" is null;

create index "activity_priority_idx" on "activity" ("workspace_id", "priority", "id") where "deleted_at" is null;

create index "activity_status_idx" on "activity" ("workspace_id", "status", "id") where "deleted_at" is null;

create index "activity_done_at_idx" on "activity" ("workspace_id", "done_at", "id") where "deleted_at" is null;

create index "activity_repeats_idx" on "activity" ("workspace_id", "repeats", "id") where "deleted_at" is null;

create index "activity_owner_id_idx" on "activity" ("workspace_id", "owner_id", "id") where "deleted_at" is null;

create index "activity_team_id_idx" on "activity" ("workspace_id", "team_id", "id") where "deleted_at" is null;

create index "activity_created_at_idx" on "activity" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "activity_updated_at_idx" on "activity" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "activity_owner_id_status_due_on_idx" on "activity" ("workspace_id", "owner_id", "status", "due_on", "id") where "deleted_at" is null;

create index "activity_team_id_status_due_on_idx" on "activity" ("workspace_id", "team_id", "status", "due_on", "id") where "deleted_at" is null;

create index "activity_owner_id_status_starts_at_idx" on "activity" ("workspace_id", "owner_id", "status", "starts_at", "id") where "deleted_at" is null;

create unique index "activity_series_id_occurrence_key" on "activity" ("workspace_id", "series_id", "occurrence") where "deleted_at" is null;

create index "activity_search_text_gin" on "activity" using gin ("workspace_id", "owner_id", "team_id", "search_text" gin_trgm_ops) where "deleted_at" is null;

create index "activity_custom_gin" on "activity" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "activity_trash_idx" on "activity" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "activity" enable row level security;

create policy "workspace" on "activity" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "activity" for select to {{list}} using (true);

grant select, insert, update, delete on "activity" to {{app}};

grant select on "activity" to {{list}};

create table "activity_link" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "activity_id" uuid not null,
  "target_entity" text not null,
  "target_id" uuid not null,
  "role" text not null default 'about',
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "activity_link_pkey" primary key ("workspace_id", "id"),
  constraint "activity_link_target_check" check (("target_entity" is null) = ("target_id" is null)),
  constraint "activity_link_role_check" check ("role" = any (array['about', 'participant']::text[]))
);

create index "activity_link_activity_id_idx" on "activity_link" ("workspace_id", "activity_id", "id") where "deleted_at" is null;

create index "activity_link_target_id_idx" on "activity_link" ("workspace_id", "target_id", "id") where "deleted_at" is null;

create index "activity_link_created_at_idx" on "activity_link" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "activity_link_updated_at_idx" on "activity_link" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "activity_link_custom_gin" on "activity_link" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "activity_link_trash_idx" on "activity_link" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "activity_link" enable row level security;

create policy "workspace" on "activity_link" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "activity_link" for select to {{list}} using (true);

grant select, insert, update, delete on "activity_link" to {{app}};

grant select on "activity_link" to {{list}};

create table "quote" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "number" text collate "und-x-icu",
  "account_id" uuid,
  "contact_id" uuid,
  "company_id" uuid,
  "title" text collate "und-x-icu",
  "customer_reference" text,
  "billing_address" jsonb,
  "delivery_address" jsonb,
  "intro" text,
  "terms" text,
  "internal_notes" text,
  "currency" text,
  "exchange_rate" numeric(20,10),
  "prices_include" text not null default 'net',
  "rounding" text not null default 'perGroup',
  "discount_percent" numeric(9,4),
  "discount_amount" bigint,
  "discount_amount_base" bigint,
  "net_total" bigint not null default 0,
  "net_total_base" bigint not null default 0,
  "tax_total" bigint not null default 0,
  "tax_total_base" bigint not null default 0,
  "gross_total" bigint not null default 0,
  "gross_total_base" bigint not null default 0,
  "cost" bigint,
  "cost_base" bigint,
  "margin" bigint,
  "margin_base" bigint,
  "tax_breakdown" jsonb,
  "content_changed_at" timestamptz(3),
  "status" text not null default 'draft',
  "opportunity_id" uuid,
  "lead_id" uuid,
  "issue_date" date,
  "valid_until" date,
  "allow_comments" boolean,
  "require_signature" boolean,
  "require_decline_reason" boolean,
  "revision" bigint not null default 1,
  "revision_of_id" uuid,
  "sent_at" timestamptz(3),
  "viewed_at" timestamptz(3),
  "decided_at" timestamptz(3),
  "approved_by_id" uuid,
  "accepted_by" text,
  "decline_reason" text,
  "acceptance" jsonb,
  "owner_id" uuid,
  "team_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  "search_text" text not null default '',
  constraint "quote_pkey" primary key ("workspace_id", "id"),
  constraint "quote_prices_include_check" check ("prices_include" = any (array['net', 'gross']::text[])),
  constraint "quote_rounding_check" check ("rounding" = any (array['perGroup', 'perLine']::text[])),
  constraint "quote_status_check" check ("status" = any (array['draft', 'inApproval', 'approved', 'sent', 'viewed', 'accepted', 'declined', 'revised', 'superseded', 'cancelled']::text[]))
);

create index "quote_number_idx" on "quote" ("workspace_id", "number", "id") where "deleted_at" is null;

create index "quote_account_id_idx" on "quote" ("workspace_id", "account_id", "id") where "deleted_at" is null;

create index "quote_contact_id_idx" on "quote" ("workspace_id", "contact_id", "id") where "deleted_at" is null;

create index "quote_company_id_idx" on "quote" ("workspace_id", "company_id", "id") where "deleted_at" is null;

create index "quote_title_idx" on "quote" ("workspace_id", "title", "id") where "deleted_at" is null;

create index "quote_currency_idx" on "quote" ("workspace_id", "currency", "id") where "deleted_at" is null;

create index "quote_net_total_base_idx" on "quote" ("workspace_id", "net_total_base", "id") where "deleted_at" is null;

create index "quote_gross_total_base_idx" on "quote" ("workspace_id", "gross_total_base", "id") where "deleted_at" is null;

create index "quote_status_idx" on "quote" ("workspace_id", "status", "id") where "deleted_at" is null;

create index "quote_opportunity_id_idx" on "quote" ("workspace_id", "opportunity_id", "id") where "deleted_at" is null;

create index "quote_lead_id_idx" on "quote" ("workspace_id", "lead_id", "id") where "deleted_at" is null;

create index "quote_issue_date_idx" on "quote" ("workspace_id", "issue_date", "id") where "deleted_at" is null;

create index "quote_valid_until_idx" on "quote" ("workspace_id", "valid_until", "id") where "deleted_at" is null;

create index "quote_revision_of_id_idx" on "quote" ("workspace_id", "revision_of_id", "id") where "deleted_at" is null;

create index "quote_sent_at_idx" on "quote" ("workspace_id", "sent_at", "id") where "deleted_at" is null;

create index "quote_decided_at_idx" on "quote" ("workspace_id", "decided_at", "id") where "deleted_at" is null;

create index "quote_approved_by_id_idx" on "quote" ("workspace_id", "approved_by_id", "id") where "deleted_at" is null;

create index "quote_owner_id_idx" on "quote" ("workspace_id", "owner_id", "id") where "deleted_at" is null;

create index "quote_team_id_idx" on "quote" ("workspace_id", "team_id", "id") where "deleted_at" is null;

create index "quote_created_at_idx" on "quote" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "quote_updated_at_idx" on "quote" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "quote_status_valid_until_idx" on "quote" ("workspace_id", "status", "valid_until", "id") where "deleted_at" is null;

create index "quote_owner_id_status_valid_until_idx" on "quote" ("workspace_id", "owner_id", "status", "valid_until", "id") where "deleted_at" is null;

create index "quote_team_id_status_valid_until_idx" on "quote" ("workspace_id", "team_id", "status", "valid_until", "id") where "deleted_at" is null;

create unique index "quote_company_id_number_key" on "quote" ("workspace_id", "company_id", "number");

create index "quote_search_text_gin" on "quote" using gin ("workspace_id", "owner_id", "team_id", "search_text" gin_trgm_ops) where "deleted_at" is null;

create index "quote_custom_gin" on "quote" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "quote_trash_idx" on "quote" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "quote" enable row level security;

create policy "workspace" on "quote" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "quote" for select to {{list}} using (true);

grant select, insert, update, delete on "quote" to {{app}};

grant select on "quote" to {{list}};

create table "quote_comment" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "quote_id" uuid not null,
  "body" text not null,
  "author_name" text not null,
  "from_customer" boolean not null default false,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "quote_comment_pkey" primary key ("workspace_id", "id")
);

create index "quote_comment_quote_id_idx" on "quote_comment" ("workspace_id", "quote_id", "id") where "deleted_at" is null;

create index "quote_comment_created_at_idx" on "quote_comment" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "quote_comment_updated_at_idx" on "quote_comment" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "quote_comment_custom_gin" on "quote_comment" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "quote_comment_trash_idx" on "quote_comment" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "quote_comment" enable row level security;

create policy "workspace" on "quote_comment" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "quote_comment" for select to {{list}} using (true);

grant select, insert, update, delete on "quote_comment" to {{app}};

grant select on "quote_comment" to {{list}};

create table "quote_line" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "quote_id" uuid not null,
  "kind" text not null default 'product',
  "product_id" uuid,
  "description" text,
  "quantity" numeric(20,6) not null default '1',
  "unit" text,
  "unit_price" numeric(20,6) not null default '0',
  "discount_percent" numeric(9,4),
  "discount_amount" bigint,
  "tax_class_id" uuid,
  "taxes" jsonb,
  "optional" boolean not null default false,
  "selected" boolean not null default false,
  "unit_cost" numeric(20,6),
  "total" bigint not null default 0,
  "net" bigint not null default 0,
  "currency" text,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "quote_line_pkey" primary key ("workspace_id", "id"),
  constraint "quote_line_kind_check" check ("kind" = any (array['product', 'text', 'section', 'subtotal']::text[]))
);

create index "quote_line_quote_id_idx" on "quote_line" ("workspace_id", "quote_id", "id") where "deleted_at" is null;

create index "quote_line_product_id_idx" on "quote_line" ("workspace_id", "product_id", "id") where "deleted_at" is null;

create index "quote_line_tax_class_id_idx" on "quote_line" ("workspace_id", "tax_class_id", "id") where "deleted_at" is null;

create index "quote_line_created_at_idx" on "quote_line" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "quote_line_updated_at_idx" on "quote_line" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "quote_line_custom_gin" on "quote_line" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "quote_line_trash_idx" on "quote_line" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "quote_line" enable row level security;

create policy "workspace" on "quote_line" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "quote_line" for select to {{list}} using (true);

grant select, insert, update, delete on "quote_line" to {{app}};

grant select on "quote_line" to {{list}};

create table "order" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "number" text collate "und-x-icu",
  "account_id" uuid,
  "contact_id" uuid,
  "company_id" uuid,
  "title" text collate "und-x-icu",
  "customer_reference" text,
  "billing_address" jsonb,
  "delivery_address" jsonb,
  "intro" text,
  "terms" text,
  "internal_notes" text,
  "currency" text,
  "exchange_rate" numeric(20,10),
  "prices_include" text not null default 'net',
  "rounding" text not null default 'perGroup',
  "discount_percent" numeric(9,4),
  "discount_amount" bigint,
  "discount_amount_base" bigint,
  "net_total" bigint not null default 0,
  "net_total_base" bigint not null default 0,
  "tax_total" bigint not null default 0,
  "tax_total_base" bigint not null default 0,
  "gross_total" bigint not null default 0,
  "gross_total_base" bigint not null default 0,
  "cost" bigint,
  "cost_base" bigint,
  "margin" bigint,
  "margin_base" bigint,
  "tax_breakdown" jsonb,
  "content_changed_at" timestamptz(3),
  "status" text not null default 'draft',
  "quote_id" uuid,
  "opportunity_id" uuid,
  "order_date" date,
  "requested_date" date,
  "delivery_terms" text,
  "delivery_status" text not null default 'none',
  "invoice_status" text not null default 'none',
  "provisioning_status" text not null default 'none',
  "confirmed_at" timestamptz(3),
  "delivered_at" timestamptz(3),
  "cancel_reason" text,
  "owner_id" uuid,
  "team_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  "search_text" text not null default '',
  constraint "order_pkey" primary key ("workspace_id", "id"),
  constraint "order_prices_include_check" check ("prices_include" = any (array['net', 'gross']::text[])),
  constraint "order_rounding_check" check ("rounding" = any (array['perGroup', 'perLine']::text[])),
  constraint "order_status_check" check ("status" = any (array['draft', 'confirmed', 'processing', 'done', 'cancelled']::text[])),
  constraint "order_delivery_status_check" check ("delivery_status" = any (array['none', 'partly', 'delivered']::text[])),
  constraint "order_invoice_status_check" check ("invoice_status" = any (array['none', 'partly', 'invoiced']::text[])),
  constraint "order_provisioning_status_check" check ("provisioning_status" = any (array['none', 'pending', 'active', 'failed']::text[]))
);

create index "order_number_idx" on "order" ("workspace_id", "number", "id") where "deleted_at" is null;

create index "order_account_id_idx" on "order" ("workspace_id", "account_id", "id") where "deleted_at" is null;

create index "order_contact_id_idx" on "order" ("workspace_id", "contact_id", "id") where "deleted_at" is null;

create index "order_company_id_idx" on "order" ("workspace_id", "company_id", "id") where "deleted_at" is null;

create index "order_title_idx" on "order" ("workspace_id", "title", "id") where "deleted_at" is null;

create index "order_currency_idx" on "order" ("workspace_id", "currency", "id") where "deleted_at" is null;

create index "order_net_total_base_idx" on "order" ("workspace_id", "net_total_base", "id") where "deleted_at" is null;

create index "order_gross_total_base_idx" on "order" ("workspace_id", "gross_total_base", "id") where "deleted_at" is null;

create index "order_status_idx" on "order" ("workspace_id", "status", "id") where "deleted_at" is null;

create index "order_quote_id_idx" on "order" ("workspace_id", "quote_id", "id") where "deleted_at" is null;

create index "order_opportunity_id_idx" on "order" ("workspace_id", "opportunity_id", "id") where "deleted_at" is null;

create index "order_order_date_idx" on "order" ("workspace_id", "order_date", "id") where "deleted_at" is null;

create index "order_requested_date_idx" on "order" ("workspace_id", "requested_date", "id") where "deleted_at" is null;

create index "order_delivery_status_idx" on "order" ("workspace_id", "delivery_status", "id") where "deleted_at" is null;

create index "order_invoice_status_idx" on "order" ("workspace_id", "invoice_status", "id") where "deleted_at" is null;

create index "order_provisioning_status_idx" on "order" ("workspace_id", "provisioning_status", "id") where "deleted_at" is null;

create index "order_confirmed_at_idx" on "order" ("workspace_id", "confirmed_at", "id") where "deleted_at" is null;

create index "order_delivered_at_idx" on "order" ("workspace_id", "delivered_at", "id") where "deleted_at" is null;

create index "order_owner_id_idx" on "order" ("workspace_id", "owner_id", "id") where "deleted_at" is null;

create index "order_team_id_idx" on "order" ("workspace_id", "team_id", "id") where "deleted_at" is null;

create index "order_created_at_idx" on "order" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "order_updated_at_idx" on "order" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "order_company_id_number_key" on "order" ("workspace_id", "company_id", "number");

create index "order_search_text_gin" on "order" using gin ("workspace_id", "owner_id", "team_id", "search_text" gin_trgm_ops) where "deleted_at" is null;

create index "order_custom_gin" on "order" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "order_trash_idx" on "order" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "order" enable row level security;

create policy "workspace" on "order" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "order" for select to {{list}} using (true);

grant select, insert, update, delete on "order" to {{app}};

grant select on "order" to {{list}};

create table "order_line" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "order_id" uuid not null,
  "kind" text not null default 'product',
  "product_id" uuid,
  "description" text,
  "quantity" numeric(20,6) not null default '1',
  "unit" text,
  "unit_price" numeric(20,6) not null default '0',
  "discount_percent" numeric(9,4),
  "discount_amount" bigint,
  "tax_class_id" uuid,
  "taxes" jsonb,
  "optional" boolean not null default false,
  "selected" boolean not null default false,
  "unit_cost" numeric(20,6),
  "total" bigint not null default 0,
  "net" bigint not null default 0,
  "currency" text,
  "position" bigint not null default 0,
  "delivered_quantity" numeric(20,6) not null default '0',
  "invoiced_quantity" numeric(20,6) not null default '0',
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "order_line_pkey" primary key ("workspace_id", "id"),
  constraint "order_line_kind_check" check ("kind" = any (array['product', 'text', 'section', 'subtotal']::text[]))
);

create index "order_line_order_id_idx" on "order_line" ("workspace_id", "order_id", "id") where "deleted_at" is null;

create index "order_line_product_id_idx" on "order_line" ("workspace_id", "product_id", "id") where "deleted_at" is null;

create index "order_line_tax_class_id_idx" on "order_line" ("workspace_id", "tax_class_id", "id") where "deleted_at" is null;

create index "order_line_created_at_idx" on "order_line" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "order_line_updated_at_idx" on "order_line" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "order_line_custom_gin" on "order_line" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "order_line_trash_idx" on "order_line" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "order_line" enable row level security;

create policy "workspace" on "order_line" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "order_line" for select to {{list}} using (true);

grant select, insert, update, delete on "order_line" to {{app}};

grant select on "order_line" to {{list}};

create table "credit_note" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "number" text collate "und-x-icu",
  "account_id" uuid,
  "contact_id" uuid,
  "company_id" uuid,
  "title" text collate "und-x-icu",
  "customer_reference" text,
  "billing_address" jsonb,
  "delivery_address" jsonb,
  "intro" text,
  "terms" text,
  "internal_notes" text,
  "currency" text,
  "exchange_rate" numeric(20,10),
  "prices_include" text not null default 'net',
  "rounding" text not null default 'perGroup',
  "discount_percent" numeric(9,4),
  "discount_amount" bigint,
  "discount_amount_base" bigint,
  "net_total" bigint not null default 0,
  "net_total_base" bigint not null default 0,
  "tax_total" bigint not null default 0,
  "tax_total_base" bigint not null default 0,
  "gross_total" bigint not null default 0,
  "gross_total_base" bigint not null default 0,
  "cost" bigint,
  "cost_base" bigint,
  "margin" bigint,
  "margin_base" bigint,
  "tax_breakdown" jsonb,
  "content_changed_at" timestamptz(3),
  "status" text not null default 'draft',
  "invoice_id" uuid not null,
  "reason" text,
  "issue_date" date,
  "issued_at" timestamptz(3),
  "sent_at" timestamptz(3),
  "posted" jsonb,
  "parties" jsonb,
  "owner_id" uuid,
  "team_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  "search_text" text not null default '',
  constraint "credit_note_pkey" primary key ("workspace_id", "id"),
  constraint "credit_note_prices_include_check" check ("prices_include" = any (array['net', 'gross']::text[])),
  constraint "credit_note_rounding_check" check ("rounding" = any (array['perGroup', 'perLine']::text[])),
  constraint "credit_note_status_check" check ("status" = any (array['draft', 'issued']::text[]))
);

create index "credit_note_number_idx" on "credit_note" ("workspace_id", "number", "id") where "deleted_at" is null;

create index "credit_note_account_id_idx" on "credit_note" ("workspace_id", "account_id", "id") where "deleted_at" is null;

create index "credit_note_contact_id_idx" on "credit_note" ("workspace_id", "contact_id", "id") where "deleted_at" is null;

create index "credit_note_company_id_idx" on "credit_note" ("workspace_id", "company_id", "id") where "deleted_at" is null;

create index "credit_note_title_idx" on "credit_note" ("workspace_id", "title", "id") where "deleted_at" is null;

create index "credit_note_currency_idx" on "credit_note" ("workspace_id", "currency", "id") where "deleted_at" is null;

create index "credit_note_net_total_base_idx" on "credit_note" ("workspace_id", "net_total_base", "id") where "deleted_at" is null;

create index "credit_note_gross_total_base_idx" on "credit_note" ("workspace_id", "gross_total_base", "id") where "deleted_at" is null;

create index "credit_note_status_idx" on "credit_note" ("workspace_id", "status", "id") where "deleted_at" is null;

create index "credit_note_invoice_id_idx" on "credit_note" ("workspace_id", "invoice_id", "id") where "deleted_at" is null;

create index "credit_note_issue_date_idx" on "credit_note" ("workspace_id", "issue_date", "id") where "deleted_at" is null;

create index "credit_note_owner_id_idx" on "credit_note" ("workspace_id", "owner_id", "id") where "deleted_at" is null;

create index "credit_note_team_id_idx" on "credit_note" ("workspace_id", "team_id", "id") where "deleted_at" is null;

create index "credit_note_created_at_idx" on "credit_note" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "credit_note_updated_at_idx" on "credit_note" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "credit_note_company_id_number_key" on "credit_note" ("workspace_id", "company_id", "number");

create index "credit_note_search_text_gin" on "credit_note" using gin ("workspace_id", "owner_id", "team_id", "search_text" gin_trgm_ops) where "deleted_at" is null;

create index "credit_note_custom_gin" on "credit_note" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "credit_note_trash_idx" on "credit_note" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "credit_note" enable row level security;

create policy "workspace" on "credit_note" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "credit_note" for select to {{list}} using (true);

grant select, insert, update, delete on "credit_note" to {{app}};

grant select on "credit_note" to {{list}};

create table "credit_note_line" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "credit_note_id" uuid not null,
  "kind" text not null default 'product',
  "product_id" uuid,
  "description" text,
  "quantity" numeric(20,6) not null default '1',
  "unit" text,
  "unit_price" numeric(20,6) not null default '0',
  "discount_percent" numeric(9,4),
  "discount_amount" bigint,
  "tax_class_id" uuid,
  "taxes" jsonb,
  "optional" boolean not null default false,
  "selected" boolean not null default false,
  "unit_cost" numeric(20,6),
  "total" bigint not null default 0,
  "net" bigint not null default 0,
  "currency" text,
  "position" bigint not null default 0,
  "invoice_line_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "credit_note_line_pkey" primary key ("workspace_id", "id"),
  constraint "credit_note_line_kind_check" check ("kind" = any (array['product', 'text', 'section', 'subtotal']::text[]))
);

create index "credit_note_line_credit_note_id_idx" on "credit_note_line" ("workspace_id", "credit_note_id", "id") where "deleted_at" is null;

create index "credit_note_line_product_id_idx" on "credit_note_line" ("workspace_id", "product_id", "id") where "deleted_at" is null;

create index "credit_note_line_tax_class_id_idx" on "credit_note_line" ("workspace_id", "tax_class_id", "id") where "deleted_at" is null;

create index "credit_note_line_invoice_line_id_idx" on "credit_note_line" ("workspace_id", "invoice_line_id", "id") where "deleted_at" is null;

create index "credit_note_line_created_at_idx" on "credit_note_line" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "credit_note_line_updated_at_idx" on "credit_note_line" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "credit_note_line_custom_gin" on "credit_note_line" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "credit_note_line_trash_idx" on "credit_note_line" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "credit_note_line" enable row level security;

create policy "workspace" on "credit_note_line" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "credit_note_line" for select to {{list}} using (true);

grant select, insert, update, delete on "credit_note_line" to {{app}};

grant select on "credit_note_line" to {{list}};

create table "invoice" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "number" text collate "und-x-icu",
  "account_id" uuid,
  "contact_id" uuid,
  "company_id" uuid,
  "title" text collate "und-x-icu",
  "customer_reference" text,
  "billing_address" jsonb,
  "delivery_address" jsonb,
  "intro" text,
  "terms" text,
  "internal_notes" text,
  "currency" text,
  "exchange_rate" numeric(20,10),
  "prices_include" text not null default 'net',
  "rounding" text not null default 'perGroup',
  "discount_percent" numeric(9,4),
  "discount_amount" bigint,
  "discount_amount_base" bigint,
  "net_total" bigint not null default 0,
  "net_total_base" bigint not null default 0,
  "tax_total" bigint not null default 0,
  "tax_total_base" bigint not null default 0,
  "gross_total" bigint not null default 0,
  "gross_total_base" bigint not null default 0,
  "cost" bigint,
  "cost_base" bigint,
  "margin" bigint,
  "margin_base" bigint,
  "tax_breakdown" jsonb,
  "content_changed_at" timestamptz(3),
  "status" text not null default 'draft',
  "order_id" uuid,
  "quote_id" uuid,
  "issue_date" date,
  "service_date" date,
  "payment_terms_days" bigint,
  "due_date" date,
  "send_at" timestamptz(3),
  "issued_at" timestamptz(3),
  "sent_at" timestamptz(3),
  "viewed_at" timestamptz(3),
  "paid_at" timestamptz(3),
  "paid_total" bigint not null default 0,
  "paid_total_base" bigint not null default 0,
  "credited_total" bigint not null default 0,
  "credited_total_base" bigint not null default 0,
  "written_off_total" bigint not null default 0,
  "written_off_total_base" bigint not null default 0,
  "balance" bigint not null default 0,
  "balance_base" bigint not null default 0,
  "write_off_reason" text,
  "parties" jsonb,
  "owner_id" uuid,
  "team_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  "search_text" text not null default '',
  constraint "invoice_pkey" primary key ("workspace_id", "id"),
  constraint "invoice_prices_include_check" check ("prices_include" = any (array['net', 'gross']::text[])),
  constraint "invoice_rounding_check" check ("rounding" = any (array['perGroup', 'perLine']::text[])),
  constraint "invoice_status_check" check ("status" = any (array['draft', 'issued', 'sent', 'partiallyPaid', 'paid', 'cancelled', 'writtenOff']::text[]))
);

create index "invoice_number_idx" on "invoice" ("workspace_id", "number", "id") where "deleted_at" is null;

create index "invoice_account_id_idx" on "invoice" ("workspace_id", "account_id", "id") where "deleted_at" is null;

create index "invoice_contact_id_idx" on "invoice" ("workspace_id", "contact_id", "id") where "deleted_at" is null;

create index "invoice_company_id_idx" on "invoice" ("workspace_id", "company_id", "id") where "deleted_at" is null;

create index "invoice_title_idx" on "invoice" ("workspace_id", "title", "id") where "deleted_at" is null;

create index "invoice_currency_idx" on "invoice" ("workspace_id", "currency", "id") where "deleted_at" is null;

create index "invoice_net_total_base_idx" on "invoice" ("workspace_id", "net_total_base", "id") where "deleted_at" is null;

create index "invoice_gross_total_base_idx" on "invoice" ("workspace_id", "gross_total_base", "id") where "deleted_at" is null;

create index "invoice_status_idx" on "invoice" ("workspace_id", "status", "id") where "deleted_at" is null;

create index "invoice_order_id_idx" on "invoice" ("workspace_id", "order_id", "id") where "deleted_at" is null;

create index "invoice_quote_id_idx" on "invoice" ("workspace_id", "quote_id", "id") where "deleted_at" is null;

create index "invoice_issue_date_idx" on "invoice" ("workspace_id", "issue_date", "id") where "deleted_at" is null;

create index "invoice_due_date_idx" on "invoice" ("workspace_id", "due_date", "id") where "deleted_at" is null;

create index "invoice_send_at_idx" on "invoice" ("workspace_id", "send_at", "id") where "deleted_at" is null;

create index "invoice_sent_at_idx" on "invoice" ("workspace_id", "sent_at", "id") where "deleted_at" is null;

create index "invoice_paid_at_idx" on "invoice" ("workspace_id", "paid_at", "id") where "deleted_at" is null;

create index "invoice_balance_base_idx" on "invoice" ("workspace_id", "balance_base", "id") where "deleted_at" is null;

create index "invoice_owner_id_idx" on "invoice" ("workspace_id", "owner_id", "id") where "deleted_at" is null;

create index "invoice_team_id_idx" on "invoice" ("workspace_id", "team_id", "id") where "deleted_at" is null;

create index "invoice_created_at_idx" on "invoice" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "invoice_updated_at_idx" on "invoice" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "invoice_status_due_date_idx" on "invoice" ("workspace_id", "status", "due_date", "id") where "deleted_at" is null;

create index "invoice_owner_id_status_due_date_idx" on "invoice" ("workspace_id", "owner_id", "status", "due_date", "id") where "deleted_at" is null;

create index "invoice_team_id_status_due_date_idx" on "invoice" ("workspace_id", "team_id", "status", "due_date", "id") where "deleted_at" is null;

create unique index "invoice_company_id_number_key" on "invoice" ("workspace_id", "company_id", "number");

create index "invoice_search_text_gin" on "invoice" using gin ("workspace_id", "owner_id", "team_id", "search_text" gin_trgm_ops) where "deleted_at" is null;

create index "invoice_custom_gin" on "invoice" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "invoice_trash_idx" on "invoice" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "invoice" enable row level security;

create policy "workspace" on "invoice" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "invoice" for select to {{list}} using (true);

grant select, insert, update, delete on "invoice" to {{app}};

grant select on "invoice" to {{list}};

create table "invoice_line" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "invoice_id" uuid not null,
  "kind" text not null default 'product',
  "product_id" uuid,
  "description" text,
  "quantity" numeric(20,6) not null default '1',
  "unit" text,
  "unit_price" numeric(20,6) not null default '0',
  "discount_percent" numeric(9,4),
  "discount_amount" bigint,
  "tax_class_id" uuid,
  "taxes" jsonb,
  "optional" boolean not null default false,
  "selected" boolean not null default false,
  "unit_cost" numeric(20,6),
  "total" bigint not null default 0,
  "net" bigint not null default 0,
  "currency" text,
  "position" bigint not null default 0,
  "order_line_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "invoice_line_pkey" primary key ("workspace_id", "id"),
  constraint "invoice_line_kind_check" check ("kind" = any (array['product', 'text', 'section', 'subtotal']::text[]))
);

create index "invoice_line_invoice_id_idx" on "invoice_line" ("workspace_id", "invoice_id", "id") where "deleted_at" is null;

create index "invoice_line_product_id_idx" on "invoice_line" ("workspace_id", "product_id", "id") where "deleted_at" is null;

create index "invoice_line_tax_class_id_idx" on "invoice_line" ("workspace_id", "tax_class_id", "id") where "deleted_at" is null;

create index "invoice_line_order_line_id_idx" on "invoice_line" ("workspace_id", "order_line_id", "id") where "deleted_at" is null;

create index "invoice_line_created_at_idx" on "invoice_line" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "invoice_line_updated_at_idx" on "invoice_line" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "invoice_line_custom_gin" on "invoice_line" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "invoice_line_trash_idx" on "invoice_line" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "invoice_line" enable row level security;

create policy "workspace" on "invoice_line" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "invoice_line" for select to {{list}} using (true);

grant select, insert, update, delete on "invoice_line" to {{app}};

grant select on "invoice_line" to {{list}};

create table "payment" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "number" text collate "und-x-icu",
  "account_id" uuid not null,
  "status" text not null default 'recorded',
  "kind" text not null default 'payment',
  "amount" bigint not null,
  "amount_base" bigint,
  "currency" text,
  "exchange_rate" numeric(20,10),
  "paid_on" date,
  "method" text not null default 'bankTransfer',
  "reference" text,
  "note" text,
  "unallocated" bigint not null default 0,
  "unallocated_base" bigint not null default 0,
  "refund_of_id" uuid,
  "reversed_on" date,
  "reverse_reason" text,
  "owner_id" uuid,
  "team_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  "search_text" text not null default '',
  constraint "payment_pkey" primary key ("workspace_id", "id"),
  constraint "payment_status_check" check ("status" = any (array['recorded', 'reversed']::text[])),
  constraint "payment_kind_check" check ("kind" = any (array['payment', 'refund']::text[])),
  constraint "payment_method_check" check ("method" = any (array['bankTransfer', 'card', 'cash', 'directDebit', 'cheque', 'online', 'other']::text[]))
);

create index "payment_number_idx" on "payment" ("workspace_id", "number", "id") where "deleted_at" is null;

create index "payment_account_id_idx" on "payment" ("workspace_id", "account_id", "id") where "deleted_at" is null;

create index "payment_status_idx" on "payment" ("workspace_id", "status", "id") where "deleted_at" is null;

create index "payment_kind_idx" on "payment" ("workspace_id", "kind", "id") where "deleted_at" is null;

create index "payment_amount_base_idx" on "payment" ("workspace_id", "amount_base", "id") where "deleted_at" is null;

create index "payment_currency_idx" on "payment" ("workspace_id", "currency", "id") where "deleted_at" is null;

create index "payment_paid_on_idx" on "payment" ("workspace_id", "paid_on", "id") where "deleted_at" is null;

create index "payment_method_idx" on "payment" ("workspace_id", "method", "id") where "deleted_at" is null;

create index "payment_unallocated_base_idx" on "payment" ("workspace_id", "unallocated_base", "id") where "deleted_at" is null;

create index "payment_refund_of_id_idx" on "payment" ("workspace_id", "refund_of_id", "id") where "deleted_at" is null;

create index "payment_owner_id_idx" on "payment" ("workspace_id", "owner_id", "id") where "deleted_at" is null;

create index "payment_team_id_idx" on "payment" ("workspace_id", "team_id", "id") where "deleted_at" is null;

create index "payment_created_at_idx" on "payment" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "payment_updated_at_idx" on "payment" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create unique index "payment_number_key" on "payment" ("workspace_id", "number");

create index "payment_search_text_gin" on "payment" using gin ("workspace_id", "owner_id", "team_id", "search_text" gin_trgm_ops) where "deleted_at" is null;

create index "payment_custom_gin" on "payment" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "payment_trash_idx" on "payment" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "payment" enable row level security;

create policy "workspace" on "payment" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "payment" for select to {{list}} using (true);

grant select, insert, update, delete on "payment" to {{app}};

grant select on "payment" to {{list}};

create table "payment_allocation" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "payment_id" uuid not null,
  "invoice_id" uuid not null,
  "amount" bigint not null,
  "currency" text,
  "allocated_on" date,
  "reversed_on" date,
  "exchange_difference" numeric(20,3),
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "payment_allocation_pkey" primary key ("workspace_id", "id")
);

create index "payment_allocation_payment_id_idx" on "payment_allocation" ("workspace_id", "payment_id", "id") where "deleted_at" is null;

create index "payment_allocation_invoice_id_idx" on "payment_allocation" ("workspace_id", "invoice_id", "id") where "deleted_at" is null;

create index "payment_allocation_created_at_idx" on "payment_allocation" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "payment_allocation_updated_at_idx" on "payment_allocation" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "payment_allocation_custom_gin" on "payment_allocation" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "payment_allocation_trash_idx" on "payment_allocation" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "payment_allocation" enable row level security;

create policy "workspace" on "payment_allocation" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "payment_allocation" for select to {{list}} using (true);

grant select, insert, update, delete on "payment_allocation" to {{app}};

grant select on "payment_allocation" to {{list}};

create table "import" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "entity" text collate "und-x-icu" not null,
  "records" text collate "und-x-icu" not null,
  "file_name" text collate "und-x-icu" not null,
  "file_hash" text not null,
  "file_size" bigint not null,
  "status" text not null default 'uploaded',
  "settings" jsonb not null,
  "sheets" jsonb,
  "profile" jsonb,
  "signature" text,
  "mapping" jsonb not null,
  "remembered" boolean not null default false,
  "policy" text not null default 'skip',
  "duplicates" text not null default 'warn',
  "match_field" text,
  "historical" boolean not null default false,
  "row_count" bigint not null default 0,
  "processed" bigint not null default 0,
  "created" bigint not null default 0,
  "updated" bigint not null default 0,
  "skipped" bigint not null default 0,
  "failed" bigint not null default 0,
  "warned" bigint not null default 0,
  "checkpoint" bigint not null default 0,
  "attempts" bigint not null default 0,
  "problem" text,
  "summary" jsonb,
  "started_by_id" uuid,
  "started_at" timestamptz(3),
  "finished_at" timestamptz(3),
  "owner_id" uuid,
  "team_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "import_pkey" primary key ("workspace_id", "id"),
  constraint "import_status_check" check ("status" = any (array['uploaded', 'checking', 'checked', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone']::text[])),
  constraint "import_policy_check" check ("policy" = any (array['skip', 'update', 'create']::text[])),
  constraint "import_duplicates_check" check ("duplicates" = any (array['warn', 'skip', 'ignore']::text[]))
);

create index "import_entity_idx" on "import" ("workspace_id", "entity", "id") where "deleted_at" is null;

create index "import_records_idx" on "import" ("workspace_id", "records", "id") where "deleted_at" is null;

create index "import_file_name_idx" on "import" ("workspace_id", "file_name", "id") where "deleted_at" is null;

create index "import_status_idx" on "import" ("workspace_id", "status", "id") where "deleted_at" is null;

create index "import_finished_at_idx" on "import" ("workspace_id", "finished_at", "id") where "deleted_at" is null;

create index "import_owner_id_idx" on "import" ("workspace_id", "owner_id", "id") where "deleted_at" is null;

create index "import_team_id_idx" on "import" ("workspace_id", "team_id", "id") where "deleted_at" is null;

create index "import_created_at_idx" on "import" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "import_updated_at_idx" on "import" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "import_entity_signature_idx" on "import" ("workspace_id", "entity", "signature", "id") where "deleted_at" is null;

create index "import_custom_gin" on "import" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "import_trash_idx" on "import" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "import" enable row level security;

create policy "workspace" on "import" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "import" for select to {{list}} using (true);

grant select, insert, update, delete on "import" to {{app}};

grant select on "import" to {{list}};

create table "report_schedule" (
  "workspace_id" uuid not null,
  "id" uuid not null,
  "name" text collate "und-x-icu" not null,
  "report" text not null,
  "params" jsonb not null default '{}',
  "format" text not null default 'pdf',
  "cadence" text not null default 'weekly',
  "weekday" text not null default 'monday',
  "day_of_month" bigint not null default 1,
  "hour" bigint not null default 8,
  "recipients" jsonb not null default '{}',
  "active" boolean not null default true,
  "next_at" timestamptz(3),
  "last_sent_at" timestamptz(3),
  "problem" text,
  "owner_id" uuid,
  "team_id" uuid,
  "created_at" timestamptz(3) not null default now(),
  "updated_at" timestamptz(3) not null default now(),
  "created_by" uuid,
  "updated_by" uuid,
  "version" integer not null default 1,
  "deleted_at" timestamptz(3),
  "custom" jsonb not null default '{}',
  constraint "report_schedule_pkey" primary key ("workspace_id", "id"),
  constraint "report_schedule_format_check" check ("format" = any (array['pdf', 'xlsx', 'csv']::text[])),
  constraint "report_schedule_cadence_check" check ("cadence" = any (array['daily', 'weekly', 'monthly']::text[])),
  constraint "report_schedule_weekday_check" check ("weekday" = any (array['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']::text[]))
);

create index "report_schedule_name_idx" on "report_schedule" ("workspace_id", "name", "id") where "deleted_at" is null;

create index "report_schedule_report_idx" on "report_schedule" ("workspace_id", "report", "id") where "deleted_at" is null;

create index "report_schedule_cadence_idx" on "report_schedule" ("workspace_id", "cadence", "id") where "deleted_at" is null;

create index "report_schedule_active_idx" on "report_schedule" ("workspace_id", "active", "id") where "deleted_at" is null;

create index "report_schedule_next_at_idx" on "report_schedule" ("workspace_id", "next_at", "id") where "deleted_at" is null;

create index "report_schedule_last_sent_at_idx" on "report_schedule" ("workspace_id", "last_sent_at", "id") where "deleted_at" is null;

create index "report_schedule_owner_id_idx" on "report_schedule" ("workspace_id", "owner_id", "id") where "deleted_at" is null;

create index "report_schedule_team_id_idx" on "report_schedule" ("workspace_id", "team_id", "id") where "deleted_at" is null;

create index "report_schedule_created_at_idx" on "report_schedule" ("workspace_id", "created_at", "id") where "deleted_at" is null;

create index "report_schedule_updated_at_idx" on "report_schedule" ("workspace_id", "updated_at", "id") where "deleted_at" is null;

create index "report_schedule_custom_gin" on "report_schedule" using gin ("workspace_id", "custom" jsonb_path_ops) where "custom" <> '{}'::jsonb;

create index "report_schedule_trash_idx" on "report_schedule" ("workspace_id", "deleted_at", "id") where "deleted_at" is not null;

alter table "report_schedule" enable row level security;

create policy "workspace" on "report_schedule" for all to {{app}} using ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid) with check ("workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid);

create policy "list" on "report_schedule" for select to {{list}} using (true);

grant select, insert, update, delete on "report_schedule" to {{app}};

grant select on "report_schedule" to {{list}};

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

alter table "account" add constraint "account_parent_id_fkey" foreign key ("workspace_id", "parent_id") references "account" ("workspace_id", "id") deferrable initially immediate;

alter table "account" add constraint "account_industry_id_fkey" foreign key ("workspace_id", "industry_id") references "option" ("workspace_id", "id") deferrable initially immediate;

alter table "account" add constraint "account_price_list_id_fkey" foreign key ("workspace_id", "price_list_id") references "price_list" ("workspace_id", "id") deferrable initially immediate;

alter table "account" add constraint "account_owner_id_fkey" foreign key ("workspace_id", "owner_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "account" add constraint "account_team_id_fkey" foreign key ("workspace_id", "team_id") references "team" ("workspace_id", "id") deferrable initially immediate;

alter table "account" add constraint "account_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "account" add constraint "account_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "account_contact" add constraint "account_contact_account_id_fkey" foreign key ("workspace_id", "account_id") references "account" ("workspace_id", "id") on delete cascade deferrable initially immediate;

alter table "account_contact" add constraint "account_contact_contact_id_fkey" foreign key ("workspace_id", "contact_id") references "contact" ("workspace_id", "id") on delete cascade deferrable initially immediate;

alter table "account_contact" add constraint "account_contact_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "account_contact" add constraint "account_contact_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "contact" add constraint "contact_account_id_fkey" foreign key ("workspace_id", "account_id") references "account" ("workspace_id", "id") deferrable initially immediate;

alter table "contact" add constraint "contact_source_id_fkey" foreign key ("workspace_id", "source_id") references "option" ("workspace_id", "id") deferrable initially immediate;

alter table "contact" add constraint "contact_owner_id_fkey" foreign key ("workspace_id", "owner_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "contact" add constraint "contact_team_id_fkey" foreign key ("workspace_id", "team_id") references "team" ("workspace_id", "id") deferrable initially immediate;

alter table "contact" add constraint "contact_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "contact" add constraint "contact_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "price_list" add constraint "price_list_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "price_list" add constraint "price_list_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "price_list_entry" add constraint "price_list_entry_price_list_id_fkey" foreign key ("workspace_id", "price_list_id") references "price_list" ("workspace_id", "id") on delete cascade deferrable initially immediate;

alter table "price_list_entry" add constraint "price_list_entry_product_id_fkey" foreign key ("workspace_id", "product_id") references "product" ("workspace_id", "id") on delete cascade deferrable initially immediate;

alter table "price_list_entry" add constraint "price_list_entry_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "price_list_entry" add constraint "price_list_entry_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "product" add constraint "product_category_id_fkey" foreign key ("workspace_id", "category_id") references "product_category" ("workspace_id", "id") deferrable initially immediate;

alter table "product" add constraint "product_tax_class_id_fkey" foreign key ("workspace_id", "tax_class_id") references "tax_class" ("workspace_id", "id") deferrable initially immediate;

alter table "product" add constraint "product_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "product" add constraint "product_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "product_category" add constraint "product_category_parent_id_fkey" foreign key ("workspace_id", "parent_id") references "product_category" ("workspace_id", "id") deferrable initially immediate;

alter table "product_category" add constraint "product_category_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "product_category" add constraint "product_category_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "tax_class" add constraint "tax_class_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "tax_class" add constraint "tax_class_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "tax_rate" add constraint "tax_rate_tax_class_id_fkey" foreign key ("workspace_id", "tax_class_id") references "tax_class" ("workspace_id", "id") deferrable initially immediate;

alter table "tax_rate" add constraint "tax_rate_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "tax_rate" add constraint "tax_rate_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "lead" add constraint "lead_lead_stage_id_fkey" foreign key ("workspace_id", "lead_stage_id") references "lead_stage" ("workspace_id", "id") deferrable initially immediate;

alter table "lead" add constraint "lead_type_id_fkey" foreign key ("workspace_id", "type_id") references "option" ("workspace_id", "id") deferrable initially immediate;

alter table "lead" add constraint "lead_source_id_fkey" foreign key ("workspace_id", "source_id") references "option" ("workspace_id", "id") deferrable initially immediate;

alter table "lead" add constraint "lead_industry_id_fkey" foreign key ("workspace_id", "industry_id") references "option" ("workspace_id", "id") deferrable initially immediate;

alter table "lead" add constraint "lead_lost_reason_id_fkey" foreign key ("workspace_id", "lost_reason_id") references "option" ("workspace_id", "id") deferrable initially immediate;

alter table "lead" add constraint "lead_account_id_fkey" foreign key ("workspace_id", "account_id") references "account" ("workspace_id", "id") deferrable initially immediate;

alter table "lead" add constraint "lead_contact_id_fkey" foreign key ("workspace_id", "contact_id") references "contact" ("workspace_id", "id") deferrable initially immediate;

alter table "lead" add constraint "lead_opportunity_id_fkey" foreign key ("workspace_id", "opportunity_id") references "opportunity" ("workspace_id", "id") deferrable initially immediate;

alter table "lead" add constraint "lead_owner_id_fkey" foreign key ("workspace_id", "owner_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "lead" add constraint "lead_team_id_fkey" foreign key ("workspace_id", "team_id") references "team" ("workspace_id", "id") deferrable initially immediate;

alter table "lead" add constraint "lead_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "lead" add constraint "lead_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "lead_stage" add constraint "lead_stage_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "lead_stage" add constraint "lead_stage_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity" add constraint "opportunity_account_id_fkey" foreign key ("workspace_id", "account_id") references "account" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity" add constraint "opportunity_contact_id_fkey" foreign key ("workspace_id", "contact_id") references "contact" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity" add constraint "opportunity_pipeline_id_fkey" foreign key ("workspace_id", "pipeline_id") references "pipeline" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity" add constraint "opportunity_stage_id_fkey" foreign key ("workspace_id", "stage_id") references "stage" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity" add constraint "opportunity_product_id_fkey" foreign key ("workspace_id", "product_id") references "product" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity" add constraint "opportunity_source_id_fkey" foreign key ("workspace_id", "source_id") references "option" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity" add constraint "opportunity_competitor_id_fkey" foreign key ("workspace_id", "competitor_id") references "option" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity" add constraint "opportunity_lost_reason_id_fkey" foreign key ("workspace_id", "lost_reason_id") references "option" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity" add constraint "opportunity_last_stage_id_fkey" foreign key ("workspace_id", "last_stage_id") references "stage" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity" add constraint "opportunity_lead_id_fkey" foreign key ("workspace_id", "lead_id") references "lead" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity" add constraint "opportunity_owner_id_fkey" foreign key ("workspace_id", "owner_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity" add constraint "opportunity_team_id_fkey" foreign key ("workspace_id", "team_id") references "team" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity" add constraint "opportunity_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity" add constraint "opportunity_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity_contact" add constraint "opportunity_contact_opportunity_id_fkey" foreign key ("workspace_id", "opportunity_id") references "opportunity" ("workspace_id", "id") on delete cascade deferrable initially immediate;

alter table "opportunity_contact" add constraint "opportunity_contact_contact_id_fkey" foreign key ("workspace_id", "contact_id") references "contact" ("workspace_id", "id") on delete cascade deferrable initially immediate;

alter table "opportunity_contact" add constraint "opportunity_contact_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity_contact" add constraint "opportunity_contact_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity_line" add constraint "opportunity_line_opportunity_id_fkey" foreign key ("workspace_id", "opportunity_id") references "opportunity" ("workspace_id", "id") on delete cascade deferrable initially immediate;

alter table "opportunity_line" add constraint "opportunity_line_product_id_fkey" foreign key ("workspace_id", "product_id") references "product" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity_line" add constraint "opportunity_line_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "opportunity_line" add constraint "opportunity_line_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "pipeline" add constraint "pipeline_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "pipeline" add constraint "pipeline_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "stage" add constraint "stage_pipeline_id_fkey" foreign key ("workspace_id", "pipeline_id") references "pipeline" ("workspace_id", "id") on delete cascade deferrable initially immediate;

alter table "stage" add constraint "stage_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "stage" add constraint "stage_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "stage_change" add constraint "stage_change_opportunity_id_fkey" foreign key ("workspace_id", "opportunity_id") references "opportunity" ("workspace_id", "id") on delete cascade deferrable initially immediate;

alter table "stage_change" add constraint "stage_change_from_stage_id_fkey" foreign key ("workspace_id", "from_stage_id") references "stage" ("workspace_id", "id") deferrable initially immediate;

alter table "stage_change" add constraint "stage_change_to_stage_id_fkey" foreign key ("workspace_id", "to_stage_id") references "stage" ("workspace_id", "id") deferrable initially immediate;

alter table "stage_change" add constraint "stage_change_by_id_fkey" foreign key ("workspace_id", "by_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "stage_change" add constraint "stage_change_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "stage_change" add constraint "stage_change_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "activity" add constraint "activity_outcome_id_fkey" foreign key ("workspace_id", "outcome_id") references "option" ("workspace_id", "id") deferrable initially immediate;

alter table "activity" add constraint "activity_owner_id_fkey" foreign key ("workspace_id", "owner_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "activity" add constraint "activity_team_id_fkey" foreign key ("workspace_id", "team_id") references "team" ("workspace_id", "id") deferrable initially immediate;

alter table "activity" add constraint "activity_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "activity" add constraint "activity_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "activity_link" add constraint "activity_link_activity_id_fkey" foreign key ("workspace_id", "activity_id") references "activity" ("workspace_id", "id") on delete cascade deferrable initially immediate;

alter table "activity_link" add constraint "activity_link_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "activity_link" add constraint "activity_link_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "quote" add constraint "quote_account_id_fkey" foreign key ("workspace_id", "account_id") references "account" ("workspace_id", "id") deferrable initially immediate;

alter table "quote" add constraint "quote_contact_id_fkey" foreign key ("workspace_id", "contact_id") references "contact" ("workspace_id", "id") deferrable initially immediate;

alter table "quote" add constraint "quote_company_id_fkey" foreign key ("workspace_id", "company_id") references "company" ("workspace_id", "id") deferrable initially immediate;

alter table "quote" add constraint "quote_opportunity_id_fkey" foreign key ("workspace_id", "opportunity_id") references "opportunity" ("workspace_id", "id") deferrable initially immediate;

alter table "quote" add constraint "quote_lead_id_fkey" foreign key ("workspace_id", "lead_id") references "lead" ("workspace_id", "id") deferrable initially immediate;

alter table "quote" add constraint "quote_revision_of_id_fkey" foreign key ("workspace_id", "revision_of_id") references "quote" ("workspace_id", "id") deferrable initially immediate;

alter table "quote" add constraint "quote_approved_by_id_fkey" foreign key ("workspace_id", "approved_by_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "quote" add constraint "quote_owner_id_fkey" foreign key ("workspace_id", "owner_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "quote" add constraint "quote_team_id_fkey" foreign key ("workspace_id", "team_id") references "team" ("workspace_id", "id") deferrable initially immediate;

alter table "quote" add constraint "quote_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "quote" add constraint "quote_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "quote_comment" add constraint "quote_comment_quote_id_fkey" foreign key ("workspace_id", "quote_id") references "quote" ("workspace_id", "id") on delete cascade deferrable initially immediate;

alter table "quote_comment" add constraint "quote_comment_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "quote_comment" add constraint "quote_comment_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "quote_line" add constraint "quote_line_quote_id_fkey" foreign key ("workspace_id", "quote_id") references "quote" ("workspace_id", "id") on delete cascade deferrable initially immediate;

alter table "quote_line" add constraint "quote_line_product_id_fkey" foreign key ("workspace_id", "product_id") references "product" ("workspace_id", "id") deferrable initially immediate;

alter table "quote_line" add constraint "quote_line_tax_class_id_fkey" foreign key ("workspace_id", "tax_class_id") references "tax_class" ("workspace_id", "id") deferrable initially immediate;

alter table "quote_line" add constraint "quote_line_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "quote_line" add constraint "quote_line_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "order" add constraint "order_account_id_fkey" foreign key ("workspace_id", "account_id") references "account" ("workspace_id", "id") deferrable initially immediate;

alter table "order" add constraint "order_contact_id_fkey" foreign key ("workspace_id", "contact_id") references "contact" ("workspace_id", "id") deferrable initially immediate;

alter table "order" add constraint "order_company_id_fkey" foreign key ("workspace_id", "company_id") references "company" ("workspace_id", "id") deferrable initially immediate;

alter table "order" add constraint "order_quote_id_fkey" foreign key ("workspace_id", "quote_id") references "quote" ("workspace_id", "id") deferrable initially immediate;

alter table "order" add constraint "order_opportunity_id_fkey" foreign key ("workspace_id", "opportunity_id") references "opportunity" ("workspace_id", "id") deferrable initially immediate;

alter table "order" add constraint "order_owner_id_fkey" foreign key ("workspace_id", "owner_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "order" add constraint "order_team_id_fkey" foreign key ("workspace_id", "team_id") references "team" ("workspace_id", "id") deferrable initially immediate;

alter table "order" add constraint "order_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "order" add constraint "order_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "order_line" add constraint "order_line_order_id_fkey" foreign key ("workspace_id", "order_id") references "order" ("workspace_id", "id") on delete cascade deferrable initially immediate;

alter table "order_line" add constraint "order_line_product_id_fkey" foreign key ("workspace_id", "product_id") references "product" ("workspace_id", "id") deferrable initially immediate;

alter table "order_line" add constraint "order_line_tax_class_id_fkey" foreign key ("workspace_id", "tax_class_id") references "tax_class" ("workspace_id", "id") deferrable initially immediate;

alter table "order_line" add constraint "order_line_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "order_line" add constraint "order_line_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "credit_note" add constraint "credit_note_account_id_fkey" foreign key ("workspace_id", "account_id") references "account" ("workspace_id", "id") deferrable initially immediate;

alter table "credit_note" add constraint "credit_note_contact_id_fkey" foreign key ("workspace_id", "contact_id") references "contact" ("workspace_id", "id") deferrable initially immediate;

alter table "credit_note" add constraint "credit_note_company_id_fkey" foreign key ("workspace_id", "company_id") references "company" ("workspace_id", "id") deferrable initially immediate;

alter table "credit_note" add constraint "credit_note_invoice_id_fkey" foreign key ("workspace_id", "invoice_id") references "invoice" ("workspace_id", "id") deferrable initially immediate;

alter table "credit_note" add constraint "credit_note_owner_id_fkey" foreign key ("workspace_id", "owner_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "credit_note" add constraint "credit_note_team_id_fkey" foreign key ("workspace_id", "team_id") references "team" ("workspace_id", "id") deferrable initially immediate;

alter table "credit_note" add constraint "credit_note_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "credit_note" add constraint "credit_note_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "credit_note_line" add constraint "credit_note_line_credit_note_id_fkey" foreign key ("workspace_id", "credit_note_id") references "credit_note" ("workspace_id", "id") on delete cascade deferrable initially immediate;

alter table "credit_note_line" add constraint "credit_note_line_product_id_fkey" foreign key ("workspace_id", "product_id") references "product" ("workspace_id", "id") deferrable initially immediate;

alter table "credit_note_line" add constraint "credit_note_line_tax_class_id_fkey" foreign key ("workspace_id", "tax_class_id") references "tax_class" ("workspace_id", "id") deferrable initially immediate;

alter table "credit_note_line" add constraint "credit_note_line_invoice_line_id_fkey" foreign key ("workspace_id", "invoice_line_id") references "invoice_line" ("workspace_id", "id") deferrable initially immediate;

alter table "credit_note_line" add constraint "credit_note_line_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "credit_note_line" add constraint "credit_note_line_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "invoice" add constraint "invoice_account_id_fkey" foreign key ("workspace_id", "account_id") references "account" ("workspace_id", "id") deferrable initially immediate;

alter table "invoice" add constraint "invoice_contact_id_fkey" foreign key ("workspace_id", "contact_id") references "contact" ("workspace_id", "id") deferrable initially immediate;

alter table "invoice" add constraint "invoice_company_id_fkey" foreign key ("workspace_id", "company_id") references "company" ("workspace_id", "id") deferrable initially immediate;

alter table "invoice" add constraint "invoice_order_id_fkey" foreign key ("workspace_id", "order_id") references "order" ("workspace_id", "id") deferrable initially immediate;

alter table "invoice" add constraint "invoice_quote_id_fkey" foreign key ("workspace_id", "quote_id") references "quote" ("workspace_id", "id") deferrable initially immediate;

alter table "invoice" add constraint "invoice_owner_id_fkey" foreign key ("workspace_id", "owner_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "invoice" add constraint "invoice_team_id_fkey" foreign key ("workspace_id", "team_id") references "team" ("workspace_id", "id") deferrable initially immediate;

alter table "invoice" add constraint "invoice_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "invoice" add constraint "invoice_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "invoice_line" add constraint "invoice_line_invoice_id_fkey" foreign key ("workspace_id", "invoice_id") references "invoice" ("workspace_id", "id") on delete cascade deferrable initially immediate;

alter table "invoice_line" add constraint "invoice_line_product_id_fkey" foreign key ("workspace_id", "product_id") references "product" ("workspace_id", "id") deferrable initially immediate;

alter table "invoice_line" add constraint "invoice_line_tax_class_id_fkey" foreign key ("workspace_id", "tax_class_id") references "tax_class" ("workspace_id", "id") deferrable initially immediate;

alter table "invoice_line" add constraint "invoice_line_order_line_id_fkey" foreign key ("workspace_id", "order_line_id") references "order_line" ("workspace_id", "id") deferrable initially immediate;

alter table "invoice_line" add constraint "invoice_line_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "invoice_line" add constraint "invoice_line_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "payment" add constraint "payment_account_id_fkey" foreign key ("workspace_id", "account_id") references "account" ("workspace_id", "id") deferrable initially immediate;

alter table "payment" add constraint "payment_refund_of_id_fkey" foreign key ("workspace_id", "refund_of_id") references "payment" ("workspace_id", "id") deferrable initially immediate;

alter table "payment" add constraint "payment_owner_id_fkey" foreign key ("workspace_id", "owner_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "payment" add constraint "payment_team_id_fkey" foreign key ("workspace_id", "team_id") references "team" ("workspace_id", "id") deferrable initially immediate;

alter table "payment" add constraint "payment_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "payment" add constraint "payment_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "payment_allocation" add constraint "payment_allocation_payment_id_fkey" foreign key ("workspace_id", "payment_id") references "payment" ("workspace_id", "id") on delete cascade deferrable initially immediate;

alter table "payment_allocation" add constraint "payment_allocation_invoice_id_fkey" foreign key ("workspace_id", "invoice_id") references "invoice" ("workspace_id", "id") deferrable initially immediate;

alter table "payment_allocation" add constraint "payment_allocation_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "payment_allocation" add constraint "payment_allocation_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "import" add constraint "import_started_by_id_fkey" foreign key ("workspace_id", "started_by_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "import" add constraint "import_owner_id_fkey" foreign key ("workspace_id", "owner_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "import" add constraint "import_team_id_fkey" foreign key ("workspace_id", "team_id") references "team" ("workspace_id", "id") deferrable initially immediate;

alter table "import" add constraint "import_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "import" add constraint "import_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "report_schedule" add constraint "report_schedule_owner_id_fkey" foreign key ("workspace_id", "owner_id") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "report_schedule" add constraint "report_schedule_team_id_fkey" foreign key ("workspace_id", "team_id") references "team" ("workspace_id", "id") deferrable initially immediate;

alter table "report_schedule" add constraint "report_schedule_created_by_fkey" foreign key ("workspace_id", "created_by") references "member" ("workspace_id", "id") deferrable initially immediate;

alter table "report_schedule" add constraint "report_schedule_updated_by_fkey" foreign key ("workspace_id", "updated_by") references "member" ("workspace_id", "id") deferrable initially immediate;
