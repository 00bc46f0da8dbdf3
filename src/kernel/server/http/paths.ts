/** What the API's document says of the kernel's routes that no definition makes. */
import type { Registry } from '../../registry.ts'
import { jsonSchema, mergePaths, type Paths } from '../apiPaths.ts'
import type { Schema } from '../openapiSchemas.ts'
import { bulkPaths, operationAnswer } from './bulk.ts'
import { failedJobPaths } from './failedJobs.ts'
import { filePaths } from './files.ts'
import { livePaths } from './live.ts'
import { searchPaths } from './records.ts'
import { metricsPaths } from './metrics.ts'
import { rightPaths } from './rights.ts'
import { healthPaths } from './server.ts'
import { settingPaths } from './settings.ts'

/** What several of them answer. */
export const kernelSchemas: Readonly<Record<string, Schema>> = { Operation: jsonSchema(operationAnswer, 'output') }

export const kernelPaths = (registry: Registry): Paths =>
  mergePaths(
    bulkPaths(registry),
    searchPaths,
    filePaths,
    failedJobPaths,
    rightPaths,
    settingPaths,
    livePaths,
    healthPaths,
    metricsPaths,
  )
