/** A whole kind of record that a file names and the workspace has not got: import it first, or make it from the names. */
import { Button } from '@mantine/core'
import { IconArrowRight, IconCircleCheck } from '@tabler/icons-react'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { useOpen } from '../../../kernel/ui/fields/RecordLink.tsx'
import classes from './imports.module.css'
import { useWaiting } from './Waiting.tsx'
import type { Matches } from './wire.ts'

const count = (n: number): string => n.toLocaleString('en')

/** Where a file of such records waits or is to be chosen. */
export const ImportFirst = ({ entity, except }: { entity: string; except: string }) => {
  const { registry, can } = useApp()
  const open = useOpen()
  const e = registry.find(entity)
  const file = useWaiting(except).find((f) => f.entity === entity)
  if (!e || !can(`${entity}.create`)) return null
  const href = file?.href ?? `/imports/new?entity=${entity}`
  return (
    <Button
      component="a"
      variant="default"
      href={href}
      onClick={open(href)}
      rightSection={<IconArrowRight size={14} />}
    >
      {file ? `Import ${file.fileName} first` : `Import ${e.labelPlural.toLowerCase()} first`}
    </Button>
  )
}

/** Nothing of the column is there: one decision instead of one for each word. */
export const Missing = ({
  match,
  importId,
  creates,
  onCreate,
  onShow,
}: {
  match: Matches
  importId: string
  creates: boolean
  onCreate: (create: boolean) => void
  onShow: () => void
}) => {
  const { registry } = useApp()
  const e = registry.find(match.to ?? '')
  const many = (match.unknownCount === 1 ? e?.label : e?.labelPlural)?.toLowerCase() ?? match.label.toLowerCase()
  const names = match.unknown.slice(0, 5).map((u) => u.value)
  return (
    <div className={classes.missing} data-done={creates || undefined}>
      <p className={classes.missingText}>
        {creates ? <IconCircleCheck size={16} aria-hidden="true" className={classes.missingIcon} /> : null}
        {creates
          ? `${count(match.unknownCount)} ${many} will be created from the names: `
          : match.known === 0
            ? `None of the ${count(match.unknownCount)} ${many} the file names is here yet: `
            : `${count(match.unknownCount)} ${many} are not here: `}
        <span className={classes.faint}>
          {names.join(', ')}
          {match.unknownCount > names.length ? ', …' : ''}
        </span>
      </p>
      {creates ? null : (
        <p className={classes.faint}>
          Without them {count(match.unknownRows)} rows cannot be imported.
          {match.lacks ? ` They cannot be made from a name alone: they need ${match.lacks} too.` : ''}
        </p>
      )}
      <div className={classes.missingActions}>
        {creates ? null : <ImportFirst entity={match.to ?? ''} except={importId} />}
        {match.mayCreate ? (
          <Button variant={creates ? 'subtle' : 'default'} onClick={() => onCreate(!creates)}>
            {creates ? 'Do not create them' : `Create ${count(match.unknownCount)} ${many} from the names`}
          </Button>
        ) : null}
        <Button variant="subtle" onClick={onShow}>
          Decide one by one
        </Button>
      </div>
    </div>
  )
}
