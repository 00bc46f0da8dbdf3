/** A small form in the place of a dropped card: what the move needs to know, from fields as data. */
import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { Fields } from '../../entity.ts'
import type { Wire } from '../fields/format.ts'
import { missing, startValues } from '../form/formState.ts'
import classes from './board.module.css'
import { FieldInput } from '../reach.ts'

type AskInPlaceProps = {
  title: string
  fields: Fields
  submitLabel: string
  finish: (input: Record<string, unknown> | null) => void
}

export const AskInPlace = ({ title, fields, submitLabel, finish }: AskInPlaceProps) => {
  const [values, setValues] = useState<Wire>(() => startValues(fields, {}))
  const [labels, setLabels] = useState<Record<string, string>>({})
  const [errors, setErrors] = useState<Record<string, string>>({})
  const names = Object.keys(fields)
  const box = useRef<HTMLFormElement>(null)
  // the column may have been folded at the edge of the screen
  useEffect(() => {
    // in braces, because newer browsers answer a promise, which React would take for a clean-up
    box.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [])
  const submit = () => {
    const lacking = missing(fields, names, values)
    setErrors(lacking)
    if (Object.keys(lacking).length === 0)
      finish(Object.fromEntries(Object.entries(values).filter(([, v]) => v !== null && v !== undefined)))
  }
  return (
    <form
      ref={box}
      className={classes.ask}
      aria-label={title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) finish(null)
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit()
      }}
    >
      <p className={classes.askTitle}>{title}</p>
      {Object.entries(fields).map(([name, f], i) => (
        <FieldInput
          key={name}
          field={f}
          name={name}
          value={values[name]}
          error={errors[name]}
          autoFocus={i === 0}
          {...(labels[name] ? { valueLabel: labels[name] } : {})}
          onChange={(v, label) => {
            setValues((all) => ({ ...all, [name]: v }))
            if (label !== undefined) setLabels((all) => ({ ...all, [name]: label }))
            setErrors({})
          }}
        />
      ))}
      <div className={classes.askFoot}>
        <Button variant="default" onClick={() => finish(null)}>
          Put back
        </Button>
        <Button type="submit">{submitLabel}</Button>
      </div>
    </form>
  )
}
