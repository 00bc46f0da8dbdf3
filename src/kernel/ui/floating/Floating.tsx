/**
 * A button with the menu or the panel it opens. What places it on the screen is heavy and nobody needs it before they
 * press: it comes with the first hand, and the page does not wait for it.
 */
import type { MouseEvent, ReactElement, Ref } from 'react'
import { cloneElement, Suspense, useId, useRef, useState } from 'react'
import { later } from '../app/page.ts'
import type { OpenedProps } from './opened.tsx'

type ButtonProps = {
  ref?: Ref<HTMLButtonElement>
  id?: string
  onClick?: (event: MouseEvent<HTMLButtonElement>) => void
  'aria-haspopup'?: 'menu' | 'dialog'
  'aria-expanded'?: boolean
  'aria-controls'?: string | undefined
}
type FloatingProps = Pick<OpenedProps, 'children' | 'position' | 'width'> & {
  button: ReactElement<ButtonProps>
  /** for who wants to know and say whether it is open */
  opened?: boolean
  onChange?: (opened: boolean) => void
}
type PanelProps = FloatingProps & { label: string; padded?: boolean }

const OpenedMenu = later(async () => ({ default: (await import('./opened.tsx')).OpenedMenu }))
const OpenedPanel = later(async () => ({ default: (await import('./opened.tsx')).OpenedPanel }))

const useFloating = (p: FloatingProps, kind: 'menu' | 'dialog') => {
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const [own, setOwn] = useState(false)
  const opened = p.opened ?? own
  const [reached, setReached] = useState(opened)
  if (opened && !reached) setReached(true)
  const set = (o: boolean) => {
    setOwn(o)
    p.onChange?.(o)
  }
  const button = cloneElement(p.button, {
    ref: anchor,
    id,
    'aria-haspopup': kind,
    'aria-expanded': opened,
    'aria-controls': opened ? `${id}-dropdown` : undefined,
    onClick: (event) => {
      p.button.props.onClick?.(event)
      set(!opened)
    },
  })
  return { button, reached, rest: { id, anchor, opened, onChange: set, position: p.position, width: p.width ?? 200 } }
}

export const Menu = (p: FloatingProps) => {
  const { button, reached, rest } = useFloating(p, 'menu')
  return (
    <>
      {button}
      {reached && (
        <Suspense fallback={null}>
          <OpenedMenu {...rest}>{p.children}</OpenedMenu>
        </Suspense>
      )}
    </>
  )
}

/** A panel keeps the focus within until it closes, and gives it back to the button. */
export const Panel = (p: PanelProps) => {
  const { button, reached, rest } = useFloating(p, 'dialog')
  return (
    <>
      {button}
      {reached && (
        <Suspense fallback={null}>
          <OpenedPanel {...rest} label={p.label} padded={p.padded ?? false}>
            {p.children}
          </OpenedPanel>
        </Suspense>
      )}
    </>
  )
}

export const MenuItem = later(async () => ({ default: (await import('./opened.tsx')).MenuItem }))
export const MenuLabel = later(async () => ({ default: (await import('./opened.tsx')).MenuLabel }))
export const MenuDivider = later(async () => ({ default: (await import('./opened.tsx')).MenuDivider }))
