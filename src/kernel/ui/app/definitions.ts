/** The definitions and the areas' pages, from the start of the program to the screens. */
import { createContext, useContext } from 'react'
import type { Registry } from '../../registry.ts'
import type { AreaUi } from './areaUi.ts'

export type Program = { registry: Registry; areas: readonly AreaUi[] }

const Definitions = createContext<Program | null>(null)
export const DefinitionsProvider = Definitions.Provider

export const useDefinitions = (): Program => {
  const d = useContext(Definitions)
  if (!d) throw new Error('no definitions in the tree')
  return d
}
