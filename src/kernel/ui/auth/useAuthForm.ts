/** What all forms before the door share: values, the server's complaints by field, one call at a time. */
import { useState } from 'react'
import { sentenceOf } from '../../errors.ts'
import { ApiError, messageOf } from '../api/client.ts'

type SetValue<T> = <K extends keyof T & string>(key: K, value: T[K]) => void

export const useAuthForm = <T extends Record<string, string | boolean>>(
  initial: T,
  /** `form.rest` is for a send that leads to another step instead of away */
  send: (values: T, form: { rest: () => void; set: SetValue<T> }) => Promise<unknown>,
) => {
  const [values, setValues] = useState(initial)
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const set = <K extends keyof T & string>(key: K, value: T[K]) => {
    setValues((v) => ({ ...v, [key]: value }))
    setErrors(({ [key]: _gone, ...rest }) => rest)
  }
  /** Ready again after a send that led to another step instead of away. */
  const rest = () => {
    setBusy(false)
    setProblem(null)
  }
  const submit = async (override?: Partial<T>): Promise<boolean> => {
    setBusy(true)
    setProblem(null)
    setErrors({})
    try {
      await send({ ...values, ...override }, { rest, set })
      return true
    } catch (error) {
      const found = error instanceof ApiError ? error.errors : []
      const shown = found.filter((e) => e.path in initial)
      setErrors(Object.fromEntries(shown.map((e) => [e.path, sentenceOf(e)])))
      setProblem(shown.length > 0 && shown.length === found.length ? null : messageOf(error))
      setBusy(false)
      return false
    }
  }
  return { values, set, errors, problem, busy, submit, setErrors, rest }
}
