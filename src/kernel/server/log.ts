// The process's log: JSON lines on standard error; standard output is for people.
import { pino, type Logger } from 'pino'
import type { Config } from './config.ts'

export type Log = Logger

/** Secrets that travel in requests never reach the log, whoever logs the request. */
const redact = ['req.headers.authorization', 'req.headers.cookie', 'headers.authorization', 'headers.cookie']

export function createLog(config: Pick<Config, 'logLevel'>): Log {
  const options = { level: config.logLevel, redact, base: null, timestamp: pino.stdTimeFunctions.isoTime }
  return pino(options, pino.destination(2))
}
