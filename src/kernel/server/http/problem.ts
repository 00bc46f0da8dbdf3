/** Errors on the wire: RFC 9457 problem documents. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, invalid } from '../../errors.ts'

const isHttpError = (error: unknown): error is FastifyError & { statusCode: number } =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500

/** An upload that breaks off or is no multipart at all; the parser throws plain errors. */
const isBrokenUpload = (error: unknown): boolean =>
  error instanceof Error && /multipart (?:data|form)|malformed part header/i.test(error.message)

const titles: Record<number, string> = {
  413: 'This is larger than what is accepted.',
  415: 'Send JSON with Content-Type application/json.',
}

const send = (reply: FastifyReply, status: number, body: Record<string, unknown>): FastifyReply =>
  reply
    .code(status)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', status, ...body }))

/** Turns whatever was thrown into a problem document; only what nobody expected is logged and answers 500. */
export const answerProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  if (isBrokenUpload(error)) return answerProblem(invalid('file', 'did not arrive whole'), request, reply)
  if (error instanceof AppError) {
    const retry = error.data.retryAfterSeconds
    if (typeof retry === 'number') reply.header('retry-after', String(retry))
    return send(reply, error.status, {
      title: error.message,
      code: error.reason ?? error.code,
      ...(error.errors.length > 0 ? { errors: error.errors } : {}),
      ...error.data,
    })
  }
  if (isHttpError(error))
    return send(reply, error.statusCode, { title: titles[error.statusCode] ?? error.message, code: 'badRequest' })
  request.log.error({ err: error }, 'unexpected error')
  return send(reply, 500, {
    title: 'Something went wrong on our side. Nothing was changed.',
    code: 'unexpected',
    requestId: request.id,
  })
}
