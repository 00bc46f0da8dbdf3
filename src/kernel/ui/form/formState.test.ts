import { expect, test } from 'vitest'
import { address, currencyCode, email, entity, longText, money, reference, text } from '../../entity.ts'
import { changesOf, errorsByField, missing, quickFields, sectionsOf, startValues } from './formState.ts'

const account = entity(
  'account',
  { label: 'Account', labelPlural: 'Accounts', plural: 'accounts', title: 'name' },
  {
    name: text({ required: true, search: true }),
    industry: text({ default: 'Retail' }),
    number2: text({ readOnly: true }),
    secret: text({ hidden: true }),
    email: email(),
    revenue: money(),
    currency: currencyCode(),
    billing: address(),
    notes: longText(),
    parentId: reference('account', { required: true }),
  },
)

test('a form asks for what a person may write: facts, addresses, prose, then who is responsible', () => {
  expect(sectionsOf(account)).toEqual([
    { fields: ['name', 'industry', 'email', 'revenue', 'currency', 'parentId'] },
    { label: 'Addresses', fields: ['billing'] },
    { label: 'Notes', fields: ['notes'] },
    { label: 'Responsible', fields: ['ownerId', 'teamId'] },
  ])
  expect(sectionsOf(account, ['notes', 'number2', 'name'])).toEqual([{ fields: ['notes', 'name'] }])
})

test('quick create asks for the title, what is required and what is given', () => {
  expect(quickFields(account, { industry: 'Medical' })).toEqual(['name', 'industry', 'email', 'revenue', 'parentId'])
})

test('defaults stand under what is given', () => {
  expect(startValues(account.fields, { name: 'Acme' })).toEqual({ name: 'Acme', industry: 'Retail' })
})

test('only what differs is sent; what was emptied is null; empty and missing are the same', () => {
  expect(
    changesOf(
      { name: 'Acme', email: 'a@b.cz', revenue: { amount: '1.00', currency: 'EUR' } },
      { name: 'Acme', email: '', notes: '', revenue: { amount: '1.00', currency: 'EUR' }, industry: 'x' },
    ),
  ).toEqual({ email: null, industry: 'x' })
})

test('what is missing is said in words', () => {
  expect(missing(account.fields, ['name', 'parentId', 'email'], {})).toEqual({
    name: 'Enter a name',
    parentId: 'Choose a parent',
  })
})

test('complaints go to their field; those of no field are kept', () => {
  expect(
    errorsByField(
      [
        { path: 'revenue.amount', message: 'is negative' },
        { path: 'input.name', message: 'is taken' },
        { path: 'lines.0.quantity', message: 'is missing' },
        { path: '', message: 'Try again' },
      ],
      ['name', 'revenue'],
    ),
  ).toEqual({
    fields: { revenue: 'Revenue is negative.', name: 'Name is taken.' },
    others: ['lines.0.quantity: is missing', 'Try again'],
  })
})
