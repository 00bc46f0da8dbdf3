/** What the forms of a few typed fields share (sign-in, passwords, codes): values, complaints by field, one call at a time. */
import type { ChangeEvent, FormEvent } from 'react'
import { useState } from 'react'
import { sentenceOf } from '../../errors.ts'
import { ApiError, messageOf } from '../api/client.ts'

type Complaints = Readonly<Record<string, string | undefined>>

/** For the forms that links of mails lead to. */
export const incompleteLink = 'This link is not complete. Open it from the mail once more.'

export const useAuthForm = <K extends string>(
  initial: Readonly<Record<K, string>>,
  /** `form.rest` is for a send that leads to another step instead of away */
  send: (
    values: Record<K, string>,
    form: { rest: () => void; set: (key: K, value: string) => void },
  ) => Promise<unknown>,
  /** what is missing before it is worth sending */
  missing: (values: Record<NoInfer<K>, string>) => Complaints = () => ({}),
) => {
  const [values, setValues] = useState<Record<K, string>>(initial)
  const [errors, setErrors] = useState<Complaints>({})
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const set = (key: K, value: string) => {
    setValues((v) => ({ ...v, [key]: value }))
    setErrors(({ [key]: _gone, ...rest }) => rest)
  }
  /** What a text input of that name takes. */
  const field = (name: K) => ({
    name,
    value: values[name],
    error: errors[name],
    onChange: (e: ChangeEvent<HTMLInputElement>) => set(name, e.currentTarget.value),
  })
  /** Ready again after a send that led to another step instead of away. */
  const rest = () => {
    setBusy(false)
    setProblem(null)
  }
  const submit = async (override?: Partial<Record<K, string>>): Promise<void> => {
    setBusy(true)
    setProblem(null)
    setErrors({})
    try {
      await send({ ...values, ...override }, { rest, set })
    } catch (error) {
      const found = error instanceof ApiError ? error.errors : []
      const shown = found.filter((e) => e.path in initial)
      setErrors(Object.fromEntries(shown.map((e) => [e.path, sentenceOf(e)])))
      setProblem(shown.length > 0 && shown.length === found.length ? null : messageOf(error))
      setBusy(false)
    }
  }
  const onSubmit = (e: FormEvent) => {
    e.preventDefault()
    // a form inside a dialog inside a form must not submit both
    e.stopPropagation()
    const gaps = missing(values)
    if (Object.keys(gaps).length > 0) setErrors(gaps)
    else void submit()
  }
  return { values, set, field, errors, problem, busy, submit, onSubmit, rest }
}
