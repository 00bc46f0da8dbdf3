/** The definitions of all areas, in the order they may use each other. Pure: server, browser and tools read this list. */
import * as activitiesModel from '../areas/activities/model.ts'
import * as activitiesRules from '../areas/activities/rules.ts'
import * as adminModel from '../areas/admin/model.ts'
import { definitionsOf, registry } from '../kernel/registry.ts'

export const definitions = registry(definitionsOf([adminModel, activitiesModel, activitiesRules]))
