/** What is typed into the fields of a definition, and the complaints about it: by field, and about the whole. */
import { useState } from 'react'
import type { Field } from '../../entity.ts'
import { ApiError, messageOf } from '../api/client.ts'
import type { Wire } from '../fields/format.ts'
import { errorsByField, missing } from './formState.ts'

export const useTyped = (start: Wire | (() => Wire), startLabels: Record<string, string> = {}) => {
  const [values, setValues] = useState<Wire>(start)
  const [labels, setLabels] = useState(startLabels)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [trouble, setTrouble] = useState<readonly string[]>([])
  const change = (name: string, value: unknown, label?: string) => {
    setValues((v) => ({ ...v, [name]: value }))
    if (label !== undefined) setLabels((l) => ({ ...l, [name]: label }))
    setErrors(({ [name]: _, ...rest }) => rest)
  }
  const complain = (fields: Record<string, string>, others: readonly string[]) => {
    setErrors(fields)
    setTrouble(others)
    return fields
  }
  /** Says which of the shown fields must not stay empty; the complaints by field. */
  const lacking = (fields: Readonly<Record<string, Field>>, shown: readonly string[]) =>
    complain(missing(fields, shown, values), [])
  /** Says what the server refused; the complaints by field. */
  const refused = (error: unknown, shown: readonly string[]) => {
    if (!(error instanceof ApiError) || error.errors.length === 0) return complain({}, [messageOf(error)])
    const found = errorsByField(error.errors, shown)
    return complain(found.fields, found.others)
  }
  return { values, setValues, labels, errors, trouble, change, lacking, refused }
}
