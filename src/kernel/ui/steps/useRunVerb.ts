/** Runs a verb, and says afterwards what became of the record. */
import type { Entity } from '../../entity.ts'
import type { NamedVerb } from '../../registry.ts'
import { messageOf } from '../api/client.ts'
import { useAct } from '../api/hooks.ts'
import type { WireRecord } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import { toast, toastError } from '../feedback/toastStore.ts'
import type { Wire } from '../fields/format.ts'
import { useLocale } from '../fields/locale.ts'
import { stateShown, textOf, titleOf } from '../fields/wire.ts'

/** What the message says afterwards: the new state where there is one. */
export const useDone = () => {
  const { registry } = useApp()
  const l = useLocale()
  return (verb: NamedVerb, e: Entity, after: WireRecord) => {
    const flow = verb.flow
    const f = flow ? e.fields[flow.field] : undefined
    const name = textOf(after['number']) || titleOf(e, after)
    const step = verb.flow?.steps[verb.verb]
    // a step that leaves the state as it was is about what it made
    if (flow && f && after[flow.field] && !step?.from.includes(step.to)) {
      const s = stateShown(registry.flowOf(e.name), flow.field, f, after, l.today)
      toast(`${e.label} ${name} is now ${s.label.toLowerCase()}`, { tone: 'success' })
    } else toast(verb.definition.done ?? `${verb.definition.label}: done`, { tone: 'success' })
  }
}

/** Runs a verb that asks nothing; a refusal is shown in its own words. */
export const useRunVerb = (e: Entity) => {
  const act = useAct(e)
  const done = useDone()
  const run = async (verb: NamedVerb, record: WireRecord, input: Wire = {}): Promise<WireRecord | undefined> => {
    try {
      const after = await act.mutateAsync({ id: record.id, verb: verb.verb, input })
      done(verb, e, after)
      return after
    } catch (error) {
      toastError(messageOf(error))
      return undefined
    }
  }
  return { run, isPending: act.isPending }
}

/** Whether its dialog has something to ask. */
export const asks = (verb: NamedVerb): boolean =>
  Boolean(verb.definition.confirm) || Object.values(verb.definition.input ?? {}).some((f) => !f.options.hidden)
