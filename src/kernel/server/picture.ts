/**
 * Whether a picture may be drawn into a document. The PDF library unpacks a PNG whole, trusts the lengths in it, and stops
 * its thread where the data is broken: a file of a megabyte can ask for gigabytes. So it gets only what was looked through.
 */
import { inflateSync } from 'node:zlib'

/** A logo in print has well under a million; this many are unpacked in a moment. */
const mostPixels = 8_000_000

type Head = { width: number; height: number; bits: number; colourType: number; interlaced: boolean }

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Samples of a pixel by colour type (PNG 1.2, 4.1.1). */
const samples: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

const isPng = (bytes: Buffer): boolean => bytes.subarray(0, 8).equals(signature)

/** The first chunk; undefined where it is none that a PNG may begin with. */
const headOf = (bytes: Buffer): Head | undefined => {
  if (bytes.length < 33 || bytes.readUInt32BE(8) !== 13 || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined
  const head = {
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
    bits: bytes.readUInt8(24),
    colourType: bytes.readUInt8(25),
    interlaced: bytes.readUInt8(28) !== 0,
  }
  const known = samples[head.colourType] !== undefined && [1, 2, 4, 8, 16].includes(head.bits)
  return known && head.width > 0 && head.height > 0 ? head : undefined
}

const isSmall = (head: Head): boolean => head.width * head.height <= mostPixels

/** Where the file itself says that it is larger than may be drawn. Looks at the first bytes only. */
export const isTooLargeToDraw = (bytes: Buffer): boolean => {
  const head = isPng(bytes) ? headOf(bytes) : undefined
  return head !== undefined && !isSmall(head)
}

/** The packed rows, when every chunk lies within the file and the last one closes it. */
const packedRows = (bytes: Buffer): Buffer | undefined => {
  const rows: Buffer[] = []
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    const end = at + 12 + length
    if (end > bytes.length) return undefined
    if (type === 'IHDR' && at > 8) return undefined
    if (type === 'PLTE' && length > 768) return undefined
    if (type === 'IDAT') rows.push(bytes.subarray(at + 8, at + 8 + length))
    if (type === 'IEND') return Buffer.concat(rows)
    at = end
  }
  return undefined
}

/** The picture of a `data:image/png` address, when it is a sound PNG of at most `most` bytes. */
export const pngOf = (address: string, most: number): Buffer | undefined => {
  const data = /^data:image\/png;base64,([A-Za-z0-9+/]+={0,2})$/.exec(address.slice(0, 2 * most))?.[1]
  const bytes = data === undefined ? undefined : Buffer.from(data, 'base64')
  return bytes && bytes.length <= most && isPng(bytes) && isDrawable(bytes) ? bytes : undefined
}

/** A PNG that holds what its head says and is not too large; a JPEG is put into the document as it is. */
export const isDrawable = (picture: Uint8Array): boolean => {
  const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength)
  if (!isPng(bytes)) return true
  const head = headOf(bytes)
  const packed = head && isSmall(head) ? packedRows(bytes) : undefined
  if (!head || !packed) return false
  const row = 1 + Math.ceil((head.width * head.bits * (samples[head.colourType] ?? 4)) / 8)
  // Seven passes of an interlaced picture have more rows, each with a byte of its own.
  const most = head.interlaced ? 2 * row * head.height + 64 : row * head.height
  try {
    const { length } = inflateSync(packed, { maxOutputLength: most })
    return head.interlaced ? length > 0 : length === most
  } catch {
    return false
  }
}
