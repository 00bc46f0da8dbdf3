/** The pipeline as a page of its own: whose deals, a search, and the board. */
import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconList, IconPlus, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { usePage } from '../../../kernel/ui/app/pageTitle.ts'
import { openCreate } from '../../../kernel/ui/app/uiStore.ts'
import { useOpen } from '../../../kernel/ui/fields/RecordLink.tsx'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './opportunities.module.css'
import PipelineBoard from './PipelineBoard.tsx'

const PipelinePage = () => {
  usePage({ label: 'Pipeline' })
  const { can } = useApp()
  const open = useOpen()
  const [whose, setWhose] = useState('all')
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 200)
  const params = {
    ...(whose === 'mine' ? { ownerId: 'me' } : whose === 'team' ? { teamId: 'team' } : {}),
    ...(q ? { q } : {}),
  }
  return (
    <div className={classes.page}>
      <header className={classes.pageHead}>
        <h1 className={shared.title}>Pipeline</h1>
        <span className={shared.grow} />
        <Button
          component="a"
          href="/opportunities"
          onClick={open('/opportunities')}
          variant="default"
          leftSection={<IconList size={16} />}
        >
          List
        </Button>
        {can('opportunity.create') ? (
          <Button leftSection={<IconPlus size={16} />} onClick={() => openCreate('opportunity')}>
            New opportunity
          </Button>
        ) : null}
      </header>
      <PipelineBoard
        entity="opportunity"
        params={params}
        toolbar={
          <>
            <SegmentedControl
              aria-label="Whose opportunities"
              value={whose}
              onChange={setWhose}
              data={[
                { value: 'all', label: 'All' },
                { value: 'mine', label: 'Mine' },
              ]}
            />
            <TextInput
              aria-label="Search the board"
              placeholder="Search"
              leftSection={<IconSearch size={16} />}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              className={classes.search}
            />
          </>
        }
      />
    </div>
  )
}
export default PipelinePage
