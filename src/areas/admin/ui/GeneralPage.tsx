/** Every single setting, by area, each with its effect. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Setting } from '../../../kernel/setting.ts'
import { ApiError, messageOf } from '../../../kernel/ui/api/client.ts'
import { arrayOf, objectOf, stringOf } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { useUrl } from '../../../kernel/ui/app/url.ts'
import { ErrorState, PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import { toast } from '../../../kernel/ui/feedback/toastStore.ts'
import { FieldInput } from '../../../kernel/ui/fields/FieldInput.tsx'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './admin.module.css'
import { Frame, Section } from './Frame.tsx'

const valuesOf = (x: unknown): Record<string, unknown> =>
  Object.fromEntries(arrayOf(objectOf(x).data).map((s) => [stringOf(objectOf(s).key), objectOf(s).value]))

/** Chosen, not typed: saved at once. */
const atOnce = new Set(['boolean', 'choice', 'reference'])

const One = ({ setting, value, marked }: { setting: Setting; value: unknown; marked: boolean }) => {
  const { api } = useApp()
  const client = useQueryClient()
  const [typed, setTyped] = useState(value)
  const [error, setError] = useState<string>()
  const save = async (next: unknown) => {
    if (JSON.stringify(next) === JSON.stringify(value)) return
    setError(undefined)
    try {
      await api.patch('/settings', { [setting.key]: next })
      toast(`${setting.label} saved`, {
        tone: 'success',
        undo: async () => {
          await api.patch('/settings', { [setting.key]: value })
          await client.invalidateQueries({ queryKey: ['settings'] })
        },
      })
      await client.invalidateQueries({ queryKey: ['settings'] })
    } catch (x) {
      setError(x instanceof ApiError ? (x.errors[0]?.message ?? x.message) : messageOf(x))
    }
  }
  return (
    <div
      className={marked ? classes.settingMarked : classes.setting}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) void save(typed)
      }}
    >
      <div className={classes.settingText}>
        <span className={shared.strong}>{setting.label}</span>
        {setting.help ? <span className={classes.help}>{setting.help}</span> : null}
      </div>
      <div className={classes.settingInput}>
        <FieldInput
          field={setting.field}
          name={setting.key}
          label={setting.label}
          bare
          value={typed}
          error={error}
          autoFocus={marked}
          onChange={(v) => {
            setTyped(v)
            if (atOnce.has(setting.field.kind)) void save(v)
          }}
        />
      </div>
    </div>
  )
}

const GeneralPage = () => {
  const { api, registry } = useApp()
  const { params } = useUrl()
  const query = useQuery({
    queryKey: ['settings'],
    queryFn: async ({ signal }) => valuesOf(await api.fetch('/settings', {}, signal)),
  })
  const areas = [...new Set(registry.settings.map((s) => s.area))]
  return (
    <Frame title="Rules and defaults" lead="A change is saved when you leave the field, and holds from then on.">
      {query.isPending ? <PageSkeleton rows={6} /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data
        ? areas.map((area) => (
            <Section key={area} title={area}>
              {registry.settings
                .filter((s) => s.area === area)
                .map((s) => (
                  <One
                    key={`${s.key}:${JSON.stringify(query.data[s.key])}`}
                    setting={s}
                    value={query.data[s.key]}
                    marked={params.at === s.key}
                  />
                ))}
            </Section>
          ))
        : null}
    </Frame>
  )
}
export default GeneralPage
