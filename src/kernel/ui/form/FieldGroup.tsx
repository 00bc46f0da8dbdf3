/** Fields side by side in sections; one column on narrow ground. Shared by forms and dialogs. */
import type { Field } from '../../entity.ts'
import { FieldInput } from '../fields/FieldInput.tsx'
import type { Wire } from '../fields/format.ts'
import { textOf } from '../fields/wire.ts'
import type { FormSection } from './formState.ts'
import { isWide } from './formState.ts'
import classes from './form.module.css'

type FieldGroupProps = {
  fields: Readonly<Record<string, Field>>
  sections: readonly FormSection[]
  values: Wire
  labels: Readonly<Record<string, string>>
  errors: Readonly<Record<string, string>>
  onChange: (name: string, value: unknown, label?: string) => void
  /** money without an own currency takes this one */
  currency?: string | undefined
  autoFocus?: boolean
  disabled?: boolean
}

export const FieldGroup = ({
  fields,
  sections,
  values,
  labels,
  errors,
  onChange,
  currency,
  autoFocus = true,
  disabled = false,
}: FieldGroupProps) => {
  const first = sections[0]?.fields[0]
  return (
    <div className={classes.sections}>
      {sections.map((s) => (
        <section key={s.label ?? s.fields[0]} aria-label={s.label}>
          {s.label ? <h2 className={classes.sectionTitle}>{s.label}</h2> : null}
          <div className={classes.grid}>
            {s.fields.map((name) => {
              const f = fields[name]
              if (!f) return null
              const label = labels[name]
              return (
                <div
                  key={name}
                  className={isWide(f) ? classes.wide : classes.cell}
                  data-field={name}
                  data-kind={f.kind}
                >
                  <FieldInput
                    field={f}
                    name={name}
                    value={values[name]}
                    onChange={(v, shown) => onChange(name, v, shown)}
                    error={errors[name]}
                    currency={'currency' in fields ? textOf(values['currency']) || currency : undefined}
                    autoFocus={autoFocus && name === first}
                    disabled={disabled}
                    {...(label ? { valueLabel: label } : {})}
                  />
                </div>
              )
            })}
          </div>
        </section>
      ))}
    </div>
  )
}
