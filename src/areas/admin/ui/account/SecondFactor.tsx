/** The second factor of oneself: off or on, its recovery codes, and turning it off. */
import { Button, Group, Modal, PasswordInput } from '@mantine/core'
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { numberOf, objectOf, stringOrNull, stringsOf } from '../../../../kernel/ui/api/types.ts'
import { useApp } from '../../../../kernel/ui/app/AppContext.tsx'
import { FormError } from '../../../../kernel/ui/auth/AuthFrame.tsx'
import { RecoveryCodes, SecondFactorSetup } from '../../../../kernel/ui/auth/SecondFactorSetup.tsx'
import { useAuthForm } from '../../../../kernel/ui/auth/useAuthForm.ts'
import { Bone, ErrorState } from '../../../../kernel/ui/feedback/states.tsx'
import { toast } from '../../../../kernel/ui/feedback/toastStore.ts'
import { Instant } from '../../../../kernel/ui/fields/When.tsx'
import shared from '../../../../kernel/ui/shared.module.css'
import classes from './account.module.css'
import { secondFactorKey, sessionsKey } from './keys.ts'

/** What both ways on ask: that it is still the same person. */
const WithPassword = ({
  words,
  label,
  color,
  send,
}: {
  words: string
  label: string
  color?: string
  send: (password: string) => Promise<void>
}) => {
  const form = useAuthForm({ password: '' }, ({ password }) => send(password))
  return (
    <form onSubmit={form.onSubmit} noValidate className={classes.stack}>
      <p className={shared.quiet}>{words}</p>
      <PasswordInput label="Your password" autoComplete="current-password" data-autofocus {...form.field('password')} />
      <FormError message={form.problem} />
      <Group justify="flex-end">
        <Button type="submit" loading={form.busy} disabled={!form.values.password} {...(color ? { color } : {})}>
          {label}
        </Button>
      </Group>
    </form>
  )
}

type Asking = 'setup' | 'codes' | 'drop'
const titles: Record<Asking, string> = {
  setup: 'Set up a second factor',
  codes: 'New recovery codes',
  drop: 'Turn off the second factor',
}

export const SecondFactor = () => {
  const { api } = useApp()
  const client = useQueryClient()
  const [asking, setAsking] = useState<Asking | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const query = useQuery({
    queryKey: secondFactorKey,
    queryFn: async ({ signal }) => {
      const o = objectOf(await api.fetch('/me/second-factor', {}, signal))
      return { since: stringOrNull(o.since), left: numberOf(o.recoveryCodesLeft), required: o.required === true }
    },
  })
  const close = () => {
    setAsking(null)
    setCodes(null)
    void client.invalidateQueries({ queryKey: secondFactorKey })
    void client.invalidateQueries({ queryKey: sessionsKey })
  }
  if (query.isPending) return <Bone width="60%" />
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />
  const { since, left, required } = query.data
  return (
    <>
      <div className={classes.fact}>
        {since ? (
          <IconShieldCheck size={20} stroke={1.6} className={classes.good} aria-hidden="true" />
        ) : (
          <IconShieldOff size={20} stroke={1.6} className={classes.icon} aria-hidden="true" />
        )}
        <div>
          <div className={shared.strong}>{since ? 'On' : 'Off'}</div>
          <div className={shared.faint}>
            {since ? (
              <>
                Authenticator app, since <Instant value={since} exact />.{' '}
                {left === 1 ? '1 recovery code' : `${left} recovery codes`} left.
              </>
            ) : (
              'The password alone is enough to sign in.'
            )}
            {required ? ' Your workspace asks for it.' : ''}
          </div>
        </div>
        {since ? (
          <Group gap="sm">
            <Button variant="default" onClick={() => setAsking('codes')}>
              New recovery codes
            </Button>
            {required ? null : (
              <Button variant="default" onClick={() => setAsking('drop')}>
                Turn off
              </Button>
            )}
          </Group>
        ) : (
          <Button onClick={() => setAsking('setup')}>Set up</Button>
        )}
      </div>
      <Modal
        opened={asking !== null}
        onClose={close}
        title={asking ? titles[asking] : ''}
        size="md"
        closeOnClickOutside={false}
      >
        {asking === 'setup' ? (
          <div className={classes.bare}>
            <SecondFactorSetup
              onDone={() => {
                close()
                toast('The second factor is on', { tone: 'success' })
              }}
            />
          </div>
        ) : null}
        {asking === 'codes' && codes ? (
          <div className={classes.bare}>
            <RecoveryCodes codes={codes} doneLabel="I have kept them" onDone={close} />
          </div>
        ) : null}
        {asking === 'codes' && !codes ? (
          <WithPassword
            words="Ten new ones are made; those you have work no more."
            label="Make new codes"
            send={async (password) => {
              const answer = objectOf(await api.post('/me/second-factor/recoveryCodes', { password }))
              setCodes(stringsOf(answer.recoveryCodes))
            }}
          />
        ) : null}
        {asking === 'drop' ? (
          <WithPassword
            words="From then on, the password alone is enough to sign in."
            label="Turn off"
            color="red"
            send={async (password) => {
              await api.post('/me/second-factor/drop', { password })
              close()
              toast('The second factor is off')
            }}
          />
        ) : null}
      </Modal>
    </>
  )
}
