import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { closedTo, commandOf, findServiceUser, identityOf, isAlive } from './processes.ts'

test('a process is alive until it ends, and its command is known', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])
  const pid = child.pid ?? 0
  expect(isAlive(pid)).toBe(true)
  expect(commandOf(pid)).toContain('setTimeout')
  expect(identityOf(pid)).toBe(identityOf(pid))
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
  expect(isAlive(pid)).toBe(false)
  expect(isAlive(Number.NaN)).toBe(false)
})

test('postgres is preferred to nobody, and nobody else will do', () => {
  const user = (name: string, uid: number) => ({ name, uid, gid: uid })
  expect(findServiceUser([user('nobody', 99), user('postgres', 5)])?.name).toBe('postgres')
  expect(findServiceUser([user('ann', 1000), user('nobody', 99)])?.name).toBe('nobody')
  expect(findServiceUser([user('ann', 1000)])).toBeUndefined()
})

test('the outermost closed folder is found, for whoever is neither owner nor group', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'closed-'))
  const inner = path.join(folder, 'a', 'b')
  await mkdir(inner, { recursive: true })
  const stranger = { uid: 54_321, gid: 54_321, name: 'stranger' }
  expect(closedTo(stranger, inner)).toBe(folder)
  expect(closedTo({ ...stranger, uid: process.getuid?.() ?? 0 }, inner)).toBeUndefined()
  await chmod(folder, 0o711)
  expect(closedTo(stranger, path.join(inner, 'not there yet'))).toBeUndefined()
  await rm(folder, { recursive: true })
})
