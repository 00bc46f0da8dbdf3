/** The definitions and the areas' pages, from the start of the program to the screens. */
import { createContext, useContext } from 'react'
import type { Registry } from '../../registry.ts'
import type { AreaUi } from './areaUi.ts'

export type Program = {
  registry: Registry
  areas: readonly AreaUi[]
}

const ProgramContext = createContext<Program | null>(null)
export const ProgramProvider = ProgramContext.Provider

export const useProgram = (): Program => {
  const p = useContext(ProgramContext)
  if (!p) throw new Error('no program in the tree')
  return p
}
