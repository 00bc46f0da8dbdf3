/** People and companies that may become customers, until they are converted or set aside. */
import {
  address,
  choice,
  countryCode,
  currencyCode,
  day,
  email,
  entity,
  instant,
  integer,
  json,
  longText,
  money,
  option,
  phone,
  reference,
  type Row,
  state,
  text,
} from '../../kernel/entity.ts'

const tone = choice({ grey: 'Grey', blue: 'Blue', amber: 'Amber', green: 'Green', red: 'Red', violet: 'Violet' })

const leadStatuses = {
  new: { label: 'New', tone: 'blue' },
  assigned: { label: 'Assigned', tone: 'blue' },
  inProcess: { label: 'In process', tone: 'blue' },
  converted: { label: 'Converted', tone: 'violet' },
  recycled: { label: 'Recycled', tone: 'amber' },
  dead: { label: 'Dead', tone: 'grey' },
} as const

/** A column of a lead pipeline; each stands for one status. */
export const leadStage = entity(
  'leadStage',
  {
    label: 'Lead stage',
    labelPlural: 'Lead stages',
    plural: 'lead-stages',
    title: 'label',
    owned: false,
    lookup: true,
    unique: [['pipeline', 'label']],
    defaultSort: 'position',
  },
  {
    pipeline: text({ required: true, default: 'Leads', filter: true, max: 80 }),
    label: text({ required: true, sort: true, max: 80 }),
    status: choice(
      {
        new: leadStatuses.new,
        assigned: leadStatuses.assigned,
        inProcess: leadStatuses.inProcess,
        recycled: leadStatuses.recycled,
      },
      { required: true, filter: true },
    ),
    position: integer({ required: true, default: 0, sort: true }),
    tone,
  },
)

/** What a conversion made, at which version: while that is still so, it can be undone. */
export type Conversion = {
  made: { entity: 'account' | 'contact' | 'accountContact' | 'opportunity'; id: string; version: number }[]
}

export const lead = entity(
  'lead',
  {
    label: 'Lead',
    labelPlural: 'Leads',
    plural: 'leads',
    title: 'name',
    subtitle: 'company',
    defaultSort: '-createdAt',
    timeline: ['accountId', 'contactId'],
    indexes: [
      ['ownerId', 'status', 'createdAt'],
      ['teamId', 'status', 'createdAt'],
    ],
  },
  {
    name: text({
      search: true,
      sort: true,
      filter: true,
      help: 'Of the person; may be left out where the company or an email address is known',
    }),
    firstName: text({ max: 100, hidden: true }),
    lastName: text({ max: 100, hidden: true }),
    company: text({ search: true, sort: true, filter: true }),
    jobTitle: text({ filter: true }),
    email: email({ search: true, filter: true }),
    phone: phone({ filter: true }),
    mobile: phone({ filter: true }),
    website: text(),
    status: state(leadStatuses),
    leadStageId: reference('leadStage', { label: 'Stage', readOnly: true }),
    typeId: option('leadType', { label: 'Type' }),
    sourceId: option('leadSource', { label: 'Source' }),
    campaign: text({ filter: true }),
    industryId: option('industry', { label: 'Industry' }),
    employees: integer({ label: 'Company size', sort: true }),
    address: address(),
    country: countryCode({ readOnly: true, filter: true, sort: true }),
    need: longText({ label: 'Need', help: 'In their own words' }),
    followUpOn: day({ label: 'Follow up on', filter: true, sort: true }),
    nextActivityOn: day({ label: 'Next activity', readOnly: true, filter: true, sort: true }),
    score: integer({ readOnly: true, filter: true, sort: true }),
    budget: money({ label: 'Budget amount', sort: true }),
    currency: currencyCode({ hidden: true }),
    bantBudget: choice(
      {
        yes: { label: 'Yes', tone: 'green' },
        no: { label: 'No', tone: 'red' },
        unknown: { label: 'Unknown', tone: 'grey' },
      },
      { label: 'Budget', help: 'Does the customer have a budget?', filter: true },
    ),
    bantAuthority: choice(
      { yes: { label: 'Yes', tone: 'green' }, no: { label: 'No', tone: 'red' } },
      { label: 'Authority', help: 'Are we speaking to a decision maker?', filter: true },
    ),
    bantNeed: choice(
      { yes: { label: 'Yes', tone: 'green' }, no: { label: 'No', tone: 'red' } },
      { label: 'Need identified', help: 'Is a specific need identified?', filter: true },
    ),
    bantTimeline: choice(
      {
        urgent: { label: 'Urgent', tone: 'green' },
        midTerm: { label: 'Mid-term', tone: 'green' },
        unclear: { label: 'Unclear', tone: 'grey' },
      },
      { label: 'Timeline', help: 'Is a timeline defined?', filter: true },
    ),
    deadKind: choice(
      {
        lost: { label: 'Lost', tone: 'red' },
        junk: { label: 'Junk', tone: 'grey' },
        disqualified: { label: 'Disqualified', tone: 'grey' },
      },
      { label: 'Dead as', readOnly: true, filter: true },
    ),
    lostReasonId: option('leadLostReason', { label: 'Reason lost', readOnly: true }),
    recontactOn: day({ label: 'Contact again on', readOnly: true, filter: true, sort: true }),
    statusNote: text({ label: 'Note on the status', readOnly: true, max: 2000 }),
    enteredStageAt: instant({ label: 'In this stage since', readOnly: true, hidden: true, sort: true }),
    convertedAt: instant({ label: 'Converted', readOnly: true, filter: true, sort: true }),
    accountId: reference('account', { label: 'Account', readOnly: true }),
    contactId: reference('contact', { label: 'Contact', readOnly: true }),
    opportunityId: reference('opportunity', { label: 'Opportunity', readOnly: true }),
    conversion: json<Conversion>()({ readOnly: true, hidden: true }),
    utmSource: text({ label: 'UTM source', hidden: true }),
    utmMedium: text({ label: 'UTM medium', hidden: true }),
    utmCampaign: text({ label: 'UTM campaign', hidden: true }),
    utmTerm: text({ label: 'UTM term', hidden: true }),
    utmContent: text({ label: 'UTM content', hidden: true }),
    description: longText(),
    externalId: text({ label: 'External id', filter: true, hidden: true }),
    nameKey: text({ readOnly: true, hidden: true, filter: true }),
    companyKey: text({ readOnly: true, hidden: true, filter: true }),
    domain: text({ readOnly: true, hidden: true, filter: true }),
  },
)

export type Lead = Row<typeof lead>
export type LeadStage = Row<typeof leadStage>
