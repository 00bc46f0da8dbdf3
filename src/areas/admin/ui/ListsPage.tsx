/** The values of every choice list. */
import { NavLink } from '@mantine/core'
import { humanise } from '../../../kernel/entity.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { useUrl } from '../../../kernel/ui/app/url.ts'
import classes from './admin.module.css'
import { Frame, Section } from './Frame.tsx'
import { RecordsTable } from './RecordsTable.tsx'

const ListsPage = () => {
  const { registry } = useApp()
  const { params, change } = useUrl()
  const used = new Map<string, string[]>()
  for (const e of registry.entities)
    for (const f of Object.values(e.fields))
      if (f.list) used.set(f.list, [...new Set([...(used.get(f.list) ?? []), e.labelPlural])])
  const lists = [...used.keys()].sort()
  const at = lists.find((l) => l === params.list) ?? lists[0] ?? ''
  return (
    <Frame
      wide
      title="List values"
      lead="What people choose from. A value that is no longer offered stays on the records that have it."
    >
      <div className={classes.split}>
        <nav aria-label="Lists">
          {lists.map((l) => (
            <NavLink
              key={l}
              component="button"
              type="button"
              active={l === at}
              label={humanise(l)}
              description={(used.get(l) ?? []).join(', ')}
              onClick={() => change({ list: l })}
            />
          ))}
        </nav>
        <Section title={humanise(at)}>
          <RecordsTable
            key={at}
            entity="option"
            params={{ list: at }}
            initial={{ list: at }}
            columns={['label', 'tone', 'active']}
            fields={['label', 'tone', 'active']}
            addLabel="Add value"
            empty="No values yet."
            sortable
          />
        </Section>
      </div>
    </Frame>
  )
}
export default ListsPage
