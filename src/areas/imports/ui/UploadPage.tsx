/** The first step: which records, and the file. */
import { Button, Loader, Select } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type DragEvent, useRef, useState } from 'react'
import { messageOf } from '../../../kernel/ui/api/client.ts'
import { arrayOf, objectOf, recordOf, stringOf } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { useGo, useUrl } from '../../../kernel/ui/app/url.ts'
import { Frame } from './Frame.tsx'
import classes from './imports.module.css'

const kindsOf = (x: unknown): { value: string; label: string }[] =>
  arrayOf(objectOf(x).data).map((k) => ({
    value: stringOf(objectOf(k).entity),
    label: stringOf(objectOf(k).labelPlural),
  }))

/** Those that people import first, before the others by name. */
const usual = ['account', 'contact', 'lead', 'opportunity', 'product', 'member']
const inOrder = (kinds: { value: string; label: string }[]) =>
  kinds.toSorted((a, b) => {
    const [x, y] = [usual.indexOf(a.value), usual.indexOf(b.value)]
    return x === y ? a.label.localeCompare(b.label) : (x === -1 ? 99 : x) - (y === -1 ? 99 : y)
  })

const UploadPage = () => {
  const { api } = useApp()
  const go = useGo()
  const { params, change } = useUrl()
  const kinds = useQuery({
    queryKey: ['imports', 'kinds'],
    queryFn: ({ signal }) => api.fetch('/imports/kinds', {}, signal),
    select: kindsOf,
    staleTime: 300_000,
  })
  const [busy, setBusy] = useState<string | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const entity = params.entity ?? ''
  const label = kinds.data?.find((k) => k.value === entity)?.label

  const take = async (file: File | undefined) => {
    if (!file || busy) return
    if (!entity) {
      setTrouble('Choose what the rows of the file are first.')
      return
    }
    setBusy(file.name)
    setTrouble(null)
    try {
      const made = recordOf(await api.upload('/imports', [file], { entity }))
      go(`/imports/${made.id}`)
    } catch (error) {
      setTrouble(messageOf(error))
      setBusy(null)
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer.files[0])
  }

  return (
    <Frame step="file" title={label ? `Import ${label.toLowerCase()}` : 'Import a file'}>
      <Select
        label="What are the rows of the file?"
        placeholder="Choose a kind of record"
        data={inOrder(kinds.data ?? [])}
        value={entity || null}
        onChange={(value) => change({ entity: value })}
        searchable
        maw={360}
        mb="lg"
        nothingFoundMessage="No such kind of record"
      />
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
            <p className={classes.dropText}>Drop a CSV or Excel file here</p>
            <Button onClick={() => input.current?.click()}>Choose a file</Button>
            <p className={classes.faint}>
              How it is written (encoding, separators, dates) is found out by itself. Nothing is saved before you have
              seen what will happen.
            </p>
          </>
        )}
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,.xlsx"
          hidden
          aria-label="File to import"
          onChange={(event) => {
            void take(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </div>
      {trouble ? (
        <p className={classes.trouble} role="alert">
          {trouble}
        </p>
      ) : null}
    </Frame>
  )
}
export default UploadPage
