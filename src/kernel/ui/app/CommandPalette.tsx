/** ⌘K: any record, any page, any command, from the keyboard. */
import { Modal, useMantineColorScheme } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import {
  IconArrowRight,
  IconBell,
  IconClock,
  IconHome,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconPlus,
  IconSearch,
} from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { KeyboardEvent } from 'react'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { keys } from '../api/keys.ts'
import { useApp } from './AppContext.tsx'
import { Keys } from './Keys.tsx'
import { canCreate, creatable, iconOf, navigationOf } from './navigation.ts'
import classes from './palette.module.css'
import { useRecent } from './recent.ts'
import { useSessionActions } from './session.tsx'
import { openCreate, setPalette, setSheet } from './uiStore.ts'
import { useGo } from './url.ts'

type Entry = {
  key: string
  group: string
  icon: Icon
  label: string
  hint?: string
  tag?: string
  keys?: string
  words?: string
  run: () => void
}

/** How well `label` answers `q`: 0 not at all. Starts of words count most, letters in order least. */
const score = (q: string, label: string): number => {
  const l = label.toLowerCase()
  if (l.startsWith(q)) return 4
  if (l.split(/\s+/).some((w) => w.startsWith(q))) return 3
  if (l.includes(q)) return 2
  let at = 0
  for (const c of q) {
    at = l.indexOf(c, at) + 1
    if (at === 0) return 0
  }
  return q.length > 2 ? 1 : 0
}

const useCommands = (): Entry[] => {
  const app = useApp()
  const go = useGo()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { signOut } = useSessionActions(app.api)
  return [
    { key: 'home', group: 'Go to', icon: IconHome, label: 'Home', keys: 'g h', run: () => go('/') },
    ...navigationOf(app).flatMap((g) =>
      g.entries.map((n) => ({
        key: `go:${n.to}:${n.label}`,
        group: 'Go to',
        icon: n.icon,
        label: n.label,
        ...(g.label === n.label ? {} : { hint: g.label }),
        ...(n.shortcut ? { keys: `g ${n.shortcut}` } : {}),
        run: () => go(n.to),
      })),
    ),
    { key: 'inbox', group: 'Go to', icon: IconBell, label: 'Inbox', keys: 'g b', run: () => go('/inbox') },
    ...creatable(app).map((e) => ({
      key: `new:${e.name}`,
      group: 'Create',
      icon: IconPlus,
      label: `New ${e.label.toLowerCase()}`,
      words: 'create add',
      run: () => openCreate(e.name),
    })),
    ...app.registry.entities
      .filter((e) => e.lookup && canCreate(app, e))
      .map((e) => ({
        key: `new:${e.name}`,
        group: 'Create',
        icon: IconPlus,
        label: `New ${e.label.toLowerCase()}`,
        words: 'create add settings',
        run: () => openCreate(e.name),
      })),
    ...app.areas.flatMap((a) =>
      (a.commands ?? [])
        .filter((c) => !c.permission || app.can(c.permission))
        .map((c) => ({
          key: `cmd:${c.label}`,
          group: 'Commands',
          icon: c.icon,
          label: c.label,
          hint: a.label,
          ...(c.keywords ? { words: c.keywords } : {}),
          run: () => ('to' in c ? go(c.to) : c.run(app)),
        })),
    ),
    {
      key: 'theme',
      group: 'Commands',
      icon: IconMoon,
      label: colorScheme === 'dark' ? 'Use the light theme' : 'Use the dark theme',
      words: 'dark light mode colour scheme',
      run: () => setColorScheme(colorScheme === 'dark' ? 'light' : 'dark'),
    },
    {
      key: 'sheet',
      group: 'Commands',
      icon: IconKeyboard,
      label: 'Show keyboard shortcuts',
      keys: '?',
      run: () => setSheet(true),
    },
    {
      key: 'out',
      group: 'Commands',
      icon: IconLogout,
      label: 'Sign out',
      words: 'log out leave',
      run: () => void signOut(),
    },
  ]
}

const CommandPalette = () => {
  const app = useApp()
  const go = useGo()
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const recent = useRecent()
  const commands = useCommands()
  const search = useQuery({
    queryKey: keys.search(q),
    queryFn: ({ signal }) => app.api.search(q, signal),
    enabled: q.length >= 2,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
  const hits: Entry[] =
    q.length < 2
      ? []
      : (search.data ?? []).flatMap((h) => {
          const e = app.registry.find(h.entity)
          if (!e) return []
          return [
            {
              key: `${h.entity}:${h.id}`,
              group: 'Records',
              icon: iconOf(app.areas, h.entity),
              label: h.title || h.number || 'Untitled',
              hint: [h.title ? h.number : '', h.subtitle].filter(Boolean).join(' · '),
              tag: e.label,
              run: () => go(`/${e.plural}/${h.id}`),
            },
          ]
        })
  const low = q.toLowerCase()
  const matching = low
    ? commands
        .map((c) => ({ c, s: Math.max(score(low, c.label), (c.words ?? '').includes(low) ? 1 : 0) }))
        .filter((x) => x.s > 0)
        .sort((a, b) => b.s - a.s)
        .slice(0, 8)
        .map((x) => x.c)
    : []
  const strong = matching.filter((c) => score(low, c.label) >= 3)
  const weak = matching.filter((c) => !strong.includes(c))
  const entries: Entry[] = low
    ? [...strong, ...hits, ...weak]
    : [
        ...recent.slice(0, 6).flatMap((r) => {
          const e = app.registry.find(r.entity)
          if (!e) return []
          return [
            {
              key: `recent:${r.id}`,
              group: 'Recent',
              icon: IconClock,
              label: r.title,
              tag: e.label,
              run: () => go(`/${e.plural}/${r.id}`),
            },
          ]
        }),
        ...commands.filter((c) => c.group !== 'Create').slice(0, 30),
        ...commands.filter((c) => c.group === 'Create').slice(0, 8),
      ]
  const order = [...new Set(entries.map((e) => e.group))]
  const sorted = order.flatMap((g) => entries.filter((e) => e.group === g))
  const index = Math.min(at, Math.max(0, sorted.length - 1))
  useEffect(() => {
    list.current?.querySelector(`[data-index="${index}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [index])

  const close = () => setPalette(false)
  const choose = (e: Entry | undefined) => {
    if (!e) return
    close()
    e.run()
  }
  const onKeyDown = (e: KeyboardEvent) => {
    const by = e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : 0
    if (by !== 0) {
      e.preventDefault()
      setAt((index + by + sorted.length) % Math.max(1, sorted.length))
    }
    if (e.key === 'Enter') {
      e.preventDefault()
      choose(sorted[index])
    }
  }
  return (
    <Modal.Root opened onClose={close} padding={0} size={640} centered={false} yOffset="12vh">
      <Modal.Overlay backgroundOpacity={0.34} color="#14141c" />
      <Modal.Content aria-label="Search and commands">
        <Modal.Body p={0}>
          <div className={classes.head}>
            <IconSearch size={18} stroke={1.6} aria-hidden="true" />
            <input
              data-autofocus
              className={classes.input}
              value={text}
              placeholder="Search records, or type a command"
              aria-label="Search records and commands"
              role="combobox"
              aria-expanded="true"
              aria-controls="palette-list"
              aria-activedescendant={sorted.length > 0 ? `palette-${index}` : undefined}
              autoComplete="off"
              spellCheck={false}
              onChange={(e) => {
                setText(e.currentTarget.value)
                setAt(0)
              }}
              onKeyDown={onKeyDown}
            />
            {search.isFetching && q.length >= 2 && (
              <span className={classes.busy} role="status" aria-label="Searching" />
            )}
          </div>
          <div className={classes.list} id="palette-list" role="listbox" aria-label="Results" ref={list}>
            {order.map((g) => (
              <div key={g} role="group" aria-label={g}>
                <div className={classes.group} aria-hidden="true">
                  {g}
                </div>
                {sorted.map((e, i) =>
                  e.group === g ? (
                    <div
                      key={e.key}
                      id={`palette-${i}`}
                      role="option"
                      tabIndex={-1}
                      aria-selected={i === index}
                      data-index={i}
                      className={classes.entry}
                      onMouseMove={() => setAt(i)}
                      onMouseDown={(event) => event.preventDefault()}
                      onClick={() => choose(e)}
                      onKeyDown={(event) => event.key === 'Enter' && choose(e)}
                    >
                      <e.icon size={18} stroke={1.6} className={classes.icon} aria-hidden="true" />
                      <span className={classes.label}>{e.label}</span>
                      {e.hint && <span className={classes.hint}>{e.hint}</span>}
                      <span className={classes.end}>
                        {e.tag && <span className={classes.tag}>{e.tag}</span>}
                        {e.keys && <Keys keys={e.keys} />}
                        {i === index && <IconArrowRight size={14} aria-hidden="true" />}
                      </span>
                    </div>
                  ) : null,
                )}
              </div>
            ))}
            {sorted.length === 0 && (
              <p className={classes.none}>
                {search.isFetching
                  ? 'Searching…'
                  : `Nothing is called “${text.trim()}”. Try a name, a number or an email.`}
              </p>
            )}
          </div>
          <div className={classes.foot} aria-hidden="true">
            <span>
              <kbd>↑</kbd>
              <kbd>↓</kbd> move
            </span>
            <span>
              <kbd>↵</kbd> open
            </span>
            <span>
              <kbd>Esc</kbd> close
            </span>
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
export default CommandPalette
