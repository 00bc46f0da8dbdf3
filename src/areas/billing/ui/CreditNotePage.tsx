/** A credit note: read, issued, sent. Its lines follow from the invoice. */
import { Button } from '@mantine/core'
import { MenuItem } from '../../../kernel/ui/floating/Floating.tsx'
import { IconMail } from '@tabler/icons-react'
import { useState } from 'react'
import type { WireRecord } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import type { RecordPageProps } from '../../../kernel/ui/app/areaUi.ts'
import { DocumentPage } from '../../../kernel/ui/documents/DocumentPage.tsx'
import { VerbDialog } from '../../../kernel/ui/reach.ts'

const facts = ['issueDate', 'invoiceId', 'reason', 'customerReference', 'currency']

const maySend = (r: WireRecord): boolean => r.can?.includes('creditNote.send') ?? false

const CreditNotePage = ({ id }: RecordPageProps) => {
  const { registry } = useApp()
  const [sending, setSending] = useState<WireRecord | null>(null)
  const send = registry.verb('creditNote.send')
  return (
    <>
      <DocumentPage
        entity="creditNote"
        id={id}
        editable={() => false}
        dayField="issueDate"
        facts={facts}
        actions={(r) =>
          maySend(r) && !r['sentAt'] ? (
            <Button size="xs" onClick={() => setSending(r)}>
              Send credit note
            </Button>
          ) : null
        }
        menu={(r) =>
          maySend(r) && r['sentAt'] ? (
            <MenuItem leftSection={<IconMail size={16} />} onClick={() => setSending(r)}>
              Send again
            </MenuItem>
          ) : null
        }
      />
      {sending && send ? <VerbDialog verb={send} record={sending} onClose={() => setSending(null)} /> : null}
    </>
  )
}
export default CreditNotePage
