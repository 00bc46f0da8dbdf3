/** The conversation with the customer about a quote. */
import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { messageOf } from '../../../kernel/ui/api/client.ts'
import { useAct } from '../../../kernel/ui/api/hooks.ts'
import type { WireRecord } from '../../../kernel/ui/api/types.ts'
import { toastError } from '../../../kernel/ui/feedback/toastStore.ts'
import { Instant } from '../../../kernel/ui/fields/When.tsx'
import { idOf, rowsOf, textOf } from '../../../kernel/ui/fields/wire.ts'
import classes from './quoting.module.css'

export const Comments = ({ record }: { record: WireRecord }) => {
  const [body, setBody] = useState('')
  const act = useAct('quote')
  const send = async () => {
    if (body.trim() === '') return
    try {
      await act.mutateAsync({ id: record.id, verb: 'comment', input: { body: body.trim() } })
      setBody('')
    } catch (error) {
      toastError(messageOf(error))
    }
  }
  const comments = rowsOf(record['comments'])
  return (
    <section className={classes.comments} aria-label="Comments">
      {comments.length === 0 ? (
        <p className={classes.none}>No comments yet. What you write here is sent to the customer.</p>
      ) : null}
      <ol className={classes.list}>
        {comments.map((c) => (
          <li key={idOf(c)} className={classes.comment} data-customer={c['fromCustomer'] === true || undefined}>
            <div className={classes.who}>
              <strong>{textOf(c['authorName'])}</strong>
              {c['fromCustomer'] === true ? <span>Customer</span> : null}
              <Instant value={textOf(c['createdAt'])} />
            </div>
            <p className={classes.text}>{textOf(c['body'])}</p>
          </li>
        ))}
      </ol>
      <Textarea
        label="Write to the customer"
        autosize
        minRows={2}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void send()
        }}
      />
      <Button onClick={() => void send()} loading={act.isPending} disabled={body.trim() === ''}>
        Send comment
      </Button>
    </section>
  )
}
