import { describe, expect, it } from 'vitest'
import { headerSignature, type MappableColumn, type MappableField, proposeMapping, term } from './mapping.ts'
import { synonyms } from './synonyms.ts'

const f = (key: string, kind = 'text', label = key): MappableField => ({ key, label, kind })

const account = [
  f('name'),
  f('industry', 'choice'),
  f('website'),
  f('phone', 'phone'),
  f('employees', 'integer'),
  f('annualRevenue', 'money'),
  f('foundedYear', 'integer'),
  f('parentId', 'reference', 'Parent account'),
  f('address.street', 'text', 'Street'),
  f('address.city', 'text', 'City'),
  f('address.country', 'text', 'Country'),
  f('ownerId', 'reference', 'Owner'),
  f('teamId', 'reference', 'Team'),
]
const opportunity = [
  f('name'),
  f('accountId', 'reference', 'Account'),
  f('contactId', 'reference', 'Contact'),
  f('productId', 'reference', 'Product'),
  f('stageId', 'reference', 'Stage'),
  f('amount', 'money'),
  f('probability', 'percent'),
  f('expectedCloseOn', 'day', 'Expected close'),
  f('closedAt', 'instant', 'Closed'),
  f('createdAt', 'instant', 'Created'),
  f('ownerId', 'reference', 'Owner'),
  f('externalId'),
]
const contact = [
  f('firstName'),
  f('lastName'),
  f('email', 'email'),
  f('phone', 'phone'),
  f('mobile', 'phone'),
  f('jobTitle'),
  f('accountId', 'reference', 'Account'),
  f('ownerId', 'reference', 'Owner'),
]
const map = (columns: (string | MappableColumn)[], fields: MappableField[], entity: string, title = 'name') =>
  Object.fromEntries(proposeMapping(columns, fields, { entity, title }).map(({ column, field }) => [column, field]))

describe('the sales files', () => {
  it('accounts', () => {
    const columns = [
      'account',
      'sector',
      'year_established',
      'revenue',
      'employees',
      'office_location',
      'subsidiary_of',
    ]
    expect(map(columns, account, 'account')).toEqual({
      account: 'name',
      sector: 'industry',
      year_established: 'foundedYear',
      revenue: 'annualRevenue',
      employees: 'employees',
      office_location: 'address.country',
      subsidiary_of: 'parentId',
    })
  })

  it('pipeline', () => {
    const columns = [
      'opportunity_id',
      'sales_agent',
      'product',
      'account',
      'deal_stage',
      'engage_date',
      'close_date',
      'close_value',
    ]
    expect(map(columns, opportunity, 'opportunity')).toEqual({
      opportunity_id: 'externalId',
      sales_agent: 'ownerId',
      product: 'productId',
      account: 'accountId',
      deal_stage: 'stageId',
      engage_date: 'createdAt',
      close_date: 'closedAt',
      close_value: 'amount',
    })
  })

  it('products and teams', () => {
    const product = [f('name'), f('code'), f('category'), f('unitPrice', 'decimal')]
    expect(map(['product', 'series', 'sales_price'], product, 'product')).toEqual({
      product: 'name',
      series: 'category',
      sales_price: 'unitPrice',
    })
    const member = [
      f('name'),
      f('email', 'email'),
      f('managerId', 'reference', 'Manager'),
      f('teamId', 'reference', 'Team'),
    ]
    expect(map(['sales_agent', 'manager', 'regional_office'], member, 'member')).toEqual({
      sales_agent: 'name',
      manager: 'managerId',
      regional_office: 'teamId',
    })
  })
})

describe('exports of other systems', () => {
  it('Pipedrive and HubSpot people', () => {
    expect(
      map(
        ['Person - Email', 'Organization - Name', 'Person - Phone', 'Person - Owner'],
        contact,
        'contact',
        'lastName',
      ),
    ).toEqual({
      'Person - Email': 'email',
      'Organization - Name': 'accountId',
      'Person - Phone': 'phone',
      'Person - Owner': 'ownerId',
    })
    expect(
      map(
        [
          'First Name',
          'Last Name',
          'Email Address',
          'Mobile Phone Number',
          'Job Title',
          'Associated Company',
          'Contact owner',
        ],
        contact,
        'contact',
        'lastName',
      ),
    ).toEqual({
      'First Name': 'firstName',
      'Last Name': 'lastName',
      'Email Address': 'email',
      'Mobile Phone Number': 'mobile',
      'Job Title': 'jobTitle',
      'Associated Company': 'accountId',
      'Contact owner': 'ownerId',
    })
  })

  it('Salesforce deals', () => {
    expect(
      map(
        ['Opportunity Name', 'Account Name', 'Stage', 'Amount', 'Close Date', 'Created Date', 'Probability (%)'],
        opportunity,
        'opportunity',
      ),
    ).toEqual({
      'Opportunity Name': 'name',
      'Account Name': 'accountId',
      Stage: 'stageId',
      Amount: 'amount',
      'Close Date': 'closedAt',
      'Created Date': 'createdAt',
      'Probability (%)': 'probability',
    })
  })

  it('spelling mistakes', () => {
    expect(map(['Emial adress', 'Frist name', 'Phone nr'], contact, 'contact')).toMatchObject({
      'Emial adress': 'email',
      'Frist name': 'firstName',
    })
  })
})

describe('what the values say', () => {
  it('keeps dates away from numbers and text away from dates', () => {
    expect(
      map(
        [
          { name: 'close_value', kind: 'text' },
          { name: 'close_date', kind: 'integer' },
        ],
        opportunity,
        'opportunity',
      ),
    ).toEqual({
      close_value: null,
      close_date: null,
    })
  })

  it('knows addresses by their look alone', () => {
    expect(map([{ name: 'Kontakt 1', kind: 'email' }], contact, 'contact')).toEqual({ 'Kontakt 1': 'email' })
  })

  it('gives a field to the best column only, and says why', () => {
    const proposals = proposeMapping(['E-mail', 'email', 'zzz'], contact, { entity: 'contact' })
    expect(proposals.map(({ field, score }) => [field, score])).toEqual([
      [null, 0],
      ['email', 100],
      [null, 0],
    ])
    expect(proposals[1]?.reason).toBe('same name')
  })
})

it('reads names in every style', () => {
  expect(['closeValue', 'close_value', 'Close Value', 'CLOSE-VALUE', 'CRMCloseValue'].map(term)).toEqual([
    'close value',
    'close value',
    'close value',
    'close value',
    'crm close value',
  ])
  expect(headerSignature(['B b', 'a_a'])).toBe(headerSignature(['aA', 'b_b']))
})

it('has synonyms written as `term` writes them, each once in its group', () => {
  for (const group of synonyms) {
    expect(group.map(term)).toEqual(group)
    expect(new Set(group).size).toBe(group.length)
  }
})
