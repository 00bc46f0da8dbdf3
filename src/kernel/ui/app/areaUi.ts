/** What an area gives the shell: its place in the navigation, its pages and commands. Everything in it is loaded lazily. */
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Entity } from '../../entity.ts'
import type { Registry } from '../../registry.ts'
import type { BulkSelection, Client } from '../api/client.ts'
import type { Me, WireRecord } from '../api/types.ts'
import type { Page } from './page.ts'

/** What every component may ask for by `useApp()`. */
export type App = {
  registry: Registry
  api: Client
  areas: readonly AreaUi[]
  me: Me
  /** Whether the role has this right at all (`quote.send`, `lead.create`); records say more in their `can`. */
  can(permission: string): boolean
}

export type NavItem = {
  label: string
  icon: Icon
  /** an entity's list, or … */
  entity?: string
  /** … any path */
  to?: string
  /** shown only to who has this right; an entity's items ask for `<entity>.view` by themselves */
  permission?: string
  /** what G then this letter goes to */
  shortcut?: string
}
export type AreaRoute = {
  /** TanStack path under the shell, without leading slash: `pipeline`, `quotes/$id/edit` */
  path: string
  component: Page
  title: string
  permission?: string
}
/** A path to go to, or a function to run. */
export type Command = {
  label: string
  icon: Icon
  /** other words people type for it */
  keywords?: string
  permission?: string
} & ({ to: string } | { run: (app: App) => void })

export type ListPageProps = { entity: string }
export type RecordPageProps = { entity: string; id: string }
export type CreatePageProps = {
  entity: string
  initial?: Record<string, unknown>
  onClose: () => void
  onCreated?: (record: WireRecord) => void
}
/** `params` are the list's filters, to be handed to the API as they are. */
export type BoardProps = { entity: string; params: Record<string, string>; toolbar?: ReactNode }

export type EntityPages = {
  list?: Page<ListPageProps>
  record?: Page<RecordPageProps>
  create?: Page<CreatePageProps>
  /** columns of the list until someone chooses others */
  listColumns?: readonly string[]
  /** money and number columns summed in the list's footer; all money columns unless told */
  sums?: readonly string[]
  board?: Page<BoardProps>
  /** parameters of the list when nothing is chosen, such as `{ 'status[nin]': 'dead' }` */
  defaultFilter?: Readonly<Record<string, string>>
  /** ready-made views as tabs before the saved ones */
  views?: readonly { label: string; params: Readonly<Record<string, string>> }[]
  /** what lives in the list, in a sentence: shown while it is empty */
  about?: string
  /** no quick create, or no list of its own */
  hidden?: boolean
  icon?: Icon
}

export type BulkDialogProps = {
  entity: Entity
  chosen: BulkSelection
  /** the rows in words: "12 leads" */
  what: string
  single: boolean
  onClose: () => void
  /** the selection has served */
  onDone: () => void
}
/** What an area offers on the chosen rows of lists, its own and others'. */
export type BulkAction = {
  label: string
  icon: Icon
  permission: string
  fits: (e: Entity) => boolean
  dialog: Page<BulkDialogProps>
}

export type AreaUi = {
  name: string
  label: string
  icon: Icon
  order: number
  nav: readonly NavItem[]
  routes: readonly AreaRoute[]
  pages?: Readonly<Record<string, EntityPages>>
  commands?: readonly Command[]
  bulkActions?: readonly BulkAction[]
  /** Sits in the settings part of the rail */
  settings?: boolean
}

/** The overrides for one entity over all areas; later areas win key by key. */
export const pagesOf = (areas: readonly AreaUi[], entity: string): EntityPages =>
  areas.reduce<EntityPages>((all, a) => ({ ...all, ...a.pages?.[entity] }), {})
