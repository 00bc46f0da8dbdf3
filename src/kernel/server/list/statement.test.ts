import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { assertScoped, Statement } from './statement.ts'

const w = '01890000-0000-7000-8000-000000000001'
const check =
  (text: string, values: unknown[] = [w]) =>
  () =>
    assertScoped(text, values, w)

describe('a statement of the list login', () => {
  test.each([
    'select 1 from "deal" t where t."workspace_id" = $1',
    'select 1 from "deal" t where t."workspace_id" = $1 and (t."a" = $2 or t."b" = $3) order by t."a" limit 5',
    'select (select r."name" from "account" r where r."workspace_id" = $1 and r."id" = p."x") from (select 1 from "deal" t where t."workspace_id" = $1) p',
    `select 1 from "deal" t where t."workspace_id" = $1 and t."a" is distinct from t."b" and t."c" = 'from "x"'`,
  ])('passes: %s', (text) => {
    expect(check(text)).not.toThrow()
  })

  test.each([
    'select 1',
    'select 1 from "deal" t',
    'select 1 from deal t where t."workspace_id" = $1',
    'select 1 from "deal" t where t."id" = $1',
    'select 1 from "deal" t where t."workspace_id" = $12',
    'select 1 from "deal" t where r."workspace_id" = $1',
    'select 1 from "deal" t where t."workspace_id" = $1 or true',
    'select 1 from "deal" t where t."workspace_id" = $1 and t."a" = 1 or t."b" = 2',
    'select 1 from "deal" t where t."workspace_id" = $1 is null',
    'select 1 from "deal" t, "account" r where t."workspace_id" = $1',
    'select 1 from "deal" t where t."workspace_id" = $1 and exists (select 1 from "account" r where r."id" = t."x")',
    'select 1 from "deal" t where t."workspace_id" = $1 union all select 1 from "account" r',
    'select 1 from "deal" t join "account" r on true where t."workspace_id" = $1',
    'select 1 from "deal" t where t."workspace_id" = $1; select 1 from "deal"',
    'select 1 from "deal" t where t."workspace_id" = $1 -- and',
    'delete from "deal"',
    'update "deal" t set x = 1',
  ])('is refused: %s', (text) => {
    expect(check(text)).toThrow(/workspace/)
  })

  test('belongs to the workspace of the reader', () => {
    const text = 'select 2 from "deal" t where t."workspace_id" = $1'
    expect(check(text)).not.toThrow()
    expect(check(text, ['01890000-0000-7000-8000-000000000002'])).toThrow(/another workspace/)
    expect(check(text, [])).toThrow(/another workspace/)
    expect(() => assertScoped(text, [''], '')).toThrow(/another workspace/)
  })

  test('takes in fragments with their values renumbered', () => {
    const s = new Statement(w)
    expect(s.param('x', 'text')).toBe('$2::text')
    expect(s.embed(sql`${sql.ref('t.a')} = ${1} and b = ${2}`)).toBe('"t"."a" = $3 and b = $4')
    expect(s.values).toEqual([w, 'x', 1, 2])
  })
})
