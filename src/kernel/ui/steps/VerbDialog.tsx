/** The dialog of a verb, generated from its input fields; asks first where the definition says so. */
import { Button, Group, Modal, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useRef, useState } from 'react'
import type { NamedVerb } from '../../registry.ts'
import { useAct } from '../api/hooks.ts'
import { objectOf, type WireRecord } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import type { Wire } from '../fields/format.ts'
import { labelsOf, textOf } from '../fields/wire.ts'
import { FieldGroup } from '../form/FieldGroup.tsx'
import { useTopmost } from '../form/topmost.ts'
import { isWide, startValues } from '../form/formState.ts'
import { submitOnKeys, unreadField } from '../form/submit.ts'
import { Troubles } from '../form/Troubles.tsx'
import { useTyped } from '../form/useTyped.ts'
import { useDone } from './useRunVerb.ts'

type VerbDialogProps = {
  verb: NamedVerb
  record: WireRecord
  onClose: () => void
  onDone?: (record: WireRecord) => void
  /** room under the fields (a preview, a warning) */
  children?: (input: Wire) => ReactNode
  /** values the dialog starts with */
  initial?: Wire
  initialLabels?: Record<string, string>
}

/** What the record proposes for the verb's input; nothing while it is on its way, or where it cannot be had. */
const useProposal = (verb: NamedVerb, record: WireRecord): Wire | undefined => {
  const { api } = useApp()
  const { proposes } = verb.definition
  const { data } = useQuery({
    queryKey: [verb.entity.plural, 'proposal', record.id, record.version, proposes],
    queryFn: async ({ signal }) =>
      objectOf(await api.fetch(`/${verb.entity.plural}/${record.id}/${String(proposes)}`, {}, signal)),
    enabled: typeof proposes === 'string',
    gcTime: 0,
    retry: false,
  })
  return data
}

/** Those of the record's own values that the verb asks for anew. */
const ownValues = (verb: NamedVerb, record: WireRecord): Wire => {
  const { proposes } = verb.definition
  return typeof proposes === 'object' ? Object.fromEntries(proposes.map((k) => [k, record[k]])) : {}
}

export const VerbDialog = ({ verb, record, onClose, onDone, children, initial, initialLabels }: VerbDialogProps) => {
  const close = useTopmost(onClose)
  const e = verb.entity
  const act = useAct(e)
  const done = useDone()
  const { me } = useApp()
  const form = useRef<HTMLFormElement>(null)
  const fields = Object.fromEntries(Object.entries(verb.definition.input ?? {}).filter(([, f]) => !f.options.hidden))
  const shown = Object.keys(fields)
  const { values, setValues, labels, errors, trouble, change, lacking, refused } = useTyped(
    () => startValues(fields, { ...ownValues(verb, record), ...initial }),
    { ...labelsOf(record), ...initialLabels },
  )
  const [filled, setFilled] = useState(false)
  const proposed = useProposal(verb, record)
  // what was typed before it came stays
  if (proposed && !filled) {
    setFilled(true)
    setValues((v) => ({ ...proposed, ...v }))
  }
  const run = async () => {
    if (act.isPending) return
    const unread = unreadField(form.current, errors)
    if (unread) {
      unread.focus()
      return
    }
    const [first] = Object.keys(lacking(fields, shown))
    if (first) {
      form.current
        ?.querySelector<HTMLElement>(`[data-field="${first}"] input, [data-field="${first}"] textarea`)
        ?.focus()
      return
    }
    try {
      const input = Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined && v !== null))
      const after = await act.mutateAsync({ id: record.id, verb: verb.verb, input })
      done(verb, e, after)
      onDone?.(after)
      onClose()
    } catch (error) {
      refused(error, shown)
    }
  }
  const red = verb.definition.tone === 'red'
  const wide = Object.values(fields).some(isWide) || shown.length > 4
  return (
    <Modal
      opened
      onClose={close}
      title={[verb.definition.label, textOf(record['number']) || textOf(record[e.title])].filter(Boolean).join(': ')}
      size={wide ? 640 : 440}
      padding="lg"
    >
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          event.stopPropagation()
          void run()
        }}
        onKeyDown={submitOnKeys}
      >
        {verb.definition.confirm ? (
          <Text mb={shown.length > 0 ? 'md' : 0} c={shown.length > 0 ? 'dimmed' : undefined}>
            {verb.definition.confirm}
          </Text>
        ) : null}
        <FieldGroup
          fields={fields}
          sections={shown.length > 0 ? [{ fields: shown }] : []}
          values={values}
          labels={labels}
          errors={errors}
          currency={textOf(record['currency']) || me.workspace.baseCurrency}
          onChange={change}
        />
        {children?.(values)}
        <Troubles trouble={trouble} />
        <Group justify="flex-end" gap="sm" mt="lg">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={act.isPending}
            {...(red ? { color: 'red.9' } : {})}
            data-autofocus={shown.length === 0 || undefined}
          >
            {verb.definition.label}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
