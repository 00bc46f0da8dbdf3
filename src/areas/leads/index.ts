/** What other areas may call. */
export { moveLead } from './write.ts'
export { followNextActivity } from './nextActivity.ts'
