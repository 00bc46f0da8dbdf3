import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { likelyDuplicate, type Party, personLikeness, possibleDuplicate, scoreDuplicate } from './duplicates.ts'

const account = (party: Omit<Party, 'kind'>): Party => ({ kind: 'account', ...party })
const contact = (party: Omit<Party, 'kind'>): Party => ({ kind: 'contact', ...party })
const lead = (party: Omit<Party, 'kind'>): Party => ({ kind: 'lead', ...party })
const score = (a: Party, b: Party): number => scoreDuplicate(a, b).score
const rules = (a: Party, b: Party): string[] => scoreDuplicate(a, b).reasons.map((reason) => reason.rule)

describe('people', () => {
  it('are the same by address, or by name with company or number', () => {
    expect(
      score(
        contact({ name: 'Jane Doe', emails: ['Jane@Acme.com'] }),
        lead({ name: 'J. Doe', emails: ['jane@acme.com'] }),
      ),
    ).toBeGreaterThan(95)
    expect(
      score(contact({ name: 'Bob Smith', company: 'Acme Inc' }), contact({ name: 'Robert Smith', company: 'ACME' })),
    ).toBeGreaterThanOrEqual(likelyDuplicate)
    expect(
      score(
        contact({ name: 'Jane Doe', phones: ['+493012345678'] }),
        contact({ name: 'Doe, Jane', phones: ['030 12345678'] }),
      ),
    ).toBeGreaterThanOrEqual(likelyDuplicate)
    expect(
      rules(
        contact({ name: 'Jane Doe', emails: ['j@acme.com'] }),
        contact({ name: 'Jane Doe', emails: ['jd@acme.com'] }),
      ),
    ).toEqual(['domain', 'name'])
  })

  it('are not the same by a name alone, a shared mailbox, or a shared provider', () => {
    expect(score(contact({ name: 'John Smith' }), contact({ name: 'John Smith' }))).toBeLessThan(possibleDuplicate)
    expect(
      score(contact({ name: 'John Smith', company: 'Acme' }), contact({ name: 'John Smith', company: 'Globex' })),
    ).toBeLessThan(30)
    expect(
      score(
        contact({ name: 'Jane Doe', emails: ['info@acme.com'] }),
        contact({ name: 'Max Muster', emails: ['info@acme.com'] }),
      ),
    ).toBeLessThan(possibleDuplicate)
    expect(
      score(
        contact({ name: 'Jane Doe', emails: ['jane@gmail.com'] }),
        contact({ name: 'Jane Doe', emails: ['doe@gmail.com'] }),
      ),
    ).toBeLessThan(possibleDuplicate)
    expect(
      score(contact({ name: 'Jane Doe', company: 'Acme' }), contact({ name: 'Max Muster', company: 'Acme' })),
    ).toBe(0)
  })

  it('go by short forms, initials and either order', () => {
    expect(personLikeness('William Gates', 'Bill Gates')).toBeGreaterThan(0.9)
    expect(personLikeness('Doe, Jane', 'Jane Doe')).toBe(1)
    expect(personLikeness('Jane M. Doe', 'Jane Doe')).toBeGreaterThan(0.9)
    expect(personLikeness('Jürgen Müller', 'Jurgen Muller')).toBe(1)
    expect(personLikeness('Jane Doe', 'Jane Roe')).toBeLessThan(0.9)
    expect(personLikeness('Jane Doe', 'Max Doe')).toBeLessThan(0.6)
  })
})

describe('companies', () => {
  it('are the same by tax number, name or domain', () => {
    expect(score(account({ name: 'A', taxId: 'DE 123 456 789' }), account({ name: 'B', taxId: 'DE123456789' }))).toBe(
      98,
    )
    expect(score(account({ name: 'Müller GmbH' }), account({ name: 'Muller' }))).toBe(likelyDuplicate)
    expect(
      score(
        account({ name: 'Acme Corp', website: 'https://www.acme.com' }),
        account({ name: 'Acme Inc', website: 'acme.com' }),
      ),
    ).toBeGreaterThan(90)
    expect(score(account({ name: 'Acme' }), lead({ name: 'Jane Doe', company: 'ACME, Inc.' }))).toBe(likelyDuplicate)
    expect(rules(account({ name: 'Acme' }), contact({ name: 'Jane', company: 'Acne', emails: [] }))).toEqual([])
  })

  it('are two when their tax numbers differ, and less surely one across borders', () => {
    expect(score(account({ name: 'Acme', taxId: 'DE1' }), account({ name: 'Acme', taxId: 'DE2' }))).toBeLessThan(
      possibleDuplicate,
    )
    expect(score(account({ name: 'Acme', country: 'DE' }), account({ name: 'Acme', country: 'US' }))).toBeLessThan(
      likelyDuplicate,
    )
  })
})

it('is symmetric, within 0..100, and gives a reason for every score', () => {
  const text = fc.constantFrom(
    '',
    'Jane Doe',
    'Jan Doe',
    'Acme Inc',
    'ACME',
    'x@acme.com',
    'info@acme.com',
    '+4930123456789',
    '030 123456789',
  )
  const party = fc.record({
    kind: fc.constantFrom('account', 'contact', 'lead'),
    name: text,
    company: text,
    emails: fc.array(text, { maxLength: 2 }),
    phones: fc.array(text, { maxLength: 2 }),
    website: text,
    taxId: text,
  })
  fc.assert(
    fc.property(party, party, (a, b) => {
      const there = scoreDuplicate(a, b)
      const back = scoreDuplicate(b, a)
      expect(there.score).toBe(back.score)
      expect(there.score).toBeGreaterThanOrEqual(0)
      expect(there.score).toBeLessThanOrEqual(100)
      expect(there.score > 0).toBe(there.reasons.length > 0)
    }),
  )
})
