/** Mantine, told to use our tokens: sizes, colours and defaults of every component in one place. */
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core'
import { createTheme } from '@mantine/core'
import type { Tone } from '../entity.ts'

const accent: MantineColorsTuple = [
  '#eef0fe',
  '#dcdffc',
  '#bbc0f8',
  '#979df3',
  '#7a80ee',
  '#6669e6',
  '#4f52d6',
  '#4346c4',
  '#383aa6',
  '#2e3087',
]
const red: MantineColorsTuple = [
  '#fdeaea',
  '#fbd5d5',
  '#f5aaaa',
  '#ee7d7d',
  '#e65a5a',
  '#cd3838',
  '#c73232',
  '#b32626',
  '#8f1f1f',
  '#6e1818',
]
const grey: MantineColorsTuple = [
  '#fafafb',
  '#f3f3f5',
  '#e9e9ec',
  '#dadadf',
  '#cfcfd6',
  '#a9a9b4',
  '#6f6f7b',
  '#5d5d68',
  '#38383f',
  '#1b1b20',
]
const dark: MantineColorsTuple = [
  '#ececf0',
  '#b9b9c4',
  '#a3a3af',
  '#8e8e9b',
  '#33333b',
  '#28282e',
  '#1f1f24',
  '#151518',
  '#101012',
  '#0b0b0d',
]

const alertTones: Readonly<Record<string, Tone>> = { red: 'red', yellow: 'amber', blue: 'blue', green: 'green' }

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 5 },
  colors: { accent, red, gray: grey, dark },
  fontFamily: 'var(--font-ui)',
  fontFamilyMonospace: 'var(--font-mono)',
  headings: { fontFamily: 'var(--font-ui)', fontWeight: '600' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.5', xl: '1.4' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '10px', xl: '16px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  shadows: {
    xs: 'var(--shadow-raised)',
    sm: 'var(--shadow-raised)',
    md: 'var(--shadow-floating)',
    lg: 'var(--shadow-floating)',
    xl: 'var(--shadow-floating)',
  },
  components: {
    Button: { defaultProps: { size: 'xs' }, styles: { label: { fontWeight: 500 } } },
    // The tint says what kind of message it is; the words must be readable on it.
    Alert: {
      styles: { title: { color: 'var(--color-text)' } },
      vars: (_theme: unknown, props: { color?: string }) => {
        const tone = alertTones[props.color ?? '']
        return {
          root: tone ? { '--alert-bg': `var(--color-${tone}-soft)`, '--alert-color': `var(--color-${tone}-text)` } : {},
        }
      },
    },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    InputWrapper: {
      styles: {
        label: { marginBottom: 4, fontSize: 13, fontWeight: 500 },
        description: { marginTop: 4, fontSize: 12 },
        error: { marginTop: 4, fontSize: 12 },
      },
    },
    TextInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm', autosize: true, minRows: 2 } },
    NumberInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', checkIconPosition: 'right', selectFirstOptionOnChange: true } },
    MultiSelect: { defaultProps: { size: 'sm', selectFirstOptionOnChange: true } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    NavLink: {
      styles: {
        root: { padding: '7px 10px', borderRadius: 'var(--radius)' },
        label: { fontSize: 13, fontWeight: 500 },
      },
    },
    Switch: { defaultProps: { size: 'sm', withThumbIndicator: false } },
    SegmentedControl: {
      defaultProps: { size: 'xs', withItemsBorders: false, transitionDuration: 120 },
      styles: {
        root: { padding: 2, background: 'var(--color-bg-hover)' },
        label: { minHeight: 26, padding: '4px 10px', fontSize: 13, lineHeight: '18px', fontWeight: 500 },
        indicator: {
          background: 'var(--color-bg-thumb)',
          boxShadow: '0 0 0 1px var(--color-line), 0 1px 2px rgb(20 20 28 / 6%)',
        },
      },
    },
    Menu: {
      defaultProps: {
        shadow: 'md',
        radius: 'md',
        transitionProps: { duration: 120, transition: 'pop' },
        withinPortal: true,
        // its empty stop is no menu item, which assistive technology stumbles over
        withInitialFocusPlaceholder: false,
      },
      styles: {
        dropdown: { padding: 5 },
        item: { padding: '6px 10px', fontSize: 13, minHeight: 32, outlineOffset: -2 },
        itemSection: { color: 'var(--color-text-muted)' },
        label: { padding: '6px 10px 4px', fontSize: 12, fontWeight: 500 },
      },
    },
    Popover: {
      defaultProps: { shadow: 'md', radius: 'md', transitionProps: { duration: 120, transition: 'pop' } },
    },
    Modal: {
      defaultProps: {
        radius: 'lg',
        padding: 'lg',
        centered: true,
        // the page itself never scrolls; locking it makes the browser style everything anew
        lockScroll: false,
        overlayProps: { backgroundOpacity: 0.34, color: '#14141c' },
        transitionProps: { duration: 140, transition: 'pop' },
        closeButtonProps: { 'aria-label': 'Close' },
      },
      styles: { title: { fontWeight: 600, fontSize: 16 } },
    },
    Drawer: {
      defaultProps: {
        position: 'right',
        padding: 'lg',
        lockScroll: false,
        overlayProps: { backgroundOpacity: 0.2, color: '#14141c' },
        transitionProps: { duration: 160 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
      styles: { title: { fontWeight: 600, fontSize: 16 } },
    },
  },
})

const surfaces: Record<string, string> = {
  '--mantine-color-body': 'var(--color-bg)',
  '--mantine-color-text': 'var(--color-text)',
  '--mantine-color-dimmed': 'var(--color-text-muted)',
  '--mantine-color-placeholder': 'var(--color-text-faint)',
  '--mantine-color-anchor': 'var(--color-accent-text)',
  '--mantine-color-error': 'var(--color-red-text)',
  '--mantine-color-default': 'var(--color-bg-raised)',
  '--mantine-color-default-hover': 'var(--color-bg-hover)',
  '--mantine-color-default-color': 'var(--color-text)',
  '--mantine-color-default-border': 'var(--color-line-strong)',
  '--mantine-color-disabled': 'var(--color-bg-hover)',
  '--mantine-color-disabled-color': 'var(--color-text-faint)',
  '--mantine-color-disabled-border': 'var(--color-line)',
  '--mantine-color-gray-light-color': 'var(--color-text-muted)',
  '--mantine-color-gray-text': 'var(--color-text-muted)',
  '--mantine-color-red-light': 'var(--color-red-soft)',
  '--mantine-color-red-light-color': 'var(--color-red-text)',
  '--mantine-color-red-text': 'var(--color-red-text)',
  '--mantine-color-accent-filled': 'var(--color-accent)',
  '--mantine-color-accent-filled-hover': 'var(--color-accent-hover)',
  '--mantine-color-accent-light': 'var(--color-accent-soft)',
  '--mantine-color-accent-light-color': 'var(--color-accent-text)',
  '--mantine-primary-color-filled': 'var(--color-accent)',
  '--mantine-primary-color-filled-hover': 'var(--color-accent-hover)',
  '--mantine-primary-color-light': 'var(--color-accent-soft)',
  '--mantine-primary-color-light-color': 'var(--color-accent-text)',
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: surfaces, dark: surfaces })
