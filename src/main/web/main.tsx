/** The web app's first script. */
import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import '../../kernel/ui/tokens.css'
import type { Registry } from '../../kernel/registry.ts'
import { start } from '../../kernel/ui/app/start.tsx'
import { areas } from './areas.ts'

let registry: Promise<Registry> | undefined
const load = (): Promise<Registry> => {
  registry ??= import('../definitions.ts').then((m) => m.definitions)
  return registry
}

const element = document.getElementById('root')
if (element) start({ registry: load, areas }, element)
