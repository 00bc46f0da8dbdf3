/** An activity: what it is about, and the series it belongs to. */
import { Button } from '@mantine/core'
import { messageOf } from '../../../kernel/ui/api/client.ts'
import { useAct, useUpdate } from '../../../kernel/ui/api/hooks.ts'
import { isObject, type WireRecord } from '../../../kernel/ui/api/types.ts'
import type { RecordPageProps } from '../../../kernel/ui/app/areaUi.ts'
import { toast, toastError } from '../../../kernel/ui/feedback/toastStore.ts'
import { RecordPage } from '../../../kernel/ui/record/RecordPage.tsx'
import { useMay } from '../../../kernel/ui/steps/useVerbs.ts'
import { activity } from '../model.ts'
import classes from './activities.module.css'
import { Repeats } from './Repeats.tsx'

const Series = ({ record }: { record: WireRecord }) => {
  const act = useAct('activity')
  const update = useUpdate('activity')
  const may = useMay(activity, record)('update') && !record.deletedAt
  if (!record.repeats) return null
  const apply = async () => {
    try {
      await act.mutateAsync({ id: record.id, verb: 'applyToFollowing' })
      toast('The following ones will be like this one', { tone: 'success' })
    } catch (error) {
      toastError(messageOf(error))
    }
  }
  return (
    <div className={classes.series}>
      <Repeats row={record} />
      {may ? (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          onClick={() => update.mutate({ id: record.id, version: record.version, changes: { repeats: null } })}
        >
          Stop repeating
        </Button>
      ) : null}
      {isObject(record.following) ? (
        <span className={classes.differs}>
          Your changes are for this one only.
          {may ? (
            <Button variant="default" size="compact-xs" loading={act.isPending} onClick={() => void apply()}>
              Apply to the following
            </Button>
          ) : null}
        </span>
      ) : null}
    </div>
  )
}

const ActivityPage = ({ id }: RecordPageProps) => (
  <RecordPage entity={activity} id={id} banner={(record: WireRecord) => <Series record={record} />} />
)
export default ActivityPage
