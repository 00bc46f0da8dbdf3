/** The web app's first script. */
import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import '../../kernel/ui/tokens.css'
import { start } from '../../kernel/ui/app/start.tsx'
import { definitions } from '../definitions.ts'
import { areas } from './areas.ts'

const element = document.getElementById('root')
if (element) start({ registry: definitions, areas }, element)
