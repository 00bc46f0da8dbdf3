/** What the areas contribute on the server, in the order they may use each other. One line an area. */
import { contributionsOf } from '../kernel/server/app.ts'
import * as kernelJobs from '../kernel/server/bulk.ts'
import { crud } from '../kernel/server/action.ts'
import { team } from '../areas/admin/model.ts'

export const contributions = contributionsOf([kernelJobs, { x: crud(team) }])
