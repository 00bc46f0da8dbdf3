/** Views as tabs: everything, one's own, the area's, the saved ones; and saving what is on screen as one more. */
import { ActionIcon } from '@mantine/core'
import { IconDots, IconPin, IconPinnedOff, IconTrash, IconUsers } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import type { Entity } from '../../entity.ts'
import { useApp } from '../app/AppContext.tsx'
import type { EntityPages } from '../app/areaUi.ts'
import type { SavedView } from '../app/savedViews.ts'
import { useSavedViews, useViewActions } from '../app/savedViews.ts'
import { stringifySearch, type UrlChange } from '../app/url.ts'
import { useOpen } from '../fields/RecordLink.tsx'
import { toast } from '../feedback/toastStore.ts'
import { Menu, MenuItem, Panel } from '../floating/Floating.tsx'
import classes from './list.module.css'
import { recordsParams, sameParams, viewParams } from './listState.ts'
import { SaveView } from './parts.tsx'

type Props = {
  entity: Entity
  pages: EntityPages
  params: Readonly<Record<string, string>>
  change: (c: UrlChange, options?: { push?: boolean }) => void
}

const ViewMenu = ({ view, actions }: { view: SavedView; actions: ReturnType<typeof useViewActions> }) => (
  <Menu
    position="bottom-start"
    width={210}
    button={
      <ActionIcon size={22} aria-label={`Actions for the view ${view.name}`}>
        <IconDots size={14} />
      </ActionIcon>
    }
  >
    <MenuItem
      leftSection={view.pinned ? <IconPinnedOff size={16} stroke={1.6} /> : <IconPin size={16} stroke={1.6} />}
      onClick={() => actions.update.mutate({ view, change: { pinned: !view.pinned } })}
    >
      {view.pinned ? 'Unpin from the sidebar' : 'Pin to the sidebar'}
    </MenuItem>
    <MenuItem
      leftSection={<IconUsers size={16} stroke={1.6} />}
      onClick={() => actions.update.mutate({ view, change: { shared: !view.shared } })}
    >
      {view.shared ? 'Keep it to yourself' : 'Show it to everyone'}
    </MenuItem>
    <MenuItem
      leftSection={<IconTrash size={16} stroke={1.6} />}
      color="red"
      onClick={() => actions.remove.mutate(view)}
    >
      Delete view
    </MenuItem>
  </Menu>
)

export const ViewTabs = ({ entity: e, pages, params, change }: Props) => {
  const { me } = useApp()
  const open = useOpen()
  const saved = useSavedViews(e.name)
  const actions = useViewActions()
  const [saving, setSaving] = useState(false)
  const now = viewParams(params)
  const ready = [
    { label: `All ${e.labelPlural.toLowerCase()}`, params: {} },
    ...(e.owned && !e.lookup && !pages.views?.some((v) => v.label === 'Mine')
      ? [{ label: 'Mine', params: { ownerId: 'me' } }]
      : []),
    ...(pages.views ?? []),
  ]
  const chosen = saved.find((v) => v.id === params.view)
  const readyHere = chosen ? undefined : ready.find((r) => sameParams(recordsParams(r.params), recordsParams(now)))
  const { as, ...kept } = now
  const changed = chosen
    ? !sameParams(viewParams(chosen.params), now)
    : !readyHere || !sameParams(readyHere.params, kept)
  // list or board stays as it is from tab to tab
  const shown: Readonly<Record<string, string>> = as ? { as } : {}
  const hrefTo = (p: Readonly<Record<string, string>>) => `/${e.plural}${stringifySearch(p)}`
  const Tab = ({ label, to, here }: { label: string; to: Readonly<Record<string, string>>; here: boolean }) => (
    <a
      className={classes.tab}
      href={hrefTo(to)}
      onClick={open(hrefTo(to))}
      aria-current={here ? 'page' : undefined}
      data-here={here || undefined}
    >
      {label}
    </a>
  )
  const mine = chosen && (chosen.ownerId === null || chosen.ownerId === me.member.id)
  return (
    <div className={classes.tabs}>
      <nav aria-label="Views" className={classes.tabList}>
        {ready.map((r) => (
          <Tab key={r.label} label={r.label} to={{ ...r.params, ...shown }} here={r === readyHere} />
        ))}
        {saved.length > 0 && <span className={classes.tabRule} aria-hidden="true" />}
        {saved.map((v) => (
          <span key={v.id} className={classes.tabWithMenu}>
            <Tab label={v.name} to={{ ...v.params, view: v.id }} here={v === chosen} />
            {v === chosen && mine && <ViewMenu view={v} actions={actions} />}
          </span>
        ))}
      </nav>
      {changed && (
        <div className={classes.tabActions}>
          {chosen && mine && (
            <button
              type="button"
              className={classes.linkButton}
              onClick={() =>
                actions.update.mutate(
                  { view: chosen, change: { params: now } },
                  { onSuccess: (v) => toast(`View “${v.name}” saved`, { tone: 'success' }) },
                )
              }
            >
              Save changes
            </button>
          )}
          <Panel
            opened={saving}
            onChange={setSaving}
            position="bottom-end"
            width={280}
            padded
            label="Save as view"
            button={
              <button type="button" className={classes.linkButton}>
                Save as view
              </button>
            }
          >
            <Suspense fallback={null}>
              <SaveView
                onSave={(name, shared) => {
                  setSaving(false)
                  actions.create.mutate(
                    { entity: e.name, name, shared, params: now },
                    { onSuccess: (v) => change({ view: v.id }) },
                  )
                }}
              />
            </Suspense>
          </Panel>
        </div>
      )}
    </div>
  )
}
