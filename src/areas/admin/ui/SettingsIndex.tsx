/** All settings, found by what they are about. */
import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { EmptyState } from '../../../kernel/ui/feedback/states.tsx'
import { Page } from '../../../kernel/ui/page/Page.tsx'
import classes from './admin.module.css'
import { sections } from './sections.ts'

const SettingsIndex = () => {
  const { can, registry } = useApp()
  const [q, setQ] = useState('')
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const found = (text: string): boolean => words.every((w) => text.toLowerCase().includes(w))
  const open = sections.filter((s) => can(s.permission))
  const pages = open.filter((s) => found(`${s.title} ${s.help} ${s.keywords} ${s.group}`))
  const single =
    can('setting.edit') && words.length > 0
      ? registry.settings.filter((s) => found(`${s.label} ${s.help ?? ''} ${s.area}`))
      : []
  return (
    <Page title="Settings" width="narrow">
      <TextInput
        value={q}
        onChange={(e) => setQ(e.currentTarget.value)}
        leftSection={<IconSearch size={16} aria-hidden="true" />}
        placeholder="Search settings"
        aria-label="Search settings"
        autoFocus
        mb="lg"
      />
      {pages.length === 0 && single.length === 0 ? (
        <EmptyState
          icon={IconSearch}
          title={open.length === 0 ? 'Settings are kept by admins' : 'No setting is called that'}
        >
          {open.length === 0 ? 'Ask an admin of your workspace.' : 'Try another word.'}
        </EmptyState>
      ) : null}
      {[...new Set(pages.map((s) => s.group))].map((group) => (
        <section key={group} aria-label={group} className={classes.group}>
          <h2 className={classes.groupTitle}>{group}</h2>
          <ul className={classes.tiles}>
            {pages
              .filter((s) => s.group === group)
              .map((s) => (
                <li key={s.path}>
                  <Link to={`/settings/${s.path}`} className={classes.tile}>
                    <s.icon size={18} stroke={1.6} aria-hidden="true" className={classes.tileIcon} />
                    <span>
                      <span className={classes.tileTitle}>{s.title}</span>
                      <span className={classes.tileHelp}>{s.help}</span>
                    </span>
                  </Link>
                </li>
              ))}
          </ul>
        </section>
      ))}
      {single.length > 0 ? (
        <section aria-label="Single settings" className={classes.group}>
          <h2 className={classes.groupTitle}>Single settings</h2>
          <ul className={classes.tiles}>
            {single.map((s) => (
              <li key={s.key}>
                <Link to="/settings/general" search={{ at: s.key }} className={classes.tile}>
                  <span>
                    <span className={classes.tileTitle}>{s.label}</span>
                    <span className={classes.tileHelp}>{s.help ?? s.area}</span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </Page>
  )
}
export default SettingsIndex
