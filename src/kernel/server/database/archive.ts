// A .tar.gz that is written and read as a stream: tables of unknown length travel as numbered parts.
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { extract, pack } from 'tar-stream'

export interface ArchiveWriter {
  /** Adds an entry of known size, in bytes. */
  add(name: string, size: number, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>
  addJson(name: string, value: unknown): Promise<void>
  /** Adds text lines as `<name>/000001` and so on, of some megabytes each. */
  addLines(name: string, lines: AsyncIterable<Uint8Array>): Promise<void>
}

const partSize = 4 * 1024 * 1024
const newline = 0x0a

/** Cuts at line ends, so that each part is whole rows: COPY writes a line per row and escapes those inside of values. */
async function* inParts(lines: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of lines) {
    chunks.push(chunk)
    size += chunk.length
    if (size < partSize) continue
    const all = Buffer.concat(chunks)
    const end = all.lastIndexOf(newline) + 1
    if (end > 0) yield all.subarray(0, end)
    chunks = [all.subarray(end)]
    size = all.length - end
  }
  if (size > 0) yield Buffer.concat(chunks)
}

/** Writes an archive of what `fill` adds. The file appears under its name only when it is complete. */
export async function writeArchive(file: string, fill: (writer: ArchiveWriter) => Promise<void>): Promise<void> {
  const draft = `${file}.part`
  await mkdir(path.dirname(path.resolve(file)), { recursive: true })
  const tar = pack()
  const add: ArchiveWriter['add'] = async (name, size, content) => {
    await new Promise<void>((resolve, reject) => {
      const entry = tar.entry({ name, size }, (error) => (error ? reject(error) : resolve()))
      pipeline(content, entry).catch(reject)
    })
  }
  const writer: ArchiveWriter = {
    add,
    addJson: (name, value) => {
      const bytes = Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
      return add(name, bytes.length, [bytes])
    },
    addLines: async (name, lines) => {
      let number = 0
      for await (const part of inParts(lines)) {
        number += 1
        await add(`${name}/${String(number).padStart(6, '0')}`, part.length, [part])
      }
    },
  }
  const written = pipeline(tar, createGzip({ level: 4 }), createWriteStream(draft, { mode: 0o600 }))
  try {
    // A full disk ends `written` while `fill` would wait for ever.
    await Promise.race([fill(writer).then(() => tar.finalize()), written])
    await written
    await rename(draft, file)
  } catch (error) {
    tar.destroy()
    await written.catch(() => {})
    await rm(draft, { force: true })
    throw error
  }
}

export interface ArchiveEntry {
  readonly name: string
  readonly content: AsyncIterable<Uint8Array>
}

async function* bytesOf(stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) if (chunk instanceof Uint8Array) yield chunk
}

/** The entries in their order. Each must be read before the next is asked for. */
export async function* readArchive(file: string): AsyncGenerator<ArchiveEntry> {
  const tar = extract()
  const unpacked = pipeline(createReadStream(file), createGunzip(), tar)
  unpacked.catch((error) => tar.destroy(error))
  for await (const entry of tar) {
    yield { name: entry.header.name, content: bytesOf(entry) }
  }
  await unpacked
}

export const readJson = async (entry: ArchiveEntry): Promise<unknown> => JSON.parse(await text(entry.content))
