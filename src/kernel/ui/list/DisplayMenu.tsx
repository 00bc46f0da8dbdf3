/** The button that opens what a list shows. */
import { Button } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { Suspense } from 'react'
import { Panel } from '../floating/Floating.tsx'
import type { DisplayProps } from './DisplayPanel.tsx'
import classes from './list.module.css'
import { DisplayPanel } from './parts.tsx'

export const DisplayMenu = (p: DisplayProps) => (
  <Panel
    position="bottom-end"
    width={304}
    label="Display"
    button={
      <Button
        variant="default"
        h={30}
        className={classes.toolButton}
        leftSection={<IconAdjustmentsHorizontal size={16} stroke={1.6} aria-hidden="true" />}
      >
        Display
      </Button>
    }
  >
    <Suspense fallback={null}>
      <DisplayPanel {...p} />
    </Suspense>
  </Panel>
)
