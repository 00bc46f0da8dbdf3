import { crc32, deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { isDrawable, isTooLargeToDraw } from './picture.ts'

const chunk = (type: string, data: Buffer, length = data.length): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(length >>> 0, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
const head = (width: number, height: number, colourType = 6): Buffer => {
  const b = Buffer.alloc(13)
  b.writeUInt32BE(width, 0)
  b.writeUInt32BE(height, 4)
  b[8] = 8
  b[9] = colourType
  return b
}
const png = (...chunks: Buffer[]): Buffer => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks])
const end = chunk('IEND', Buffer.alloc(0))
const rgba = (width: number, height: number): Buffer =>
  png(chunk('IHDR', head(width, height)), chunk('IDAT', deflateSync(Buffer.alloc((1 + 4 * width) * height))), end)

describe('a picture in a document', () => {
  test('is drawn when it is whole and not too large', () => {
    expect(isDrawable(rgba(600, 200))).toBe(true)
    expect(isDrawable(Buffer.from('ffd8ffe000104a464946', 'hex'))).toBe(true)
  })

  test('is not when it has too many pixels, and its first bytes say so', () => {
    const large = png(chunk('IHDR', head(16_000, 16_000)), chunk('IDAT', deflateSync(Buffer.alloc(9))), end)
    expect([isDrawable(large), isTooLargeToDraw(large)]).toEqual([false, true])
    expect(isTooLargeToDraw(rgba(600, 200))).toBe(false)
  })

  test('is not when a small one unpacks to much more than it says', () => {
    const bomb = png(chunk('IHDR', head(1, 1)), chunk('IDAT', deflateSync(Buffer.alloc(50_000_000))), end)
    expect(bomb.length).toBeLessThan(60_000)
    expect(isDrawable(bomb)).toBe(false)
  })

  test.each([
    ['rows that are cut off', png(chunk('IHDR', head(600, 200)), chunk('IDAT', deflateSync(Buffer.alloc(9))), end)],
    ['rows that are no rows', png(chunk('IHDR', head(1, 1)), chunk('IDAT', Buffer.from('nothing packed')), end)],
    ['a length that leads back', png(chunk('IHDR', head(1, 1)), chunk('aaAa', Buffer.alloc(0), -12), end)],
    ['a length beyond the file', png(chunk('IHDR', head(1, 1)), chunk('IDAT', Buffer.alloc(4), 0x7f_ff_ff_ff), end)],
    ['no end', png(chunk('IHDR', head(1, 1)), chunk('IDAT', deflateSync(Buffer.alloc(5))))],
    ['a second head', png(chunk('IHDR', head(1, 1)), chunk('IHDR', head(9_999, 9_999)), end)],
    ['a colour type that does not exist', png(chunk('IHDR', head(1, 1, 5)), end)],
    ['no size', png(chunk('IHDR', head(0, 0)), end)],
  ])('is not with %s', (_, bytes) => {
    expect(isDrawable(bytes)).toBe(false)
  })
})
