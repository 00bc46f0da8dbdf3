/** Leaving a page with something unsaved on it asks first: by link, by key, by Back, by closing the tab. */
import { Button, Group, Modal, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'

export const Unsaved = ({ when }: { when: boolean }) => {
  const leaving = useBlocker({
    // another tab or filter of the same page leaves nothing
    shouldBlockFn: ({ current, next }) => when && current.pathname !== next.pathname,
    enableBeforeUnload: when,
    withResolver: true,
  })
  if (leaving.status !== 'blocked') return null
  return (
    <Modal opened onClose={leaving.reset} title="Leave without saving?" size={440} padding="lg">
      <Text c="dimmed">What you changed on this page is not saved yet.</Text>
      <Group justify="flex-end" gap="sm" mt="lg">
        <Button variant="default" onClick={leaving.proceed}>
          Leave
        </Button>
        <Button data-autofocus onClick={leaving.reset}>
          Keep editing
        </Button>
      </Group>
    </Modal>
  )
}
