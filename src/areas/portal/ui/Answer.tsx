/** Yes or no to a quote: the one obvious thing to do, at the thumb. */
import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import { answer, PortalError, type PortalDocument, type PortalQuote } from './api.ts'
import { formatsOf } from './format.ts'
import classes from './portal.module.css'
import { Signature } from './Signature.tsx'

type Props = { token: string; doc: PortalQuote; onChange: (doc: PortalDocument) => void }

export const Answer = ({ token, doc, onChange }: Props) => {
  const f = formatsOf(doc.locale)
  const [asking, setAsking] = useState<'accept' | 'decline' | null>(null)
  if (doc.acceptance)
    return (
      <div className={classes.bar} role="status">
        <p className={classes.done}>
          Accepted by {doc.acceptance.name} on {f.instant(doc.acceptance.at)}. Thank you.
        </p>
      </div>
    )
  if (!doc.canAccept && !doc.canDecline)
    return (
      <div className={classes.bar} role="status">
        <p className={classes.done}>
          {doc.status === 'declined' ? 'You declined this quote.' : (doc.whyNot ?? doc.statusLabel)}
        </p>
      </div>
    )
  if (!doc.canAccept)
    return (
      <div className={classes.bar} role="status">
        <p className={classes.done}>{doc.whyNot}</p>
      </div>
    )
  return (
    <>
      <div className={classes.bar}>
        <button type="button" className={classes.secondary} onClick={() => setAsking('decline')}>
          Decline
        </button>
        <button type="button" className={classes.primary} onClick={() => setAsking('accept')}>
          Accept quote
        </button>
      </div>
      {asking === 'accept' ? (
        <Accept token={token} doc={doc} onChange={onChange} onClose={() => setAsking(null)} />
      ) : null}
      {asking === 'decline' ? (
        <Decline token={token} doc={doc} onChange={onChange} onClose={() => setAsking(null)} />
      ) : null}
    </>
  )
}

type DialogProps = Props & { onClose: () => void }

const useAnswer = ({ token, onChange, onClose }: DialogProps) => {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<PortalError>()
  const send = async (verb: string, body: Record<string, unknown>) => {
    setBusy(true)
    setError(undefined)
    try {
      onChange(await answer(token, verb, body))
      onClose()
    } catch (e) {
      setError(e instanceof PortalError ? e : new PortalError(0, 'Something went wrong.'))
      setBusy(false)
    }
  }
  return { busy, error, send }
}

/** The browser's own dialog: it keeps the focus inside and closes by Escape. */
const Dialog = ({ label, onClose, children }: { label: string; onClose: () => void; children: ReactNode }) => {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    ref.current?.showModal()
  }, [])
  return (
    <dialog ref={ref} className={classes.dialog} aria-label={label} onClose={onClose}>
      {children}
    </dialog>
  )
}

const Accept = (props: DialogProps) => {
  const { doc, onClose } = props
  const f = formatsOf(doc.locale)
  const { busy, error, send } = useAnswer(props)
  const [name, setName] = useState('')
  const [signature, setSignature] = useState<string | null>(null)
  const lacksName = error?.fields['name'] !== undefined
  return (
    <Dialog label="Accept quote" onClose={onClose}>
      <form
        noValidate
        onSubmit={(e) => {
          e.preventDefault()
          void send('accept', { name: name.trim(), ...(signature ? { signature } : {}) })
        }}
      >
        <h2>Accept quote {doc.number}</h2>
        <p>
          {doc.seller.name} will be told at once. Total: <strong>{f.money(doc.totals.gross)}</strong>
        </p>
        <label className={classes.field}>
          <span>Your full name</span>
          <input
            autoComplete="name"
            value={name}
            aria-invalid={lacksName || undefined}
            onChange={(e) => setName(e.currentTarget.value)}
          />
        </label>
        {doc.requireSignature ? <Signature onChange={setSignature} /> : null}
        {error ? (
          <p className={classes.error} role="alert">
            {lacksName ? 'Please enter your name.' : error.message}
          </p>
        ) : null}
        <div className={classes.buttons}>
          <button type="button" className={classes.secondary} onClick={onClose}>
            Not now
          </button>
          <button type="submit" className={classes.primary} disabled={busy}>
            Accept for {f.money(doc.totals.gross)}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

const Decline = (props: DialogProps) => {
  const { doc, onClose } = props
  const { busy, error, send } = useAnswer(props)
  const [reason, setReason] = useState('')
  return (
    <Dialog label="Decline quote" onClose={onClose}>
      <form
        noValidate
        onSubmit={(e) => {
          e.preventDefault()
          void send('decline', reason.trim() ? { reason: reason.trim() } : {})
        }}
      >
        <h2>Decline quote {doc.number}</h2>
        <label className={classes.field}>
          <span>{doc.requireDeclineReason ? 'Why?' : 'Why? (optional)'}</span>
          <textarea rows={3} value={reason} onChange={(e) => setReason(e.currentTarget.value)} />
        </label>
        {error ? (
          <p className={classes.error} role="alert">
            {error.message}
          </p>
        ) : null}
        <div className={classes.buttons}>
          <button type="button" className={classes.secondary} onClick={onClose}>
            Not now
          </button>
          <button type="submit" className={classes.danger} disabled={busy}>
            Decline quote
          </button>
        </div>
      </form>
    </Dialog>
  )
}
