/** Where the bytes of files live: one folder per workspace, each file under the SHA-256 of its content. */
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, mkdir, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { AppError, notFound } from '../errors.ts'
import { detectType, sniffLength } from './fileTypes.ts'

/** `size` in bytes; `type` by content (see `detectType`). The caller keeps these in its file row. */
export type StoredFile = { sha256: string; size: number; type: string }

export type FileStore = {
  /**
   * Streams `source` to disk. When the promise resolves the bytes survive a power cut. The same content is stored once
   * per workspace. Throws `tooLarge` beyond `maxBytes` and leaves nothing behind, as on any error of the source.
   */
  put: (
    workspaceId: string,
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    options: { fileName: string; maxBytes?: number },
  ) => Promise<StoredFile>
  /** Opens the bytes, or those from `start` to `end` (both included). Throws `notFound`. */
  openFile: (
    workspaceId: string,
    sha256: string,
    range?: { start: number; end: number },
  ) => Promise<{ stream: Readable; size: number }>
  has: (workspaceId: string, sha256: string) => Promise<boolean>
  /** Where the bytes lie, for readers that open the file themselves (imports, in a thread). Throws `notFound`. */
  locate: (workspaceId: string, sha256: string) => Promise<string>
  /** Removes the bytes if they are there. The caller knows that no row of the workspace refers to them any more. */
  remove: (workspaceId: string, sha256: string) => Promise<void>
  /** All content of a workspace, for backup and for finding what no row refers to. */
  list: (workspaceId: string) => AsyncGenerator<string>
  /** Removes what broken uploads left behind before `before` (milliseconds). Returns their number. */
  sweep: (before: number) => Promise<number>
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return (await readdir(path)).sort()
  } catch (error) {
    if (isCode(error, 'ENOENT')) return []
    throw error
  }
}

/** A store in `dir` (DATA_DIR/files). `maxBytes` is the limit of one file unless `put` names a smaller one. */
export function createFileStore(options: { dir: string; maxBytes?: number }): FileStore {
  const { maxBytes = 100 * 1024 * 1024 } = options
  const dir = resolve(options.dir)
  const incoming = join(dir, 'incoming')

  const folderOf = (workspaceId: string): string => {
    if (!/^[0-9a-f-]{36}$/i.test(workspaceId)) throw new RangeError('The id of a workspace is a UUID')
    return join(dir, workspaceId.toLowerCase())
  }
  const pathOf = (workspaceId: string, sha256: string): { folder: string; path: string } => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw notFound('The file')
    const folder = join(folderOf(workspaceId), sha256.slice(0, 2), sha256.slice(2, 4))
    return { folder, path: join(folder, sha256) }
  }
  const has = async (workspaceId: string, sha256: string): Promise<boolean> => {
    try {
      await access(pathOf(workspaceId, sha256).path)
      return true
    } catch {
      return false
    }
  }

  return {
    has,

    locate: async (workspaceId, sha256) => {
      if (!(await has(workspaceId, sha256))) throw notFound('The file')
      return pathOf(workspaceId, sha256).path
    },

    put: async (workspaceId, source, options) => {
      folderOf(workspaceId)
      const limit = Math.min(maxBytes, options.maxBytes ?? maxBytes)
      await mkdir(incoming, { recursive: true })
      const temporary = join(incoming, randomUUID())
      const handle = await open(temporary, 'wx', 0o600)
      const digest = createHash('sha256')
      const head: Uint8Array[] = []
      let size = 0
      let headSize = 0
      try {
        try {
          for await (const chunk of source) {
            size += chunk.length
            if (size > limit) throw new AppError('tooLarge', `A file may have at most ${describeBytes(limit)}`)
            if (headSize < sniffLength) {
              const part = chunk.slice(0, sniffLength - headSize)
              head.push(part)
              headSize += part.length
            }
            digest.update(chunk)
            await handle.writeFile(chunk)
          }
          await handle.sync()
        } finally {
          await handle.close()
        }
        const sha256 = digest.digest('hex')
        const { folder, path } = pathOf(workspaceId, sha256)
        const created = await mkdir(folder, { recursive: true })
        // Renamed even over the same content: it repairs a damaged copy, and the times show that it is in use.
        await rename(temporary, path)
        await syncFolder(folder)
        if (created !== undefined)
          for (let parent = dirname(folder); parent.startsWith(dir); parent = dirname(parent)) await syncFolder(parent)
        return { sha256, size, type: detectType(Buffer.concat(head), options.fileName) }
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
    },

    openFile: async (workspaceId, sha256, range) => {
      const { path } = pathOf(workspaceId, sha256)
      try {
        const { size } = await stat(path)
        const handle = await open(path, 'r')
        return { stream: createReadStream(path, { ...range, fd: handle }), size }
      } catch (error) {
        if (isCode(error, 'ENOENT')) throw notFound('The file')
        throw error
      }
    },

    remove: async (workspaceId, sha256) => {
      await rm(pathOf(workspaceId, sha256).path, { force: true })
    },

    list: async function* (workspaceId) {
      const root = folderOf(workspaceId)
      for (const first of await namesIn(root))
        for (const second of await namesIn(join(root, first))) yield* await namesIn(join(root, first, second))
    },

    sweep: async (before) => {
      let removed = 0
      for (const name of await namesIn(incoming)) {
        const path = join(incoming, name)
        try {
          if ((await stat(path)).mtimeMs >= before) continue
          await unlink(path)
          removed++
        } catch (error) {
          if (!isCode(error, 'ENOENT')) throw error
        }
      }
      return removed
    },
  }
}

const describeBytes = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${Math.floor(bytes / (1024 * 1024))} MB` : `${Math.max(1, Math.floor(bytes / 1024))} kB`
