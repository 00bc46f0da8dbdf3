/** The OpenAPI document of this release: the definitions' operations, and those declared beside their routes. */
import { accountPaths } from '../areas/admin/account.ts'
import { noticePaths } from '../areas/admin/notices.ts'
import { signInPaths } from '../areas/admin/signIn.ts'
import { importPaths } from '../areas/imports/apiPaths.ts'
import { portalPaths } from '../areas/portal/http.ts'
import { mergePaths, pathsOf } from '../kernel/server/apiPaths.ts'
import { kernelPaths, kernelSchemas } from '../kernel/server/http/paths.ts'
import { type ApiDocument, openApi } from '../kernel/server/openapi.ts'
import { contributions } from './areas.ts'
import { definitions } from './definitions.ts'

const documentPaths = pathsOf({
  'GET /api/v1/openapi.json': { id: 'openapi', tag: 'Server', summary: 'This document', open: true },
})

export const apiDocument = (): ApiDocument => {
  const document = openApi(definitions, contributions, '1')
  const paths = mergePaths(
    document.paths,
    kernelPaths(definitions),
    signInPaths,
    accountPaths,
    noticePaths,
    importPaths,
    portalPaths,
    documentPaths,
  )
  const { components } = document
  return { ...document, paths, components: { ...components, schemas: { ...components.schemas, ...kernelSchemas } } }
}
