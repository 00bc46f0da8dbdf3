/** Holds the one stream of live events of this browser and hands each line to every open tab. */
const ports = new Set<MessagePort>()
let source: EventSource | null = null

const tell = (message: unknown): void => {
  for (const p of ports) p.postMessage(message)
}

const close = (): void => {
  source?.close()
  source = null
}

const open = (): void => {
  if (source || ports.size === 0) return
  let lost = false
  source = new EventSource('/api/v1/events')
  source.onopen = () => {
    // what happened while the line was down is unknown
    if (lost) tell({ type: 'reconnected' })
    lost = false
  }
  source.onerror = () => {
    lost = true
    if (source?.readyState !== EventSource.CLOSED) return
    close()
    setTimeout(open, 15_000)
  }
  source.onmessage = (e) => tell({ type: 'event', data: e.data })
}

addEventListener('connect', (e) => {
  if (!(e instanceof MessageEvent)) return
  const port = e.ports[0]
  if (!port) return
  ports.add(port)
  port.onmessage = (m) => {
    if (m.data === 'bye') {
      ports.delete(port)
      if (ports.size === 0) close()
    }
    if (m.data === 'restart') {
      close()
      open()
    }
  }
  port.start()
  open()
})

export {}
