/** What the areas contribute on the server, in the order they may use each other. One line an area. */
import { contributionsOf } from '../kernel/server/app.ts'

export const contributions = contributionsOf([])
