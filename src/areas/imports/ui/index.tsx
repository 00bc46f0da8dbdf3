/** Imports in the shell: the list of them, and the wizard as their page. */
import { IconDatabaseImport } from '@tabler/icons-react'
import type { AreaUi } from '../../../kernel/ui/app/areaUi.ts'
import { page } from '../../../kernel/ui/app/page.ts'

export const importsUi: AreaUi = {
  name: 'imports',
  label: 'Data',
  icon: IconDatabaseImport,
  order: 80,
  settings: true,
  nav: [{ label: 'Imports', icon: IconDatabaseImport, entity: 'import', permission: 'import.view' }],
  routes: [
    {
      path: 'imports/new',
      title: 'Import a file',
      component: page(() => import('./UploadPage.tsx')),
      permission: 'import.create',
    },
  ],
  pages: {
    import: {
      about: 'Files brought in, what became of each row, and a way to undo it.',
      create: page(() => import('./NewImport.tsx')),
      record: page(() => import('./ImportPage.tsx')),
      listColumns: ['fileName', 'records', 'status', 'rowCount', 'created', 'updated', 'failed', 'createdAt'],
    },
  },
  commands: [
    {
      label: 'Import a file',
      icon: IconDatabaseImport,
      keywords: 'upload csv excel xlsx spreadsheet load',
      permission: 'import.create',
      to: '/imports/new',
    },
  ],
}
