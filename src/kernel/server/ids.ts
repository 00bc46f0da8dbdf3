/** UUIDv7: time-ordered ids made in the app, so that inserts append to their index and a page sorted by id is sorted by time. */
import { randomFillSync } from 'node:crypto'

const random = Buffer.alloc(16)
let last = 0
let sequence = 0

/** RFC 9562 UUIDv7 with a 12-bit sequence within the millisecond, so that ids of one process ascend. */
export const uuidv7 = (nowMs = Date.now()): string => {
  sequence = nowMs <= last ? sequence + 1 : 0
  last = sequence > 0xfff ? last + 1 : Math.max(last, nowMs)
  if (sequence > 0xfff) sequence = 0
  randomFillSync(random)
  random.writeUIntBE(last, 0, 6)
  random.writeUInt16BE(0x7000 | sequence, 6)
  random[8] = 0x80 | ((random[8] ?? 0) & 0x3f)
  const h = random.toString('hex')
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`
}
