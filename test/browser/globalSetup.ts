// Builds the product and furnishes its demo once; test files that want it start with a copy.
import type { TestProject } from 'vitest/node'
import { buildProduct, dataFolder, startProduct } from '../helpers/process.ts'

declare module 'vitest' {
  interface ProvidedContext {
    demoDir: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildProduct()
  const folder = await dataFolder()
  const product = await startProduct(folder.dataDir, { args: ['--demo'] })
  await product.stop()
  project.provide('demoDir', folder.dataDir)
  return folder.remove
}
