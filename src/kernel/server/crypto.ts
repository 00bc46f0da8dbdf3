/** Secrets: random tokens and their stored form, passwords, sealed values, the code of the first set-up. */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** 32 random bytes as base64url: 43 characters that fit into a link. Store only `hashToken` of it. */
export const randomToken = (): string => randomBytes(32).toString('base64url')

/** SHA-256 as hex. Enough for tokens, whose 256 random bits leave nothing to guess; never for passwords. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Compares without telling by its time where the two differ. Works on digests, so lengths do not leak either. */
export function safeEqual(a: string, b: string): boolean {
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(a), digest(b))
}

/** OWASP Password Storage Cheat Sheet: Argon2id (the library's default variant), 19 MiB, 2 passes, 1 lane. */
const argon2Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** A PHC string to store. Costs about 20 ms of one thread of libuv's pool. */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), argon2Options)

let decoy: Promise<string> | undefined

/**
 * Whether the password fits the stored hash. Without a hash (no such user, or one without password) it takes as long
 * and answers no, so that time does not tell which addresses exist. A damaged hash answers no.
 */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomToken())
  try {
    const fits = await verify(stored ?? (await decoy), password.normalize('NFKC'))
    return fits && stored !== undefined
  } catch {
    return false
  }
}

/** Whether the stored hash was made with other parameters than today's and should be renewed at this sign-in. */
export const passwordNeedsRehash = (stored: string): boolean =>
  !stored.startsWith(
    `$argon2id$v=19$m=${argon2Options.memoryCost},t=${argon2Options.timeCost},p=${argon2Options.parallelism}$`,
  )

/** The stored value cannot be opened: it is of another secret key, or the value or its context was changed. */
export class SealError extends Error {}

/** A number of `digits` (up to 12) that every process of the installation knows and nobody else can work out. */
export function sharedCode(secret: string, purpose: string, digits: number): string {
  const random = createHmac('sha256', secret).update(`code ${purpose}`).digest().readUIntBE(0, 6)
  return String(random % 10 ** digits).padStart(digits, '0')
}

// The id follows from the secret too, so that a value sealed under another secret is told apart from a damaged one.
const sealingKey = (secret: string): { id: string; key: Buffer } => ({
  id: createHmac('sha256', secret).update('key id').digest('hex').slice(0, 8),
  key: Buffer.from(hkdfSync('sha256', secret, '', 'throughline seal', 32)),
})

/**
 * Encrypts by AES-256-GCM, under a key derived from the installation's `secret`, as `v1.keyId.nonce.text.tag`. `context`
 * (such as workspace and setting name) is bound to it: the value cannot be opened after being copied to another place.
 */
export function seal(secret: string, plain: string, context: string): string {
  const { id, key } = sealingKey(secret)
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(`v1.${id}.${context}`))
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  const parts = [nonce, text, cipher.getAuthTag()].map((part) => part.toString('base64url'))
  return ['v1', id, ...parts].join('.')
}

/** Opens what `seal` made with the same secret in the same context. Throws `SealError`. */
export function open(secret: string, sealed: string, context: string): string {
  const [version, id, nonce, text, tag, ...rest] = sealed.split('.')
  if (version !== 'v1' || !id || nonce === undefined || text === undefined || tag === undefined || rest.length > 0)
    throw new SealError('This is not a sealed value')
  const { id: ours, key } = sealingKey(secret)
  if (id !== ours) throw new SealError('The value was sealed under another secret key')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 })
    decipher.setAAD(Buffer.from(`v1.${id}.${context}`))
    decipher.setAuthTag(Buffer.from(tag, 'base64url'))
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8')
  } catch {
    throw new SealError('The sealed value was changed or belongs elsewhere')
  }
}
