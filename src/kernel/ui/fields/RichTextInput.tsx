/** Rich text in a plain box: marks as typed, buttons that write them, HTML out. */
import { ActionIcon, Input, Textarea } from '@mantine/core'
import { IconBold, IconHeading, IconItalic, IconLink, IconList, IconListNumbers } from '@tabler/icons-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { InputCommon } from './inputCommon.ts'
import classes from './fields.module.css'
import { htmlOf, typedOf } from './richText.ts'

type RichTextInputProps = InputCommon & { value: string; onChange: (value: string | null) => void }

const tools = [
  { label: 'Bold', icon: IconBold, before: '**', after: '**', key: 'b' },
  { label: 'Italic', icon: IconItalic, before: '_', after: '_', key: 'i' },
  { label: 'Link', icon: IconLink, before: '[', after: '](https://)', key: 'l' },
  { label: 'Heading', icon: IconHeading, line: '## ' },
  { label: 'List', icon: IconList, line: '- ' },
  { label: 'Numbered list', icon: IconListNumbers, line: '1. ' },
] as const

export const RichTextInput = ({
  value,
  onChange,
  label,
  description,
  error,
  withAsterisk,
  ...common
}: RichTextInputProps) => {
  const id = useId()
  const box = useRef<HTMLTextAreaElement>(null)
  const [typed, setTyped] = useState(() => typedOf(value))
  const sent = useRef(value)
  useEffect(() => {
    if (value !== sent.current) setTyped(typedOf(value))
    sent.current = value
  }, [value])
  const take = (s: string) => {
    setTyped(s)
    sent.current = htmlOf(s)
    onChange(sent.current || null)
  }
  const apply = (tool: (typeof tools)[number]) => {
    const t = box.current
    if (!t) return
    const { selectionStart: from, selectionEnd: to } = t
    let next: string
    let caret: number
    if ('line' in tool) {
      const start = typed.lastIndexOf('\n', from - 1) + 1
      const chosen = typed.slice(start, to)
      const marked = chosen
        .split('\n')
        .map((x) => tool.line + x)
        .join('\n')
      next = typed.slice(0, start) + marked + typed.slice(to)
      caret = start + marked.length
    } else {
      const chosen = typed.slice(from, to)
      next = typed.slice(0, from) + tool.before + chosen + tool.after + typed.slice(to)
      caret = from + tool.before.length + chosen.length
    }
    take(next)
    requestAnimationFrame(() => {
      t.focus()
      t.setSelectionRange(caret, caret)
    })
  }
  return (
    <Input.Wrapper label={label} description={description} error={error} withAsterisk={withAsterisk} id={id}>
      <div className={classes.toolbar} role="toolbar" aria-label="Formatting">
        {tools.map((tool) => (
          <ActionIcon
            key={tool.label}
            data-tip={tool.label}
            size="sm"
            aria-label={tool.label}
            disabled={common.disabled}
            onMouseDown={(e) => e.preventDefault()}
            onClick={() => apply(tool)}
          >
            <tool.icon size={16} />
          </ActionIcon>
        ))}
      </div>
      <Textarea
        {...common}
        ref={box}
        id={id}
        className={classes.underToolbar ?? ''}
        error={Boolean(error)}
        minRows={label ? 4 : 1}
        maxRows={18}
        value={typed}
        onChange={(e) => take(e.currentTarget.value)}
        onKeyDown={(e) => {
          const tool = (e.metaKey || e.ctrlKey) && tools.find((t) => 'key' in t && t.key === e.key.toLowerCase())
          if (tool) {
            e.preventDefault()
            apply(tool)
          } else common.onKeyDown(e)
        }}
      />
    </Input.Wrapper>
  )
}
