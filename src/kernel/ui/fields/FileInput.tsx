/** One file held by a field: uploaded at once, the field keeps its id. */
import { Button, FileButton, Group, Input } from '@mantine/core'
import { IconFile, IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { messageOf } from '../api/client.ts'
import { objectOf, stringOf } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import type { InputCommon } from './inputCommon.ts'
import classes from './fields.module.css'

type FileInputProps = InputCommon & {
  value: string | null
  valueLabel?: string | undefined
  /** content types; any unless told */
  accept?: readonly string[] | undefined
  onChange: (value: string | null, label?: string) => void
}

const isPicture = (accept: readonly string[] | undefined): boolean =>
  accept?.every((type) => type.startsWith('image/')) ?? false

export const FileInput = ({ value, valueLabel, accept, onChange, ...common }: FileInputProps) => {
  const { api } = useApp()
  const [name, setName] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const take = async (file: File | null) => {
    if (!file) return
    setBusy(true)
    setError(undefined)
    try {
      const answer = objectOf(await api.upload('/files', [file]))
      const saved = objectOf(Array.isArray(answer['data']) ? answer['data'][0] : answer)
      const id = stringOf(saved['id'])
      if (!id) throw new Error('The file was not stored. Try again.')
      setName(file.name)
      onChange(id, file.name)
    } catch (e) {
      setError(messageOf(e))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Input.Wrapper
      label={common.label}
      description={common.description}
      error={error ?? common.error}
      withAsterisk={common.withAsterisk}
      labelElement="div"
      inputWrapperOrder={common.inputWrapperOrder}
    >
      <Group gap="sm" mih={30}>
        {value && isPicture(accept) ? (
          <img className={classes.picture} src={`/api/v1/files/${encodeURIComponent(value)}?inline`} alt="" />
        ) : null}
        {value ? (
          <a className={classes.link} href={`/api/v1/files/${encodeURIComponent(value)}`}>
            <IconFile size={16} aria-hidden="true" /> {name ?? valueLabel ?? 'Download'}
          </a>
        ) : null}
        <FileButton
          onChange={(f) => void take(f)}
          disabled={common.disabled}
          {...(accept ? { accept: accept.join(',') } : {})}
        >
          {(props) => (
            <Button {...props} variant="default" loading={busy} leftSection={<IconUpload size={16} />}>
              {value ? 'Replace' : 'Choose file'}
            </Button>
          )}
        </FileButton>
        {value && !common.disabled ? (
          <Button variant="subtle" color="gray" onClick={() => onChange(null)}>
            Remove
          </Button>
        ) : null}
      </Group>
    </Input.Wrapper>
  )
}
