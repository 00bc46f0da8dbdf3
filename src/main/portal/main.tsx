/** The customers' page: one document behind a secret link. A bundle of its own, without the application. */
import '@fontsource-variable/inter/wght.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { PortalPage } from '../../areas/portal/ui/PortalPage.tsx'

const element = document.getElementById('root')
const token = location.pathname.split('/')[2] ?? ''
if (element)
  createRoot(element).render(
    <StrictMode>
      <PortalPage token={token} />
    </StrictMode>,
  )
