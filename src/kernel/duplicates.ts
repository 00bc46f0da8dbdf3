// How likely two accounts, contacts or leads are the same: a score with reasons that reveal no values.
import { companyDomain, editDistance, likeness, normaliseEmail, normaliseName, words } from './match.ts'

/**
 * What is compared. Of an account `name` is the company's; of a contact or lead it is the person's (or `firstName` and
 * `lastName`), and `company` the company's. Phones are compared by digits, best in E.164. Absent and '' mean unknown.
 */
export type Party = {
  kind: 'account' | 'contact' | 'lead'
  name?: string | null
  firstName?: string | null
  lastName?: string | null
  company?: string | null
  emails?: readonly (string | null | undefined)[]
  phones?: readonly (string | null | undefined)[]
  website?: string | null
  taxId?: string | null
  country?: string | null
}

type DuplicateRule = 'email' | 'phone' | 'name' | 'company' | 'domain' | 'taxId'
export type DuplicateReason = { rule: DuplicateRule; message: string }
/** `score` 0..100; from `likelyDuplicate` on it is worth stopping for, from `possibleDuplicate` on worth showing. */
export type DuplicateScore = { score: number; reasons: DuplicateReason[] }

export const likelyDuplicate = 80
export const possibleDuplicate = 50

// English short forms; a pair counts as the same first name.
const nicknames = new Map<string, number>()
for (const [i, group] of (
  'alexander alex alec sandy|andrew andy drew|anthony tony|benjamin ben benny|catherine katherine kathryn kate katie cathy kathy|' +
  'charles charlie chuck|christopher chris kit|daniel dan danny|david dave|deborah debbie deb|donald don donnie|douglas doug|' +
  'edward ed eddie ted|elizabeth liz beth betty lisa eliza|francis frank|frederick fred freddie|gerald gerry jerry|gregory greg|' +
  'henry harry hank|jacob jake|james jim jimmy jamie|jennifer jen jenny|jeffrey jeff|jessica jess|john jack johnny|jonathan jon|' +
  'joseph joe joey|joshua josh|kenneth ken kenny|lawrence larry|leonard len leo|margaret maggie meg peggy|matthew matt|' +
  'michael mike mick mikey|nathaniel nathan nate|nicholas nick|patricia pat patty trish|patrick paddy|peter pete|philip phil|' +
  'rebecca becky|richard rick dick rich|robert rob bob bobby|ronald ron|samuel sam|samantha sammy|stephen steven steve|' +
  'susan sue susie|theodore theo|thomas tom tommy|timothy tim|victoria vicky|vincent vince|walter walt|william will bill billy liam|' +
  'zachary zach'
)
  .split('|')
  .entries()) {
  for (const name of group.split(' ')) if (!nicknames.has(name)) nicknames.set(name, i)
}

const roleAddress =
  /^(?:info|office|sales|contact|hello|admin|support|mail|post|team|service|billing|accounts|kontakt|vertrieb|no-?reply)@/

/** 0..1: the names of two people, in any order, with short forms and initials understood. */
export const personLikeness = (a: string, b: string): number => {
  const left = words(a)
  const right = words(b)
  if (left.length === 0 || right.length === 0) return 0
  if (left.length === 1 || right.length === 1) return left.join(' ') === right.join(' ') ? 0.9 : 0
  // Pairs of words, the likest first; each word of the shorter name must find its like, middle names need not.
  const pairs = left
    .flatMap((word, i) => right.map((other, j) => ({ i, j, score: wordLikeness(word, other) })))
    .sort((x, y) => y.score - x.score)
  const usedLeft = new Set<number>()
  const usedRight = new Set<number>()
  const scores: number[] = []
  for (const { i, j, score } of pairs) {
    if (usedLeft.has(i) || usedRight.has(j)) continue
    usedLeft.add(i)
    usedRight.add(j)
    scores.push(score)
  }
  const average = scores.reduce((sum, score) => sum + score, 0) / scores.length
  if ((scores.at(-1) ?? 0) < 0.6) return Math.min(0.5, average)
  return left.length === right.length ? average : average * 0.97
}

const wordLikeness = (a: string, b: string): number => {
  if (a === b) return 1
  const short = nicknames.get(a)
  if (short !== undefined && short === nicknames.get(b)) return 0.95
  if (a.length === 1 || b.length === 1) return a[0] === b[0] ? 0.8 : 0
  const longest = Math.max(a.length, b.length)
  const score = 1 - editDistance(a, b) / longest
  // Four letters or fewer with one of them changed is another name: Jon and Jan, Kim and Tim.
  return longest <= 4 && score < 1 ? Math.min(score, 0.7) : score
}

const digitsOf = (phone: string): string => phone.replace(/\D/g, '').replace(/^0+/, '')

const samePhone = (a: string, b: string): boolean => {
  const [left, right] = [digitsOf(a), digitsOf(b)]
  if (left.length < 7 || right.length < 7) return false
  return left === right || (Math.min(left.length, right.length) >= 9 && (left.endsWith(right) || right.endsWith(left)))
}

const filled = (values: Party['phones']): string[] => (values ?? []).flatMap((value) => (value ? [value] : []))
const emailsOf = (party: Party): string[] =>
  filled(party.emails)
    .map(normaliseEmail)
    .filter((email) => email !== '')
const personOf = (party: Party): string => party.name || [party.firstName, party.lastName].filter(Boolean).join(' ')
const companyOf = (party: Party): string => (party.kind === 'account' ? party.name : party.company) ?? ''
const domainsOf = (party: Party): string[] =>
  [party.website ?? '', ...emailsOf(party)].map(companyDomain).filter((domain) => domain !== '')
const taxIdOf = (party: Party): string => (party.taxId ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '')
const shared = (a: readonly string[], b: readonly string[]): string | undefined => a.find((one) => b.includes(one))

type Evidence = DuplicateReason & { weight: number }

/** Independent pieces of evidence add up without ever reaching certainty. */
const combine = (evidence: readonly Evidence[], cap = 100): DuplicateScore => {
  const doubt = evidence.reduce((product, { weight }) => product * (1 - weight / 100), 1)
  const reasons = [...evidence].sort((a, b) => b.weight - a.weight).map(({ rule, message }) => ({ rule, message }))
  return { score: Math.min(Math.round(100 * (1 - doubt)), cap), reasons }
}

/**
 * Compares two parties: as companies where one is an account (a lead then by its company), else as people. Reasons name
 * the rule, never a value, so that they may be shown to someone who may not see the other record.
 */
export const scoreDuplicate = (a: Party, b: Party): DuplicateScore =>
  a.kind === 'account' || b.kind === 'account' ? scoreCompanies(a, b) : scorePeople(a, b)

const scoreCompanies = (a: Party, b: Party): DuplicateScore => {
  const evidence: Evidence[] = []
  const [taxA, taxB] = [taxIdOf(a), taxIdOf(b)]
  if (taxA !== '' && taxA === taxB) evidence.push({ rule: 'taxId', weight: 98, message: 'Same tax number' })
  const alike = likeness(companyOf(a), companyOf(b))
  const abroad = Boolean(a.country && b.country && a.country !== b.country)
  if (alike >= 0.95) evidence.push({ rule: 'name', weight: abroad ? 55 : 80, message: 'Same name' })
  else if (alike >= 0.8) evidence.push({ rule: 'name', weight: abroad ? 30 : 60, message: 'Similar name' })
  if (shared(domainsOf(a), domainsOf(b)))
    evidence.push({ rule: 'domain', weight: 65, message: 'Same website or mail domain' })
  if (shared(emailsOf(a), emailsOf(b))) evidence.push({ rule: 'email', weight: 50, message: 'Same email address' })
  if (filled(a.phones).some((phone) => filled(b.phones).some((other) => samePhone(phone, other)))) {
    evidence.push({ rule: 'phone', weight: 55, message: 'Same phone number' })
  }
  // Two companies with tax numbers of their own are two, however alike their names.
  return combine(evidence, taxA !== '' && taxB !== '' && taxA !== taxB ? 40 : 100)
}

const scorePeople = (a: Party, b: Party): DuplicateScore => {
  const evidence: Evidence[] = []
  const names = [personOf(a), personOf(b)] as const
  const alike = personLikeness(...names)
  const known = names.every((name) => words(name).length > 1)
  const unlike = known && alike < 0.6
  const email = shared(emailsOf(a), emailsOf(b))
  if (email) {
    const weight = roleAddress.test(email) ? 45 : unlike ? 70 : 95
    evidence.push({ rule: 'email', weight, message: 'Same email address' })
  }
  if (filled(a.phones).some((phone) => filled(b.phones).some((other) => samePhone(phone, other)))) {
    evidence.push({ rule: 'phone', weight: unlike ? 30 : 65, message: 'Same phone number' })
  }
  if (alike >= 0.8) {
    const sameName = alike >= 0.9
    const companies = [companyOf(a), companyOf(b)] as const
    const companyAlike = likeness(...companies)
    const otherCompany = companies.every((company) => normaliseName(company) !== '') && companyAlike < 0.8
    evidence.push({
      rule: 'name',
      weight: otherCompany ? 15 : sameName ? 45 : 30,
      message: sameName ? 'Same name' : 'Similar name',
    })
    if (companyAlike >= 0.8) {
      const weight = companyAlike >= 0.95 ? 75 : 60
      evidence.push({ rule: 'company', weight, message: companyAlike >= 0.95 ? 'Same company' : 'Similar company' })
    } else if (shared(domainsOf(a), domainsOf(b))) {
      evidence.push({ rule: 'domain', weight: 65, message: 'Same company domain' })
    }
  }
  return combine(evidence)
}
