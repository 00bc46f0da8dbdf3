/** Deals, the pipelines they move through, what is in them and who. */
import {
  boolean,
  choice,
  currencyCode,
  day,
  decimal,
  entity,
  instant,
  integer,
  json,
  longText,
  money,
  option,
  percent,
  price,
  reference,
  type Row,
  text,
} from '../../kernel/entity.ts'

export const pipeline = entity(
  'pipeline',
  {
    label: 'Pipeline',
    labelPlural: 'Pipelines',
    plural: 'pipelines',
    title: 'name',
    owned: false,
    lookup: true,
    defaultSort: 'position',
  },
  {
    name: text({ required: true, unique: true, sort: true, max: 80 }),
    policy: choice(
      { free: 'Any stage to any other', stepwise: 'One stage forward at a time; won only from the last open stage' },
      { label: 'Allowed moves', required: true, default: 'free' },
    ),
    isDefault: boolean({ label: 'For new opportunities', required: true, default: false }),
    active: boolean({ required: true, default: true, filter: true }),
    position: integer({ required: true, default: 0, sort: true }),
    description: text({ max: 1000 }),
  },
)

export const forecastCategories = {
  pipeline: 'Pipeline',
  bestCase: 'Best case',
  commit: 'Commit',
  closed: 'Closed',
  omitted: 'Omitted',
} as const

export const stage = entity(
  'stage',
  {
    label: 'Stage',
    labelPlural: 'Stages',
    plural: 'stages',
    title: 'name',
    owned: false,
    lookup: true,
    unique: [['pipelineId', 'name']],
    defaultSort: 'position',
  },
  {
    pipelineId: reference('pipeline', { required: true, label: 'Pipeline', cascade: true }),
    name: text({ required: true, sort: true, max: 80 }),
    type: choice(
      {
        open: { label: 'Open', tone: 'blue' },
        onHold: { label: 'On hold', tone: 'amber' },
        won: { label: 'Won', tone: 'green' },
        lost: { label: 'Lost', tone: 'red' },
      },
      { required: true, default: 'open', filter: true },
    ),
    probability: percent({ required: true, default: '0' }),
    forecastCategory: choice(forecastCategories, { required: true, default: 'pipeline' }),
    daysAllowed: integer({ label: 'Days allowed', help: 'Longer in this stage counts as stagnant; 14 unless set' }),
    guidance: longText({ heavy: false, help: 'What to do here: shown on the deal' }),
    requiredFields: json<string[]>()({ heavy: false, label: 'Fields required to enter' }),
    position: integer({ required: true, default: 0, sort: true }),
    tone: choice({ grey: 'Grey', blue: 'Blue', amber: 'Amber', green: 'Green', red: 'Red', violet: 'Violet' }),
  },
)

/** Written by moves between stages only, so that lists filter fast and agree with the stage. */
const opportunityStatuses = {
  open: { label: 'Open', tone: 'blue' },
  onHold: { label: 'On hold', tone: 'amber' },
  won: { label: 'Won', tone: 'green' },
  lost: { label: 'Lost', tone: 'red' },
} as const

export const opportunity = entity(
  'opportunity',
  {
    label: 'Opportunity',
    labelPlural: 'Opportunities',
    plural: 'opportunities',
    title: 'name',
    subtitle: 'status',
    defaultSort: '-createdAt',
    timeline: ['accountId', 'contactId'],
    indexes: [
      ['pipelineId', 'stageId'],
      ['status', 'expectedCloseDate'],
      // What home shows and adds up, of one person and of teams, is read from these alone.
      ['ownerId', 'stageId', 'status', 'enteredStageAt', 'amount', 'weightedAmount', 'closedOn'],
      ['teamId', 'stageId', 'status', 'enteredStageAt', 'amount', 'weightedAmount', 'closedOn'],
    ],
  },
  {
    name: text({ required: true, search: true, sort: true, filter: true }),
    accountId: reference('account', { label: 'Account' }),
    contactId: reference('contact', { label: 'Main contact' }),
    pipelineId: reference('pipeline', { label: 'Pipeline' }),
    stageId: reference('stage', { label: 'Stage' }),
    status: choice(opportunityStatuses, {
      label: 'Status',
      required: true,
      readOnly: true,
      default: 'open',
      filter: true,
      sort: true,
    }),
    amount: money({ required: true, default: 0, sort: true, filter: true }),
    currency: currencyCode({ filter: true }),
    expectedCloseDate: day({ label: 'Expected close', filter: true, sort: true }),
    probabilityOverride: percent({ label: 'Probability by hand', help: 'Instead of the stage’s' }),
    forecastOverride: choice(forecastCategories, { label: 'Forecast category by hand' }),
    nextStep: text(),
    nextActivityOn: day({ label: 'Next activity', readOnly: true, filter: true, sort: true }),
    productId: reference('product', { label: 'Main product' }),
    sourceId: option('leadSource', { label: 'Source' }),
    campaign: text({ filter: true }),
    competitorId: option('competitor', { label: 'Competitor' }),
    engagedOn: day({ label: 'Engaged on', filter: true, sort: true }),
    description: longText(),
    probability: percent({ readOnly: true, filter: true, sort: true }),
    weightedAmount: money({ required: true, default: 0, readOnly: true, sort: true }),
    forecastCategory: choice(forecastCategories, { readOnly: true, filter: true }),
    closedOn: day({ label: 'Closed on', readOnly: true, filter: true, sort: true }),
    lostReasonId: option('lossReason', { label: 'Reason lost', readOnly: true }),
    closeNote: text({ label: 'Note on the outcome', readOnly: true, max: 2000 }),
    holdReason: text({ label: 'On hold because', readOnly: true, max: 500 }),
    resumeOn: day({ label: 'Resume on', readOnly: true, filter: true, sort: true }),
    enteredStageAt: instant({ label: 'In this stage since', readOnly: true, hidden: true, sort: true }),
    lastStageId: reference('stage', { label: 'Former stage', readOnly: true, hidden: true, filter: false }),
    leadId: reference('lead', { label: 'Lead', readOnly: true }),
    exchangeRate: decimal({ readOnly: true, hidden: true, scale: 10 }),
    /** so that a change of lines or people alone is a change of the deal, with a version of its own */
    contentChangedAt: instant({ readOnly: true, hidden: true }),
    externalId: text({ label: 'External id', filter: true, hidden: true }),
  },
)

/** A product on the deal. Where there are lines, their sum is the amount. */
export const opportunityLine = entity(
  'opportunityLine',
  {
    label: 'Product line',
    labelPlural: 'Product lines',
    plural: 'opportunity-lines',
    title: 'description',
    owned: false,
    partOf: { entity: 'opportunity', field: 'opportunityId', as: 'lines' },
  },
  {
    opportunityId: reference('opportunity', { required: true }),
    position: integer({ required: true, default: 0 }),
    productId: reference('product', { label: 'Product' }),
    description: text({ max: 1000 }),
    quantity: decimal({ required: true, default: '1' }),
    unit: text({ max: 20 }),
    unitPrice: price({ required: true, default: '0' }),
    discountPercent: percent({ label: 'Discount' }),
    net: money({ required: true, default: 0, readOnly: true }),
    currency: currencyCode({}),
  },
)

/** A person's part in the deal. */
export const opportunityContact = entity(
  'opportunityContact',
  {
    label: 'Person on the deal',
    labelPlural: 'People on the deal',
    plural: 'opportunity-contacts',
    title: 'role',
    owned: false,
    partOf: { entity: 'opportunity', field: 'opportunityId', as: 'people' },
    unique: [['opportunityId', 'contactId']],
  },
  {
    opportunityId: reference('opportunity', { required: true }),
    contactId: reference('contact', { required: true, label: 'Contact', cascade: true }),
    role: choice({
      decisionMaker: 'Decision maker',
      economicBuyer: 'Economic buyer',
      champion: 'Champion',
      influencer: 'Influencer',
      blocker: 'Blocker',
      user: 'User',
    }),
    attitude: choice({
      positive: { label: 'For us', tone: 'green' },
      neutral: { label: 'Neutral', tone: 'grey' },
      negative: { label: 'Against us', tone: 'red' },
    }),
    note: text({ max: 500 }),
  },
)

/** One move between stages; never changed. `seconds`: how long the deal stood in the stage it left. */
export const stageChange = entity(
  'stageChange',
  {
    label: 'Stage change',
    labelPlural: 'Stage changes',
    plural: 'stage-changes',
    title: 'reason',
    owned: false,
    partOf: { entity: 'opportunity', field: 'opportunityId', as: 'stageHistory' },
    crud: { create: false, update: false, delete: false },
    indexes: [['opportunityId', 'at']],
  },
  {
    opportunityId: reference('opportunity', { required: true }),
    fromStageId: reference('stage', { label: 'From' }),
    toStageId: reference('stage', { required: true, label: 'To' }),
    at: instant({ required: true, sort: true }),
    byId: reference('member', { label: 'By' }),
    seconds: integer({ label: 'Seconds in the stage' }),
    reason: text({ max: 500 }),
  },
)

export type Pipeline = Row<typeof pipeline>
export type Stage = Row<typeof stage>
export type Opportunity = Row<typeof opportunity>
