import { expect, test } from 'vitest'
import { entity, state, text } from '../../entity.ts'
import { flow } from '../../flow.ts'
import { roadOf } from './flowPath.ts'

const order = entity(
  'order',
  { label: 'Order', labelPlural: 'Orders', plural: 'orders', title: 'name' },
  {
    name: text(),
    status: state({
      draft: 'Draft',
      inApproval: { label: 'In approval', tone: 'amber' },
      sent: { label: 'Sent', tone: 'blue' },
      viewed: { label: 'Viewed', tone: 'blue' },
      accepted: { label: 'Accepted', tone: 'green' },
      declined: { label: 'Declined', tone: 'red' },
    }),
  },
)
const f = flow()(order, 'status', {
  steps: {
    submit: { label: 'Submit', from: ['draft'], to: 'inApproval' },
    send: { label: 'Send', from: ['draft', 'inApproval', 'sent'], to: 'sent' },
    view: { label: 'View', from: ['sent'], to: 'viewed' },
    accept: { label: 'Accept', from: ['sent', 'viewed'], to: 'accepted' },
    decline: { label: 'Decline', from: ['sent', 'viewed'], to: 'declined' },
  },
})

test.each([
  ['draft', ['draft', 'sent', 'accepted']],
  ['inApproval', ['draft', 'inApproval', 'sent', 'accepted']],
  ['viewed', ['draft', 'sent', 'viewed', 'accepted']],
  ['accepted', ['draft', 'sent', 'accepted']],
  ['declined', ['draft', 'sent', 'declined']],
])('the road through %s', (current, road) => {
  expect(roadOf(f, current)).toEqual(road)
})
