/** The menus and panels of `Floating.tsx` once a hand has reached for them. */
import { Menu, Popover } from '@mantine/core'
import type { ReactNode, RefCallback, RefObject } from 'react'
import { useDeferredValue, useLayoutEffect } from 'react'

export type OpenedProps = {
  id: string
  /** the button */
  anchor: RefObject<HTMLButtonElement | null>
  opened: boolean
  onChange: (opened: boolean) => void
  position: 'bottom-start' | 'bottom-end'
  width?: number
  children: ReactNode
}
type MenuItemProps = {
  children: ReactNode
  leftSection?: ReactNode
  rightSection?: ReactNode
  color?: 'red'
  disabled?: boolean
  onClick?: () => void
  /** a download instead of a press */
  href?: string
}

/** Stands for the button, which is elsewhere in the page. */
const Anchor = ({ at, ref }: { at: RefObject<HTMLElement | null>; ref?: RefCallback<HTMLElement> }) => {
  useLayoutEffect(() => {
    ref?.(at.current)
  }, [ref, at])
  return null
}

/** Closed at first, so that what opens knows where the focus was. */
const useOpened = (opened: boolean): boolean => useDeferredValue(opened, false)

export const OpenedMenu = ({ anchor, opened, children, ...rest }: OpenedProps) => (
  <Menu {...rest} opened={useOpened(opened)}>
    <Menu.Target>
      <Anchor at={anchor} />
    </Menu.Target>
    <Menu.Dropdown>{children}</Menu.Dropdown>
  </Menu>
)

export const OpenedPanel = ({
  anchor,
  opened,
  children,
  label,
  padded,
  ...rest
}: OpenedProps & { label: string; padded: boolean }) => (
  <Popover {...rest} opened={useOpened(opened)} trapFocus returnFocus>
    <Popover.Target>
      <Anchor at={anchor} />
    </Popover.Target>
    <Popover.Dropdown aria-label={label} {...(padded ? {} : { p: 0 })}>
      {children}
    </Popover.Dropdown>
  </Popover>
)

export const MenuItem = ({ href, ...rest }: MenuItemProps) =>
  href ? <Menu.Item component="a" href={href} download {...rest} /> : <Menu.Item {...rest} />

export const MenuLabel = ({ children }: { children: ReactNode }) => <Menu.Label>{children}</Menu.Label>
export const MenuDivider = () => <Menu.Divider />
