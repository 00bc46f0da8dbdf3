/** What a new workspace ships with: columns of the lead pipeline, types, sources, reasons; and the next activity of leads. */
import { within } from '../../kernel/server/jobs.ts'
import { insert } from '../../kernel/server/table.ts'
import { shipOptions } from '../customers/index.ts'
import { lead, leadStage } from './model.ts'
import { followNextActivity } from './nextActivity.ts'
import { leadStages } from './write.ts'

const columns = [
  { label: 'New', status: 'new', tone: 'blue' },
  { label: 'Assigned', status: 'assigned', tone: 'blue' },
  { label: 'Contacted', status: 'inProcess', tone: 'blue' },
  { label: 'Follow-up', status: 'inProcess', tone: 'blue' },
  { label: 'Qualified', status: 'inProcess', tone: 'blue' },
  { label: 'Proposal sent', status: 'inProcess', tone: 'blue' },
  { label: 'Recycled', status: 'recycled', tone: 'amber' },
] as const

export const shipLeadLists = within('workspace.setUp', 'leads: columns and lists', async (c) => {
  if ((await leadStages(c)).length === 0)
    for (const [position, column] of columns.entries()) await insert(c, leadStage, { ...column, position })
  await shipOptions(c, 'leadType', ['Company', 'Private person', 'Partner', 'Existing customer'])
  await shipOptions(c, 'leadSource', ['Web form', 'Trade show', 'Referral', 'Website', 'Ad', 'Facebook', 'Email'])
  await shipOptions(c, 'leadLostReason', ['Price too high', 'Won by competitor', 'Budget unavailable'])
})

export const nextActivityOfLeads = followNextActivity(lead)
