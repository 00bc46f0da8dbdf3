/** What a report is asked, as inputs; the address holds the answers. */
import { Select } from '@mantine/core'
import { labelOf } from '../../entity.ts'
import { isAsked, type Report, withDefaults } from '../../report.ts'
import type { UrlChange } from '../app/url.ts'
import { FieldInput } from '../fields/FieldInput.tsx'
import classes from './report.module.css'

type Params = Readonly<Record<string, string>>

/** What of an address belongs to the report: those that are asked for now. */
export const paramsOf = (r: Report, url: Params): Record<string, string> => {
  const all = withDefaults(r, url)
  return Object.fromEntries(
    Object.keys(r.params).flatMap((k) => {
      const v = url[k]
      return v !== undefined && v !== '' && isAsked(r, k, all) ? [[k, v]] : []
    }),
  )
}

type Props = { report: Report; params: Params; onChange: (change: UrlChange) => void; errors: Params }

export const ParamBar = ({ report, params, onChange, errors }: Props) => {
  const all = withDefaults(report, params)
  const asked = Object.entries(report.params).filter(([k]) => isAsked(report, k, all))
  if (asked.length === 0) return null
  return (
    <div className={classes.params} role="group" aria-label="What is shown">
      {asked.map(([key, f]) => {
        const standard = f.options.default
        return (
          <div key={key} className={classes.param} data-kind={f.kind}>
            {f.kind === 'choice' ? (
              <Select
                label={labelOf(key, f)}
                name={key}
                data={Object.entries(f.choices ?? {}).map(([value, c]) => ({ value, label: c.label }))}
                value={String(all[key] ?? '') || null}
                error={errors[key]}
                allowDeselect={false}
                clearable={standard === undefined}
                onChange={(v) => onChange({ [key]: v === standard ? null : v })}
              />
            ) : (
              <FieldInput
                field={f}
                name={key}
                value={params[key] ?? null}
                error={errors[key]}
                placeholder={f.kind === 'reference' ? 'All' : undefined}
                onChange={(v) => onChange({ [key]: typeof v === 'string' ? v : null })}
              />
            )}
          </div>
        )
      })}
    </div>
  )
}
