import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestApp, type TestWorkspace, testApp } from '../../../test/helpers/app.ts'

let t: TestApp
let w: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  w = await t.workspace()
})
afterAll(() => t.close())

const defaults = async (plural: string): Promise<unknown[]> => {
  const rows = (await w.admin.get(`/${plural}?limit=100`)).body.data
  return Array.isArray(rows) ? rows.filter((r) => r.isDefault).map((r) => r.name) : []
}

it.each(['tax-classes', 'pipelines'])(
  '%s have one default: whoever gets it takes it from the other',
  async (plural) => {
    expect(await defaults(plural)).toHaveLength(1)
    const made = await w.admin.post(`/${plural}`, { name: 'New one', isDefault: true })
    expect(made.status, made.text).toBe(201)
    expect(await defaults(plural)).toEqual(['New one'])
    const other = await w.admin.post(`/${plural}`, { name: 'Another' })
    expect(await defaults(plural)).toEqual(['New one'])
    const { id, version } = other.body
    expect((await w.admin.patch(`/${plural}/${String(id)}`, { version, isDefault: true })).status).toBe(200)
    expect(await defaults(plural)).toEqual(['Another'])
  },
)
