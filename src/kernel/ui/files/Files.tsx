/** Files of a record: drop, preview, download, delete. */
import { ActionIcon, Button, FileButton, Group, Modal } from '@mantine/core'
import { Menu, MenuItem } from '../floating/Floating.tsx'
import {
  IconDots,
  IconDownload,
  IconEye,
  IconFile,
  IconFileSpreadsheet,
  IconFileText,
  IconPhoto,
  IconTrash,
  IconUpload,
} from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { DragEvent } from 'react'
import { useState } from 'react'
import { messageOf } from '../api/client.ts'
import type { EntityRef } from '../api/hooks.ts'
import { useEntity } from '../api/hooks.ts'
import { keys } from '../api/keys.ts'
import { arrayOf, isObject, numberOf, objectOf, stringOf } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import { Bone, ErrorState } from '../feedback/states.tsx'
import { toast, toastError } from '../feedback/toastStore.ts'
import { formatBytes } from '../fields/format.ts'
import { useLocale } from '../fields/locale.ts'
import { Instant } from '../fields/When.tsx'
import shared from '../shared.module.css'
import classes from './files.module.css'

type FileRow = { id: string; name: string; type: string; size: number; at: string; by: string }

const filesOf = (x: unknown): FileRow[] =>
  arrayOf(isObject(x) ? x['data'] : x).flatMap((f) => {
    const o = objectOf(f)
    const id = stringOf(o['id'])
    const labels = objectOf(o['labels'])
    return id
      ? [
          {
            id,
            name: stringOf(o['name'], stringOf(o['filename'], 'File')),
            type: stringOf(o['mediaType'], stringOf(o['contentType'], stringOf(o['type']))),
            size: numberOf(o['size'], numberOf(o['bytes'])),
            at: stringOf(o['createdAt'], stringOf(o['at'])),
            by: stringOf(labels['createdBy'], stringOf(o['by'])),
          },
        ]
      : []
  })

const addressOf = (id: string): string => `/api/v1/files/${encodeURIComponent(id)}`
const isImage = (f: FileRow): boolean => /^image\/(png|jpe?g|gif|webp|avif)$/.test(f.type)
const isPdf = (f: FileRow): boolean => f.type === 'application/pdf'
const TypeIcon = ({ file }: { file: FileRow }) => {
  const look = { size: 18, 'aria-hidden': true, className: classes.icon }
  if (file.type.startsWith('image/')) return <IconPhoto {...look} />
  if (/sheet|excel|csv/.test(file.type)) return <IconFileSpreadsheet {...look} />
  return /pdf|word|text/.test(file.type) ? <IconFileText {...look} /> : <IconFile {...look} />
}

export const Files = ({ entity, id, readOnly }: { entity: EntityRef; id: string; readOnly?: boolean }) => {
  const e = useEntity(entity)
  const { api } = useApp()
  const client = useQueryClient()
  const [over, setOver] = useState(false)
  const [waiting, setWaiting] = useState<readonly string[]>([])
  const [seen, setSeen] = useState<FileRow | null>(null)
  const [doomed, setDoomed] = useState<FileRow | null>(null)
  const path = `/${e.plural}/${id}/files`
  const query = useQuery({
    queryKey: keys.files(e.plural, id),
    queryFn: async ({ signal }) => filesOf(await api.fetch(path, {}, signal)),
  })
  const refresh = () => client.invalidateQueries({ queryKey: keys.files(e.plural, id) })
  const take = async (files: readonly File[]) => {
    if (files.length === 0) return
    setWaiting((w) => [...w, ...files.map((f) => f.name)])
    for (const f of files) {
      try {
        await api.upload(path, [f])
      } catch (error) {
        toastError(`${f.name}: ${messageOf(error)}`)
      }
      setWaiting((w) => w.filter((n) => n !== f.name))
    }
    await refresh()
  }
  const remove = async (f: FileRow) => {
    try {
      await api.delete(`/files/${f.id}`)
      toast(`“${f.name}” deleted`)
      await refresh()
    } catch (error) {
      toastError(messageOf(error))
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take([...event.dataTransfer.files])
  }
  const files = query.data ?? []
  return (
    <section
      aria-label="Files"
      className={classes.files}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (readOnly || !event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false)
      }}
      onDrop={readOnly ? undefined : drop}
    >
      {readOnly ? null : (
        <div className={classes.zone}>
          <IconUpload size={18} aria-hidden="true" />
          <span>{over ? 'Drop to add' : 'Drop files here, or'}</span>
          <FileButton multiple onChange={(f) => void take(f)}>
            {(props) => (
              <Button {...props} variant="default">
                Choose files
              </Button>
            )}
          </FileButton>
        </div>
      )}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isPending ? <Bone width="50%" /> : null}
      {query.isSuccess && files.length === 0 && waiting.length === 0 ? (
        <p className={shared.quiet}>
          No files yet. Contracts, drawings and mails kept here are found by the whole team.
        </p>
      ) : null}
      <ul className={classes.list}>
        {waiting.map((name) => (
          <li key={name} className={classes.row} aria-busy="true">
            <IconFile size={18} aria-hidden="true" />
            <span className={classes.name}>{name}</span>
            <span className={classes.meta}>Uploading…</span>
          </li>
        ))}
        {files.map((f) => (
          <FileItem
            key={f.id}
            file={f}
            onPreview={isImage(f) || isPdf(f) ? () => setSeen(f) : undefined}
            onRemove={readOnly ? undefined : () => setDoomed(f)}
          />
        ))}
      </ul>
      {seen ? (
        <Modal opened onClose={() => setSeen(null)} title={seen.name} size="xl" padding="md">
          {isImage(seen) ? (
            <img className={classes.image} src={`${addressOf(seen.id)}?inline=1`} alt={seen.name} />
          ) : (
            <iframe className={classes.pdf} src={`${addressOf(seen.id)}?inline=1`} title={seen.name} />
          )}
        </Modal>
      ) : null}
      {doomed ? (
        <Modal opened onClose={() => setDoomed(null)} title={`Delete “${doomed.name}”?`} size="sm" padding="lg">
          <p className={shared.quiet}>The file is deleted for everyone. This cannot be undone.</p>
          <Group justify="flex-end" gap="sm" mt="lg">
            <Button variant="default" onClick={() => setDoomed(null)} data-autofocus>
              Keep file
            </Button>
            <Button
              color="red.9"
              onClick={() => {
                void remove(doomed)
                setDoomed(null)
              }}
            >
              Delete file
            </Button>
          </Group>
        </Modal>
      ) : null}
    </section>
  )
}

const FileItem = ({
  file,
  onPreview,
  onRemove,
}: {
  file: FileRow
  onPreview: (() => void) | undefined
  onRemove: (() => void) | undefined
}) => {
  const l = useLocale()
  const address = addressOf(file.id)
  return (
    <li className={classes.row}>
      <TypeIcon file={file} />
      {onPreview ? (
        <button type="button" className={classes.name} onClick={onPreview}>
          {file.name}
        </button>
      ) : (
        <a className={classes.name} href={address} download>
          {file.name}
        </a>
      )}
      <span className={classes.meta}>
        {file.size > 0 ? formatBytes(file.size, l) : null}
        {file.by ? ` · ${file.by}` : null}
        {file.at ? (
          <>
            {' · '}
            <Instant value={file.at} />
          </>
        ) : null}
      </span>
      <Menu
        position="bottom-end"
        button={
          <ActionIcon aria-label={`Actions for ${file.name}`}>
            <IconDots size={16} />
          </ActionIcon>
        }
      >
        {onPreview ? (
          <MenuItem leftSection={<IconEye size={16} />} onClick={onPreview}>
            Preview
          </MenuItem>
        ) : null}
        <MenuItem href={address} leftSection={<IconDownload size={16} />}>
          Download
        </MenuItem>
        {onRemove ? (
          <MenuItem color="red" leftSection={<IconTrash size={16} />} onClick={onRemove}>
            Delete
          </MenuItem>
        ) : null}
      </Menu>
    </li>
  )
}
