import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/helpers/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

describe('a new workspace', () => {
  test('its admin makes a team, finds it in the list, renames and deletes it', async () => {
    const w = await t.workspace()
    const made = await w.admin.post('/teams', { name: 'East' })
    expect(made.status, made.text).toBe(201)
    const list = await w.admin.get('/teams?q=east&total=exact')
    expect(list.status, list.text).toBe(200)
    expect(list.body).toMatchObject({ data: [{ name: 'East', version: 1 }], total: { count: 1 } })
    const id = String(made.body.id)
    const patched = await w.admin.patch(`/teams/${id}`, { name: 'North East', version: 1 })
    expect(patched.body).toMatchObject({ name: 'North East', version: 2, can: ['team.update', 'team.delete'] })
    expect((await w.admin.delete(`/teams/${id}`)).status).toBe(200)
    expect((await w.admin.get(`/teams/${id}`)).status).toBe(404)
  })

  test('a stale version answers 409 with the current record and what changed', async () => {
    const w = await t.workspace()
    const { id } = (await w.admin.post('/teams', { name: 'East' })).body
    await w.admin.patch(`/teams/${id}`, { name: 'West', version: 1 })
    const stale = await w.admin.patch(`/teams/${id}`, { name: 'South', version: 1 })
    expect(stale.status, stale.text).toBe(409)
    expect(stale.body).toMatchObject({ code: 'stale', current: { name: 'West', version: 2 }, changed: ['name'] })
  })

  test('a repeated request with the same key does its work once', async () => {
    const w = await t.workspace()
    const headers = { 'idempotency-key': 'k1' }
    const first = await w.admin.post('/teams', { name: 'East' }, headers)
    const again = await w.admin.post('/teams', { name: 'East' }, headers)
    expect(again.body.id).toBe(first.body.id)
    expect(again.headers['idempotent-replayed']).toBe('true')
    const other = await w.admin.post('/teams', { name: 'West' }, headers)
    expect(other.status).toBe(422)
  })

  test('bad input names each field', async () => {
    const w = await t.workspace()
    const r = await w.admin.post('/teams', { nam: 'East', parentId: 'x' })
    expect(r.status).toBe(400)
    expect(r.headers['content-type']).toContain('application/problem+json')
    expect(r.body.errors).toEqual(
      expect.arrayContaining([
        { path: 'name', message: 'is required' },
        { path: 'nam', message: 'is not a field of this record' },
        { path: 'parentId', message: 'must be the id of a record' },
      ]),
    )
  })

  test('another workspace sees nothing of it', async () => {
    const [a, b] = [await t.workspace(), await t.workspace()]
    const { id } = (await a.admin.post('/teams', { name: 'East' })).body
    expect((await b.admin.get(`/teams/${id}`)).status).toBe(404)
    expect((await b.admin.patch(`/teams/${id}`, { name: 'x' })).status).toBe(404)
    expect((await b.admin.post('/teams', { name: 'Sub', parentId: id })).status).toBe(400)
  })

  test('a sales agent may not make teams', async () => {
    const w = await t.workspace()
    const agent = await w.as('salesAgent')
    expect((await agent.post('/teams', { name: 'East' })).status).toBe(403)
    expect((await agent.get('/teams')).status).toBe(200)
  })
})
