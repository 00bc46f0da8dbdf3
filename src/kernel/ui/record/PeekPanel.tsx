/** A record beside the list: enough to decide, one key from its page. The list draws the frame and walks with J and K. */
import { Button } from '@mantine/core'
import { IconArrowsDiagonal } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { EntityRef } from '../api/hooks.ts'
import { useEntity, useRecord } from '../api/hooks.ts'
import type { WireRecord } from '../api/types.ts'
import { Bone, ErrorState } from '../feedback/states.tsx'
import { FieldDisplay } from '../fields/FieldDisplay.tsx'
import { hrefOf, useOpen } from '../fields/RecordLink.tsx'
import { textOf, titleOf } from '../fields/wire.ts'
import { FlowPath } from '../steps/FlowPath.tsx'
import { StepButtons } from '../steps/StepButtons.tsx'
import { Timeline } from '../timeline/Timeline.tsx'
import { Facts } from './Facts.tsx'
import classes from './peek.module.css'
import record_ from './record.module.css'

type PeekPanelProps = {
  entity: EntityRef
  id: string
  /** after the record was deleted */
  onGone?: () => void
  /** buttons at the right end of the head (close, previous, next) */
  controls?: ReactNode
  /** instead of facts and story */
  children?: (record: WireRecord) => ReactNode
}

export const PeekPanel = ({ entity, id, onGone, controls, children }: PeekPanelProps) => {
  const e = useEntity(entity)
  const open = useOpen()
  const query = useRecord(e, id)
  const record = query.data
  const state = Object.entries(e.fields).find(([, f]) => f.kind === 'state')
  const href = hrefOf(e, id)
  return (
    <div className={classes.peek}>
      <div className={classes.peekBar}>
        <Button
          component="a"
          href={href}
          onClick={open(href)}
          variant="subtle"
          color="gray"
          leftSection={<IconArrowsDiagonal size={16} />}
        >
          Open
        </Button>
        <span className={classes.grow} />
        {record ? <StepButtons entity={e} record={record} {...(onGone ? { onDeleted: onGone } : {})} /> : null}
        {controls}
      </div>
      {query.isError && !record ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {!record && query.isPending ? (
        <div className={classes.peekBody} role="status" aria-label="Loading">
          <Bone width="60%" height={20} />
          {[80, 56, 64, 48].map((w) => (
            <Bone key={w} width={`${w}%`} />
          ))}
        </div>
      ) : null}
      {record ? (
        <div className={classes.peekBody}>
          <div className={record_.titles}>
            <h2 className={record_.title}>{titleOf(e, record)}</h2>
            {textOf(record['number']) && e.title !== 'number' ? (
              <span className={record_.numberTag}>{textOf(record['number'])}</span>
            ) : null}
            {state ? <FieldDisplay field={state[1]} name={state[0]} row={record} entity={e} /> : null}
          </div>
          <FlowPath entity={e} record={record} />
          {children ? (
            children(record)
          ) : (
            <>
              <Facts entity={e} record={record} />
              <h2 className={classes.peekTitle}>Timeline</h2>
              <Timeline entity={e} id={record.id} />
            </>
          )}
        </div>
      ) : null}
    </div>
  )
}
