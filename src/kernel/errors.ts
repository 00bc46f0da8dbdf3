/** One field's complaint: `path` as in JSON (`lines.0.quantity`), `message` a sentence for people. */
export type FieldError = { path: string; message: string }

/** The codes a client may meet, each with its HTTP status. */
const errorStatus = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  stale: 409,
  refused: 409,
  idempotencyMismatch: 422,
  tooLarge: 413,
  tooMany: 429,
  timeout: 503,
} as const
type ErrorCode = keyof typeof errorStatus

/**
 * An expected refusal: typed, with a status and a sentence. Everything else that is thrown is a bug and answers 500.
 * `reason` is a machine-readable detail of the code (`refused` + `quoteHasNoLines`); `data` goes into the problem document.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly reason: string | undefined
  readonly errors: FieldError[]
  readonly data: Record<string, unknown>

  constructor(
    code: ErrorCode,
    message: string,
    detail: { reason?: string; errors?: FieldError[]; data?: Record<string, unknown> } = {},
  ) {
    super(message)
    this.code = code
    this.reason = detail.reason
    this.errors = detail.errors ?? []
    this.data = detail.data ?? {}
  }

  get status(): number {
    return errorStatus[this.code]
  }
}

/** `lines.0.unitPrice` → `Unit price` */
const spoken = (path: string): string => {
  const words = (path.split('.').at(-1) ?? '')
    .replace(/Id$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A complaint as a sentence of its own: `is required` at `unitPrice` → `Unit price is required.` */
export const sentenceOf = ({ path, message }: FieldError): string => {
  const full = /^[a-z]/.test(message) ? `${spoken(path) || 'The request'} ${message}` : message
  return /[.!?]$/.test(full) ? full : `${full}.`
}

/** Bad input; every field at fault is named, the first one gives the sentence. */
export const invalidFields = (errors: readonly FieldError[]): AppError =>
  new AppError('invalid', errors[0] ? sentenceOf(errors[0]) : 'The request is not valid.', { errors: [...errors] })

/** Bad input at one field. `message` is a fragment after the field's name (`is required`) or a sentence. */
export const invalid = (path: string, message: string): AppError => invalidFields([{ path, message }])

/** Also used where the record exists but may not be seen: existence must not leak. */
export const notFound = (what: string): AppError => new AppError('notFound', `${what} was not found`)

export const forbidden = (message: string): AppError => new AppError('forbidden', message)

/** The rules of the trade say no: `reason` names the rule, `message` tells a person what helps. */
export const refused = (reason: string, message: string): AppError => new AppError('refused', message, { reason })
