/** Sets up an authenticator app: the password where it is asked, the QR code, a first code, the recovery codes. */
import { Button, CopyButton, Group, PasswordInput, TextInput } from '@mantine/core'
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { encode } from 'uqr'
import { ApiError, type Client, messageOf } from '../api/client.ts'
import { objectOf, stringOf, stringsOf } from '../api/types.ts'
import { useClient } from '../app/session.tsx'
import { AuthForm } from './AuthForm.tsx'
import { FormError } from './AuthFrame.tsx'
import classes from './auth.module.css'
import { useAuthForm } from './useAuthForm.ts'

const place = '/me/second-factor'

const QrCode = ({ text }: { text: string }) => {
  const { data, size } = encode(text, { border: 0 })
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg viewBox={`-4 -4 ${size + 8} ${size + 8}`} className={classes.qr} role="img" aria-label="QR image for your app">
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  )
}

/** `ABCD EFGH …`: people type it where they cannot scan. */
const spaced = (secret: string): string => (secret.match(/.{1,4}/g) ?? []).join(' ')

export const RecoveryCodes = ({
  codes,
  onDone,
  doneLabel,
}: {
  codes: readonly string[]
  onDone: () => void
  doneLabel: string
}) => {
  const text = codes.join('\n')
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => head.current?.focus(), [])
  return (
    <div className={classes.form}>
      <h2 className={classes.step} ref={head} tabIndex={-1}>
        Keep your recovery codes
      </h2>
      <p className={classes.note}>
        Without your phone, each of these lets you in once. They are shown only now: print them, or put them into your
        password manager.
      </p>
      <ul className={classes.codes} aria-label="Recovery codes">
        {codes.map((c) => (
          <li key={c}>{c}</li>
        ))}
      </ul>
      <Group gap="sm">
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        <Button
          component="a"
          variant="default"
          leftSection={<IconDownload size={16} />}
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
          download="throughline-recovery-codes.txt"
        >
          Download
        </Button>
      </Group>
      <Button size="md" onClick={onDone}>
        {doneLabel}
      </Button>
    </div>
  )
}

type Begun = { secret: string; uri: string }

const begin = async (api: Client, password?: string): Promise<Begun> => {
  const answer = objectOf(await api.post(`${place}/begin`, password === undefined ? {} : { password }))
  return { secret: stringOf(answer.secret), uri: stringOf(answer.uri) }
}

const Scan = ({ begun, onCodes }: { begun: Begun; onCodes: (codes: string[]) => void }) => {
  const api = useClient()
  const form = useAuthForm({ code: '' }, async (values) => {
    const answer = objectOf(await api.post(`${place}/confirm`, values))
    onCodes(stringsOf(answer.recoveryCodes))
  })
  return (
    <AuthForm form={form} button="Turn on" disabled={form.values.code.replaceAll(/\D/g, '').length !== 6}>
      <h2 className={classes.step}>1. Scan this with your app</h2>
      <div className={classes.scan}>
        <QrCode text={begun.uri} />
        <div className={classes.note}>
          Any authenticator app does: the one of your phone or of your password manager. No camera? Type this key
          instead:
          <code className={classes.secret}>{spaced(begun.secret)}</code>
        </div>
      </div>
      <h2 className={classes.step}>2. Enter the code it shows</h2>
      <TextInput
        label="Code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={7}
        autoFocus
        size="md"
        {...form.field('code')}
      />
    </AuthForm>
  )
}

/** Who signed in a while ago shows first that it is still them. */
const Password = ({ onBegun }: { onBegun: (begun: Begun) => void }) => {
  const api = useClient()
  const form = useAuthForm({ password: '' }, async ({ password }) => onBegun(await begin(api, password)))
  return (
    <AuthForm form={form} button="Continue" disabled={!form.values.password}>
      <PasswordInput
        label="Your password"
        description="To make sure it is you"
        autoComplete="current-password"
        autoFocus
        size="md"
        {...form.field('password')}
      />
    </AuthForm>
  )
}

/** `onDone` is called when the recovery codes were put away. */
export const SecondFactorSetup = ({ onDone }: { onDone: () => void }) => {
  const api = useClient()
  const [begun, setBegun] = useState<Begun | 'password' | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const started = useRef(false)
  useEffect(() => {
    // a second run, as development makes one, would void the first QR code
    if (started.current) return
    started.current = true
    begin(api).then(setBegun, (error: unknown) => {
      if (error instanceof ApiError && error.at('password')) setBegun('password')
      else setProblem(messageOf(error))
    })
  }, [api])
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} doneLabel="I have kept them" />
  if (begun === 'password') return <Password onBegun={setBegun} />
  if (begun) return <Scan begun={begun} onCodes={setCodes} />
  return problem ? <FormError message={problem} /> : <div className={classes.waiting} aria-busy="true" />
}
