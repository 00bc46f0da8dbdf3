/** The definitions of all areas, in the order they may use each other. Pure: server, browser and tools read this list. */
import * as adminModel from '../areas/admin/model.ts'
import { definitionsOf, registry } from '../kernel/registry.ts'

export const definitions = registry(definitionsOf([adminModel]))
