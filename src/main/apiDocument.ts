/** The OpenAPI document of this release. */
import { openApi } from '../kernel/server/openapi.ts'
import { contributions } from './areas.ts'
import { definitions } from './definitions.ts'

export const apiDocument = () => openApi(definitions, contributions, '1')
