/** A new import begins on a page of its own. */
import { useEffect } from 'react'
import type { CreatePageProps } from '../../../kernel/ui/app/areaUi.ts'
import { useGo } from '../../../kernel/ui/app/url.ts'

const NewImport = ({ onClose }: CreatePageProps) => {
  const go = useGo()
  useEffect(() => {
    onClose()
    go('/imports/new')
  }, [onClose, go])
  return null
}
export default NewImport
