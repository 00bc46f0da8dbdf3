import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  clearWinner,
  companyDomain,
  editDistance,
  likeness,
  nearest,
  normaliseEmail,
  normaliseName,
  trigramSimilarity,
  unaccent,
  websiteDomain,
} from './match.ts'

describe('normaliseName', () => {
  it.each([
    ['Müller Söhne GmbH & Co. KG', 'muller sohne'],
    ['Škoda Auto a.s.', 'skoda auto'],
    ['Seznam.cz, s.r.o.', 'seznam cz'],
    ['Alza spol. s r.o.', 'alza'],
    ['ACME, Inc.', 'acme'],
    ['Acme Corporation', 'acme'],
    ['Gekko & Co', 'gekko'],
    ['Kowalski Sp. z o.o.', 'kowalski'],
    ['L.L.C. Partners L.L.C.', 'llc partners'],
    ['Société Générale S.A.', 'societe generale'],
    ['Straße & Łódź Ltd', 'strasse and lodz'],
    ['The New York Inquirer', 'new york inquirer'],
    ['The Limited', 'limited'],
    ['Inc', 'inc'],
    ["Levi's Pty Ltd", 'levis'],
    ['  ', ''],
    ['Procter & Gamble', 'procter and gamble'],
    ['Globex Holding SE', 'globex holding'],
  ])('%s -> %s', (name, expected) => {
    expect(normaliseName(name)).toBe(expected)
  })

  it('is stable: normalising twice changes nothing, and letters never vanish wholly', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const once = normaliseName(name)
        expect(unaccent(once)).toBe(once)
        if (/[a-z0-9]/i.test(name)) expect(once).not.toBe('')
      }),
    )
  })
})

describe('addresses', () => {
  it('normalises e-mail', () => {
    expect(normaliseEmail(' Jane Doe <Jane.Doe@Acme.COM> ')).toBe('jane.doe@acme.com')
    expect(normaliseEmail('mailto:a+b@c.de')).toBe('a+b@c.de')
    expect(normaliseEmail('not an address')).toBe('')
    expect(normaliseEmail('a@b@c')).toBe('')
  })

  it('finds the domain', () => {
    expect(websiteDomain('https://www.Acme.com/about?x=1')).toBe('acme.com')
    expect(websiteDomain('acme.co.uk:8080')).toBe('acme.co.uk')
    expect(websiteDomain('jane@acme.com')).toBe('acme.com')
    expect(websiteDomain('none')).toBe('')
    expect(companyDomain('jane@gmail.com')).toBe('')
    expect(companyDomain('jane@acme.com')).toBe('acme.com')
  })
})

describe('likeness', () => {
  it('counts trigrams as pg_trgm does', () => {
    // select similarity('word', 'two words') -> 0.363636
    expect(trigramSimilarity('word', 'two words')).toBeCloseTo(0.363636, 5)
    expect(trigramSimilarity('technolgy', 'technology')).toBeCloseTo(8 / 13, 5)
  })

  it('counts a swap of neighbours as one edit', () => {
    expect(editDistance('acme', 'acem')).toBe(1)
    expect(editDistance('kitten', 'sitting')).toBe(3)
    expect(editDistance('', 'abc')).toBe(3)
  })

  it('is symmetric, within 0..1, and 1 only for the same text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const score = likeness(a, b)
        expect(score).toBe(likeness(b, a))
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(1)
        if (score === 1) expect(unaccent(a)).toBe(unaccent(b))
      }),
    )
  })

  it('does not let numbers pass for spelling', () => {
    expect(likeness('GTK 500', 'GTK 600')).toBeLessThanOrEqual(0.7)
  })
})

describe('nearest', () => {
  const products = ['GTX Basic', 'GTX Pro', 'MG Special', 'MG Advanced', 'GTX Plus Pro', 'GTX Plus Basic', 'GTK 500']
  const sectors = ['Technology', 'Medical', 'Retail', 'Software', 'Telecommunications', 'Marketing', 'Finance']

  it('finds what was meant', () => {
    expect(clearWinner(nearest('GTXPro', products))?.name).toBe('GTX Pro')
    expect(clearWinner(nearest('technolgy', sectors))?.name).toBe('Technology')
    expect(clearWinner(nearest('Philipines', ['Philippines', 'Philadelphia', 'Poland']))?.name).toBe('Philippines')
    expect(nearest('gtx basic', products)[0]).toEqual({ candidate: 'GTX Basic', name: 'GTX Basic', score: 1 })
  })

  it('keeps quiet where nothing is near, and undecided where two are', () => {
    expect(nearest('Zebra', products)).toEqual([])
    expect(clearWinner(nearest('Jon Smith', ['John Smith', 'Jan Smith']))).toBeUndefined()
  })

  it('looks at every name of a candidate', () => {
    const countries = [
      { code: 'US', names: ['United States', 'USA'] },
      { code: 'GB', names: ['United Kingdom', 'UK'] },
    ]
    const found = nearest('usa', countries, { names: (country) => country.names })
    expect(found[0]?.candidate.code).toBe('US')
  })
})
