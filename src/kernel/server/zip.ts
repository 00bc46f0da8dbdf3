/** A ZIP archive written while its entries are still being made: nothing is held but the chunk in hand. */
import { pipeline, Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'

export type ZipEntry = { name: string; content: AsyncIterable<Buffer> | Iterable<Buffer> }

const maxSize = 0xffff_ffff
// Dates in archives have no time zone; a fixed one makes equal input give equal bytes. 1980-01-01 is the first.
const dosDate = 0x0021

type Written = { name: Buffer; crc: number; packed: number; size: number; offset: number }

function localHeader(name: Buffer): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x0403_4b50, 0)
  header.writeUInt16LE(20, 4)
  // Sizes follow the data (bit 3), names are UTF-8 (bit 11).
  header.writeUInt16LE(0x0808, 6)
  header.writeUInt16LE(8, 8)
  header.writeUInt16LE(dosDate, 12)
  header.writeUInt16LE(name.length, 26)
  return Buffer.concat([header, name])
}

function dataDescriptor({ crc, packed, size, offset }: Written): Buffer {
  if (size > maxSize || packed > maxSize || offset > maxSize) throw new RangeError('The archive is too large')
  const descriptor = Buffer.alloc(16)
  descriptor.writeUInt32LE(0x0807_4b50, 0)
  descriptor.writeUInt32LE(crc, 4)
  descriptor.writeUInt32LE(packed, 8)
  descriptor.writeUInt32LE(size, 12)
  return descriptor
}

function directoryHeader({ name, crc, packed, size, offset }: Written): Buffer {
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x0201_4b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(20, 6)
  header.writeUInt16LE(0x0808, 8)
  header.writeUInt16LE(8, 10)
  header.writeUInt16LE(dosDate, 14)
  header.writeUInt32LE(crc, 16)
  header.writeUInt32LE(packed, 20)
  header.writeUInt32LE(size, 24)
  header.writeUInt16LE(name.length, 28)
  header.writeUInt32LE(offset, 42)
  return Buffer.concat([header, name])
}

function directoryEnd(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x0605_4b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return end
}

/**
 * The bytes of an archive of `entries`, in their order, deflated (on the thread pool, off the event loop). Plain ZIP,
 * without its 64-bit form: throws a RangeError past 4 GB or 65,535 entries.
 */
export async function* zip(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): AsyncGenerator<Buffer> {
  const directory: Written[] = []
  let offset = 0
  for await (const entry of entries) {
    const written: Written = { name: Buffer.from(entry.name, 'utf8'), crc: 0, packed: 0, size: 0, offset }
    const head = localHeader(written.name)
    yield head
    const counted = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of entry.content) {
        written.crc = crc32(chunk, written.crc)
        written.size += chunk.length
        yield chunk
      }
    }
    // A fast level: exports wait for the disk and the network, not for the last percent of size.
    const deflate = createDeflateRaw({ level: 3 })
    pipeline(Readable.from(counted(), { objectMode: false }), deflate, () => {
      // An error of the content destroys `deflate`, and the loop below throws it.
    })
    for await (const chunk of deflate) {
      if (!Buffer.isBuffer(chunk)) continue
      written.packed += chunk.length
      yield chunk
    }
    const descriptor = dataDescriptor(written)
    yield descriptor
    offset += head.length + written.packed + descriptor.length
    directory.push(written)
  }
  const headers = Buffer.concat(directory.map(directoryHeader))
  if (directory.length > 0xffff || offset + headers.length > maxSize) throw new RangeError('The archive is too large')
  yield headers
  yield directoryEnd(directory.length, headers.length, offset)
}
