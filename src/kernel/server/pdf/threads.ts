/** One worker thread for heavy work, started when there is some and stopped when there is none for a while. */
import { Worker } from 'node:worker_threads'

type ThreadOptions = {
  /** The file of the thread, a `.ts` source (run by the development loader) or the built `.js`. */
  entry: URL
  /** A task that takes longer is given up together with the thread. */
  timeoutMs?: number
  /** Idle time after which the thread and its memory are given back. */
  idleMs?: number
  /** Heap of the thread; exceeding it fails the task, not the process. */
  maxHeapMb?: number
}
type Thread = {
  /** Answers by what the thread's function returned; rejects with its error's message, a time-out or a crash. */
  run: (input: unknown) => Promise<unknown>
  /** Rejects what waits and ends the thread. A later `run` starts it again. */
  close: () => Promise<void>
}

/** What goes over the wire; `serveThread` is the other end. */
export type ThreadAnswer = { ok: true; value: unknown } | { ok: false; message: string }

type Task = { input: unknown; resolve: (value: unknown) => void; reject: (error: Error) => void }

/**
 * The entry `name` beside the caller: `name.ts` while the sources run, `name.js` once they are built, where all entries
 * and the code they share lie in one folder.
 */
export const threadEntry = (name: string, from: string): URL =>
  new URL(`./${name}.${from.endsWith('.ts') ? 'ts' : 'js'}`, from)

const isAnswer = (value: unknown): value is ThreadAnswer => typeof value === 'object' && value !== null && 'ok' in value

function start(entry: URL, maxHeapMb: number): Worker {
  const options = { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: maxHeapMb }, name: 'heavy' }
  if (!entry.pathname.endsWith('.ts')) return new Worker(entry, options)
  // The loader is a tool of development: it is looked for only when a source is to run. Given by `--import` it would
  // stay away from worker threads.
  const loader = import.meta.resolve('tsx/esm/api')
  const code = `import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(entry.href)}) })`
  return new Worker(code, { ...options, eval: true })
}

/** Tasks run one after the other. Nothing is started before the first one. */
export function createThread(options: ThreadOptions): Thread {
  const { entry, timeoutMs = 60_000, idleMs = 60_000, maxHeapMb = 512 } = options
  const waiting: Task[] = []
  let current: Task | undefined
  let worker: Worker | undefined
  let timer: NodeJS.Timeout | undefined

  const stop = async (): Promise<void> => {
    const stopped = worker
    worker = undefined
    clearTimeout(timer)
    await stopped?.terminate()
  }

  const settle = (act: (task: Task) => void): void => {
    clearTimeout(timer)
    const task = current
    current = undefined
    if (task) act(task)
    next()
  }

  const fail = (error: Error): void => {
    void stop()
    settle((task) => task.reject(error))
  }

  const ready = (): Worker => {
    if (worker) return worker
    const started = start(entry, maxHeapMb)
    started.unref()
    const isMine = (act: () => void) => (): void => {
      if (worker === started) act()
    }
    started.on('message', (answer: unknown) => {
      if (worker !== started) return
      settle((task) => {
        if (!isAnswer(answer)) task.reject(new Error('The thread answered nonsense'))
        else if (answer.ok) task.resolve(answer.value)
        else task.reject(new Error(answer.message))
      })
    })
    started.on('error', (error: Error) => isMine(() => fail(error))())
    started.on(
      'exit',
      isMine(() => fail(new Error('The thread ended unexpectedly'))),
    )
    worker = started
    return started
  }

  const next = (): void => {
    if (current) return
    current = waiting.shift()
    clearTimeout(timer)
    if (current) {
      const thread = ready()
      // Held while it works, so that the process does not end before the answer.
      thread.ref()
      timer = setTimeout(() => fail(new Error('The work took too long and was given up')), timeoutMs)
      try {
        thread.postMessage(current.input)
      } catch (error) {
        settle((task) => task.reject(error instanceof Error ? error : new Error(String(error))))
      }
    } else if (worker) {
      worker.unref()
      timer = setTimeout(() => void stop(), idleMs)
      timer.unref()
    }
  }

  return {
    run: (input) =>
      new Promise((resolve, reject) => {
        waiting.push({ input, resolve, reject })
        next()
      }),
    close: async () => {
      const left = waiting.splice(0)
      if (current) left.unshift(current)
      current = undefined
      await stop()
      for (const task of left) task.reject(new Error('The work was cancelled because the program is closing'))
    },
  }
}
