/** What a new workspace ships with: the two pipelines of OPP-2, and the reasons deals are lost for. */
import { sql } from 'kysely'
import type { Ctx } from '../../kernel/server/context.ts'
import { within } from '../../kernel/server/jobs.ts'
import { get, insert, many } from '../../kernel/server/table.ts'
import { makeCustomer, shipOptions } from '../customers/index.ts'
import { followNextActivity } from '../leads/index.ts'
import { opportunity, pipeline, type Stage, stage } from './model.ts'

type Shipped = Pick<Stage, 'name' | 'probability' | 'forecastCategory'> & {
  guidance?: string
  type?: Stage['type']
  tone?: Stage['tone']
}
const open = (name: string, probability: string, guidance: string): Shipped => ({
  name,
  probability,
  guidance,
  tone: 'blue',
  forecastCategory: Number(probability) >= 80 ? 'commit' : Number(probability) >= 50 ? 'bestCase' : 'pipeline',
})
const ends = (won: string, lost: string): Shipped[] => [
  { name: won, type: 'won', probability: '100', forecastCategory: 'closed', tone: 'green' },
  { name: lost, type: 'lost', probability: '0', forecastCategory: 'omitted', tone: 'red' },
]

const salesProcess: readonly Shipped[] = [
  open('Identification', '10', 'Find the potential customer: research, cold calling.'),
  open('Qualification', '20', 'Verify the potential: discovery call, BANT.'),
  open('Needs Analysis', '30', 'Understand the requirements: meeting, workshop.'),
  open('Presentation', '50', 'Present the solution: demo, presentation.'),
  open('Quote', '60', 'Make the formal offer: create and send the quote.'),
  open('Negotiation', '80', 'Negotiate the terms: contract negotiations.'),
  open('Closure', '100', 'Finalise the deal: contract signature.'),
  ...ends('Won', 'Lost'),
]
const standard: readonly Shipped[] = [
  open('Prospecting', '10', 'Find out whether there is a chance at all.'),
  open('Qualification', '20', 'Verify budget, authority, need and timeline.'),
  open('Needs Analysis', '30', 'Understand what the customer needs.'),
  open('Value Proposition', '50', 'Show what the solution is worth to them.'),
  open('Negotiation', '80', 'Agree on scope, price and terms.'),
  ...ends('Closed Won', 'Closed Lost'),
]

const ship = async (
  c: Ctx,
  line: { name: string; policy: 'free' | 'stepwise'; isDefault: boolean; position: number; description: string },
  stages: readonly Shipped[],
): Promise<void> => {
  const [there] = await many(c, pipeline, sql`t.name = ${line.name}`)
  if (there) return
  const { id } = await insert(c, pipeline, line)
  for (const [position, s] of stages.entries()) await insert(c, stage, { ...s, pipelineId: id, position })
}

export const shipPipelines = within('workspace.setUp', 'opportunities: pipelines and lists', async (c) => {
  await ship(
    c,
    {
      name: 'Sales process',
      policy: 'free',
      isDefault: true,
      position: 0,
      description: 'Seven steps from first contact to signature',
    },
    salesProcess,
  )
  await ship(
    c,
    { name: 'Standard', policy: 'stepwise', isDefault: false, position: 1, description: 'One step forward at a time' },
    standard,
  )
  await shipOptions(c, 'lossReason', ['Price', 'Competition', 'Timing', 'Fit', 'No decision'])
  await shipOptions(c, 'competitor', ['No competitor', 'Unknown'])
})

export const customerByDeal = within('opportunity.won', 'makes a customer of whose deal is won', async (c, event) => {
  const { accountId } = await get(c, opportunity, event.recordId)
  if (accountId) await makeCustomer(c, accountId)
})

export const nextActivityOfDeals = followNextActivity(opportunity)
