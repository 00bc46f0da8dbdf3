-- The app login writes jobs in its own transaction, but neither reads nor changes the queue.
create or replace function public.enqueue_job(
  identifier text,
  payload json default null,
  run_at timestamptz default null,
  job_key text default null,
  max_attempts int default null
) returns bigint
language sql security definer set search_path = ''
as $$
  select (graphile_worker.add_job(
    identifier, payload := payload, run_at := run_at, job_key := job_key, max_attempts := max_attempts
  )).id
$$;

revoke execute on function public.enqueue_job(text, json, timestamptz, text, int) from public;
grant execute on function public.enqueue_job(text, json, timestamptz, text, int) to {{app}};
