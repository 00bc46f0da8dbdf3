/** Files that were uploaded and wait to be imported, in the order in which their records need each other. */
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useList } from '../../../kernel/ui/api/hooks.ts'
import { stringOf } from '../../../kernel/ui/api/types.ts'
import { useOpen } from '../../../kernel/ui/fields/RecordLink.tsx'
import classes from './imports.module.css'

/** What others point to comes first. */
const order = ['team', 'member', 'productCategory', 'product', 'account', 'contact', 'lead', 'opportunity']
export const inNeed = (entity: string): number => {
  const at = order.indexOf(entity)
  return at === -1 ? order.length : at
}

/** `href` leads to where work on it goes on: what was checked before may have become possible by now. */
type WaitingFile = { id: string; entity: string; fileName: string; records: string; href: string }

export const useWaiting = (except?: string): WaitingFile[] => {
  const { data } = useList('import', { 'status[in]': 'uploaded,checked', sort: '-createdAt', limit: 20, total: 'none' })
  return (data?.data ?? [])
    .filter((r) => r.id !== except)
    .map((r) => ({
      id: r.id,
      entity: stringOf(r['entity']),
      fileName: stringOf(r['fileName']),
      records: stringOf(r['records']),
      href: `/imports/${r.id}${r['status'] === 'checked' ? '?step=values' : ''}`,
    }))
    .toSorted((a, b) => inNeed(a.entity) - inNeed(b.entity))
}

export const Waiting = ({ title, except }: { title: string; except?: string }) => {
  const files = useWaiting(except)
  const open = useOpen()
  if (files.length === 0) return null
  return (
    <section className={classes.waiting} aria-label={title}>
      <h2 className={classes.sectionTitle}>{title}</h2>
      <ul className={classes.waitingList}>
        {files.map((f) => (
          <li key={f.id}>
            <a className={classes.waitingFile} href={f.href} onClick={open(f.href)}>
              <IconFileSpreadsheet size={16} stroke={1.5} aria-hidden="true" />
              <span className={classes.waitingName}>{f.fileName}</span>
              <span className={classes.faint}>{f.records}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
