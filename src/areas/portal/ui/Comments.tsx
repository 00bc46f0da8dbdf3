/** Questions and answers about a quote. */
import { useState } from 'react'
import { answer, PortalError, type PortalDocument, type PortalQuote } from './api.ts'
import { formatsOf } from './format.ts'
import classes from './portal.module.css'

type Props = { token: string; doc: PortalQuote; onChange: (doc: PortalDocument) => void }

export const Comments = ({ token, doc, onChange }: Props) => {
  const f = formatsOf(doc.locale)
  const [body, setBody] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  if (!doc.canComment && doc.comments.length === 0) return null
  const send = async () => {
    setBusy(true)
    setError(undefined)
    try {
      onChange(await answer(token, 'comment', { body: body.trim() }))
      setBody('')
    } catch (e) {
      setError(e instanceof PortalError ? e.message : 'Something went wrong.')
    }
    setBusy(false)
  }
  return (
    <section className={classes.comments} aria-labelledby="comments">
      <h2 id="comments">Questions</h2>
      <ol>
        {doc.comments.map((c) => (
          <li key={c.id} data-customer={c.fromCustomer || undefined}>
            <p className={classes.small}>
              <strong>{c.authorName}</strong> {f.instant(c.createdAt)}
            </p>
            <p className={classes.body}>{c.body}</p>
          </li>
        ))}
      </ol>
      {doc.canComment ? (
        <form
          onSubmit={(e) => {
            e.preventDefault()
            void send()
          }}
        >
          <label className={classes.field}>
            <span>Your question or comment</span>
            <textarea rows={3} value={body} onChange={(e) => setBody(e.currentTarget.value)} />
          </label>
          {error ? (
            <p className={classes.error} role="alert">
              {error}
            </p>
          ) : null}
          <button type="submit" className={classes.secondary} disabled={busy || body.trim() === ''}>
            Send comment
          </button>
        </form>
      ) : null}
    </section>
  )
}
