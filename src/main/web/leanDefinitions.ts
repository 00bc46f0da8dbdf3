/**
 * A build step for the browser: `src/main/definitions.ts` collects whole area modules, and with them would come checks and
 * calculations that only the server does. Here each module is narrowed to what the registry takes of it: entities, flows,
 * verbs and settings; the rest comes with the screens that import it by name.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'

const definition = /^export const (\w+)(?:: [^=]+)? = (?:entity|flow|verbs|guardedVerbs|report|setting)\b/gm
const wholeModule = /^import \* as (\w+) from '([^']+)'$/gm

/** The names of the definitions that a module's source exports. */
export const definitionNames = (source: string): string[] => [...source.matchAll(definition)].map((m) => m[1] ?? '')

/** The source of `definitions.ts` with its modules narrowed. `read` answers the source of an imported module. */
export const narrowed = (source: string, read: (from: string) => string): string =>
  source.replace(wholeModule, (_whole, name: string, from: string) => {
    const names = definitionNames(read(from))
    const aliases = names.map((n) => `${n} as ${name}_${n}`).join(', ')
    const object = names.map((n) => `${n}: ${name}_${n}`).join(', ')
    return names.length > 0
      ? `import { ${aliases} } from '${from}'\nconst ${name} = { ${object} }`
      : `const ${name} = {}`
  })

export const leanDefinitions = {
  name: 'throughline-lean-definitions',
  enforce: 'pre' as const,
  transform(source: string, id: string): string | null {
    if (!id.endsWith('/src/main/definitions.ts')) return null
    return narrowed(source, (from) => readFileSync(path.resolve(path.dirname(id), from), 'utf8'))
  },
}
