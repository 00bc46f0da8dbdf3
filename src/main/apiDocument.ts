/** The OpenAPI document of this release. */
import { importPaths } from '../areas/imports/apiPaths.ts'
import { openApi } from '../kernel/server/openapi.ts'
import { contributions } from './areas.ts'
import { definitions } from './definitions.ts'

const isObject = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null

export const apiDocument = () => {
  const document = openApi(definitions, contributions, '1')
  const paths = isObject(document.paths) ? { ...document.paths } : {}
  // Routes that carry files are written by hand, and so is what is said of them.
  for (const [path, item] of Object.entries(importPaths)) paths[path] = { ...Object(paths[path]), ...item }
  return { ...document, paths }
}
