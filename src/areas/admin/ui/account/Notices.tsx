/** How one hears of each kind of thing: in the app, by mail, both or not at all; and the daily digest. */
import { Checkbox, Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Fragment } from 'react'
import { messageOf } from '../../../../kernel/ui/api/client.ts'
import { arrayOf, objectOf, stringOf } from '../../../../kernel/ui/api/types.ts'
import { useApp } from '../../../../kernel/ui/app/AppContext.tsx'
import { Bone, ErrorState } from '../../../../kernel/ui/feedback/states.tsx'
import { toastError } from '../../../../kernel/ui/feedback/toastStore.ts'
import shared from '../../../../kernel/ui/shared.module.css'
import classes from './account.module.css'
import { Section } from '../Frame.tsx'
import { noticesKey } from './keys.ts'

type Kind = { kind: string; area: string; label: string; inApp: boolean; mail: boolean }
type Choice = { kinds: Kind[]; digest: boolean; hour: string; mail: boolean }

const choiceOf = (x: unknown): Choice => {
  const o = objectOf(x)
  return {
    kinds: arrayOf(o.data).map((k) => {
      const v = objectOf(k)
      return {
        kind: stringOf(v.kind),
        area: stringOf(v.area),
        label: stringOf(v.label),
        inApp: v.inApp === true,
        mail: v.mail === true,
      }
    }),
    digest: o.digest === true,
    hour: stringOf(o.digestHour, '07'),
    mail: o.mail === 'on',
  }
}

export const Notices = () => {
  const { api } = useApp()
  const client = useQueryClient()
  const query = useQuery({
    queryKey: noticesKey,
    queryFn: async ({ signal }) => choiceOf(await api.fetch('/me/notices', {}, signal)),
  })
  const save = useMutation({
    mutationFn: (next: { kinds?: readonly Kind[]; digest?: boolean }) =>
      api.patch('/me/notices', {
        ...(next.digest === undefined ? {} : { digest: next.digest }),
        ...(next.kinds
          ? { kinds: Object.fromEntries(next.kinds.map(({ kind, inApp, mail }) => [kind, { inApp, mail }])) }
          : {}),
      }),
    onMutate: (next) => {
      client.setQueryData<Choice>(
        noticesKey,
        (old) =>
          old && {
            ...old,
            digest: next.digest ?? old.digest,
            kinds: old.kinds.map((k) => next.kinds?.find((x) => x.kind === k.kind) ?? k),
          },
      )
    },
    onError: (error: unknown) => {
      toastError(messageOf(error))
      void client.invalidateQueries({ queryKey: noticesKey })
    },
  })
  const choice = query.data
  const areas = [...new Set(choice?.kinds.map((k) => k.area))]
  const box = (k: Kind, way: 'inApp' | 'mail') => (
    <td className={classes.tick}>
      <Checkbox
        aria-label={`${k.label}: ${way === 'inApp' ? 'in the app' : 'by mail'}`}
        checked={k[way]}
        onChange={(e) => save.mutate({ kinds: [{ ...k, [way]: e.currentTarget.checked }] })}
      />
    </td>
  )
  return (
    <Section
      title="Notifications"
      help={
        choice && !choice.mail
          ? 'How you hear of what concerns you. No mail server is set up yet: mails wait until an admin has done so.'
          : 'How you hear of what concerns you. A change is saved at once.'
      }
    >
      {query.isPending ? <Bone width="60%" /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {choice ? (
        <>
          <Switch
            checked={choice.digest}
            onChange={(e) => save.mutate({ digest: e.currentTarget.checked })}
            label="Daily digest"
            description={`One mail at ${choice.hour}:00 with what you have not read; none when there is nothing.`}
          />
          <table className={`${shared.table} ${classes.notices}`}>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">In the app</th>
                <th scope="col">By mail</th>
              </tr>
            </thead>
            <tbody>
              {areas.map((area) => (
                <Fragment key={area}>
                  <tr>
                    <th scope="rowgroup" colSpan={3}>
                      {area}
                    </th>
                  </tr>
                  {choice.kinds
                    .filter((k) => k.area === area)
                    .map((k) => (
                      <tr key={k.kind}>
                        <th scope="row">{k.label}</th>
                        {box(k, 'inApp')}
                        {box(k, 'mail')}
                      </tr>
                    ))}
                </Fragment>
              ))}
            </tbody>
          </table>
        </>
      ) : null}
    </Section>
  )
}
