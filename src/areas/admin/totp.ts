/** Codes of authenticator apps: RFC 6238 with the parameters every app knows (SHA-1, six digits, 30 seconds). */
import { createHmac, randomBytes } from 'node:crypto'
import { safeEqual } from '../../kernel/server/crypto.ts'

const stepSeconds = 30
/** RFC 6238, 5.2: one step either way for clocks that differ and people who type slowly. */
const drift = 1
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 base 32 without padding, as apps take it. */
export const base32 = (bytes: Buffer): string => {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{1,5}/g) ?? []).map((x) => alphabet[Number.parseInt(x.padEnd(5, '0'), 2)]).join('')
}

const fromBase32 = (text: string): Buffer => {
  let bits = ''
  for (const character of text) bits += alphabet.indexOf(character).toString(2).padStart(5, '0')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((x) => Number.parseInt(x, 2)))
}

/** 160 random bits, the length of the hash (RFC 4226, 4). */
export const newSecret = (): string => base32(randomBytes(20))

export const stepAt = (at: Date): number => Math.floor(at.getTime() / 1000 / stepSeconds)

/** The code of a time step (RFC 4226, 5.3). */
export const codeAt = (secret: string, step: number, digits = 6): string => {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  const number = (mac.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 10 ** digits
  return String(number).padStart(digits, '0')
}

/** The step whose code was typed; undefined when none fits, or only one that was used already (`after`). */
export const stepOf = (secret: string, code: string, at: Date, after: number | null): number | undefined => {
  const now = stepAt(at)
  for (let step = now - drift; step <= now + drift; step++)
    if (step > (after ?? -1) && safeEqual(codeAt(secret, step), code)) return step
  return undefined
}

/** What the QR code says to the app. */
export const keyUri = (secret: string, issuer: string, account: string): string =>
  `otpauth://totp/${encodeURIComponent(`${issuer}:${account}`)}?${new URLSearchParams({ secret, issuer }).toString().replaceAll('+', '%20')}`
