/** The tabs of a record; which is open stands in the address. */
import { Tabs } from '@mantine/core'
import { useRouter, useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import shared from '../shared.module.css'
import classes from './record.module.css'

type ShownTab = { key: string; label: string; count?: number | undefined; content: ReactNode }

export const RecordTabs = ({ label, tabs }: { label: string; tabs: readonly ShownTab[] }) => {
  const router = useRouter()
  const wanted = useRouterState({ select: (s) => new URLSearchParams(s.location.searchStr).get('tab') })
  const open = tabs.some((t) => t.key === wanted) ? wanted : (tabs[0]?.key ?? null)
  const pick = (key: string | null) => {
    if (!key) return
    const q = new URLSearchParams(location.search)
    q.set('tab', key)
    router.history.replace(`${location.pathname}?${q}`)
  }
  return (
    <Tabs
      value={open}
      onChange={pick}
      keepMounted={false}
      classNames={{ list: classes.tabList ?? '', tab: classes.tab ?? '' }}
    >
      <Tabs.List aria-label={label}>
        {tabs.map((t) => (
          <Tabs.Tab key={t.key} value={t.key}>
            {t.label}
            {t.count ? <span className={shared.count}>{t.count}</span> : null}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((t) => (
        <Tabs.Panel key={t.key} value={t.key} pt="md">
          {t.content}
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
