/** Which line of a file had a key first, in 12 bytes a key: a file of a million rows takes some 20 MB, not 200. */

const first = 1 << 12
const most = 1 << 22

/** Two independent 32-bit hashes (FNV-1a and a multiplicative one): 64 bits tell a million keys apart. */
const hashes = (key: string): [number, number] => {
  let a = 0x811c9dc5
  let b = 0x9e3779b9
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b + code, 0x85ebca6b)
    b ^= b >>> 13
  }
  a ^= a >>> 15
  return [a >>> 0, (Math.imul(b, 0xc2b2ae35) ^ (b >>> 16)) >>> 0]
}

/** Keys beyond four million are not kept. Lines are from 1 on. */
export class LineIndex {
  private a = new Uint32Array(first)
  private b = new Uint32Array(first)
  private lines = new Uint32Array(first)
  size = 0

  /** The place of a key: its own, or the free one where it belongs. */
  private place(a: number, b: number): number {
    const mask = this.lines.length - 1
    let at = a & mask
    while (this.lines[at] !== 0 && (this.a[at] !== a || this.b[at] !== b)) at = (at + 1) & mask
    return at
  }

  private grow(): void {
    const old = { a: this.a, b: this.b, lines: this.lines }
    const length = old.lines.length * 2
    this.a = new Uint32Array(length)
    this.b = new Uint32Array(length)
    this.lines = new Uint32Array(length)
    for (let i = 0; i < old.lines.length; i++) {
      const line = old.lines[i] ?? 0
      if (line !== 0) this.put(old.a[i] ?? 0, old.b[i] ?? 0, line)
    }
  }

  private put(a: number, b: number, line: number): void {
    const at = this.place(a, b)
    this.a[at] = a
    this.b[at] = b
    this.lines[at] = line
  }

  /** The line that had the key first, if one did. */
  get(key: string): number | undefined {
    const [a, b] = hashes(key)
    return this.lines[this.place(a, b)] || undefined
  }

  /** Keeps the line unless the key is known. */
  add(key: string, line: number): void {
    const [a, b] = hashes(key)
    if (this.size >= most || this.lines[this.place(a, b)] !== 0) return
    if (this.size >= this.lines.length * 0.7) this.grow()
    this.put(a, b, line)
    this.size++
  }
}
