/** The first step: the files, and what their rows are where that cannot be told from them. */
import { Button, Loader, Select } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { type DragEvent, useRef, useState } from 'react'
import { messageOf } from '../../../kernel/ui/api/client.ts'
import { recordOf, stringOf } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { useGo, useUrl } from '../../../kernel/ui/app/url.ts'
import { Frame } from './Frame.tsx'
import classes from './imports.module.css'
import { useKinds } from './useImport.ts'
import { inNeed, Waiting } from './Waiting.tsx'

const UploadPage = () => {
  const { api } = useApp()
  const go = useGo()
  const { params, change } = useUrl()
  const kinds = useKinds()
  const [busy, setBusy] = useState<string | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const entity = params.entity ?? ''
  const label = kinds.data?.find((k) => k.value === entity)?.label

  const take = async (files: readonly File[]) => {
    if (files.length === 0 || busy) return
    setTrouble(null)
    const made: { id: string; entity: string }[] = []
    for (const file of files) {
      setBusy(file.name)
      try {
        // Several files are of several kinds; each is told by its own columns.
        const fields: Record<string, string> = entity && files.length === 1 ? { entity } : {}
        const record = recordOf(await api.upload('/imports', [file], fields))
        made.push({ id: record.id, entity: stringOf(record['entity']) })
      } catch (error) {
        setTrouble(`${file.name}: ${messageOf(error)}`)
      }
    }
    setBusy(null)
    const [first] = made.toSorted((a, b) => inNeed(a.entity) - inNeed(b.entity))
    if (first && made.length === files.length) go(`/imports/${first.id}`)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take([...event.dataTransfer.files])
  }

  return (
    <Frame step="file" title={label ? `Import ${label.toLowerCase()}` : 'Import a file'}>
      <div
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {busy ? (
          <div role="status" className={classes.dropBusy}>
            <Loader size="sm" />
            Reading {busy}…
          </div>
        ) : (
          <>
            <IconUpload size={22} stroke={1.5} aria-hidden="true" />
            <p className={classes.dropText}>Drop CSV or Excel files here</p>
            <Button onClick={() => input.current?.click()}>Choose files</Button>
            <p className={classes.faint}>
              What the rows are and how they are written (encoding, separators, dates) is found out from the file.
              Nothing is saved before you have seen what will happen.
            </p>
          </>
        )}
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,.xlsx"
          multiple
          hidden
          aria-label="Files to import"
          onChange={(event) => {
            void take([...(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
      </div>
      <Select
        label="What are the rows of the file?"
        description="Say so where the file does not tell. You can change it in the next step."
        placeholder="Find out from the file"
        data={kinds.data ?? []}
        value={entity || null}
        onChange={(value) => change({ entity: value })}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Find out from the file' }}
        maw={420}
        mt="lg"
        nothingFoundMessage="No such kind of record"
      />
      {trouble ? (
        <p className={classes.trouble} role="alert">
          {trouble}
        </p>
      ) : null}
      <Waiting title="Files you have not imported yet" />
    </Frame>
  )
}
export default UploadPage
