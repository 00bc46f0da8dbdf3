/** What was refused and is about no single field, over the buttons of a form. */
import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'

export const Troubles = ({ trouble }: { trouble: readonly string[] }) =>
  trouble.length > 0 && (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} role="alert" mt="md">
      {trouble.map((t) => (
        <div key={t}>{t}</div>
      ))}
    </Alert>
  )
