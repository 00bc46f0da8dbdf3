/** The button that opens what a list shows. */
import { Button, Popover } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { Suspense } from 'react'
import type { DisplayProps } from './DisplayPanel.tsx'
import classes from './list.module.css'
import { DisplayPanel } from './parts.tsx'

export const DisplayMenu = (p: DisplayProps) => {
  return (
    <Popover position="bottom-end" width={304} trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          h={30}
          className={classes.toolButton}
          leftSection={<IconAdjustmentsHorizontal size={16} stroke={1.6} aria-hidden="true" />}
        >
          Display
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Display">
        <Suspense fallback={null}>
          <DisplayPanel {...p} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}
