// Normalised forms of names, addresses and domains, and how near two strings are: used by duplicate search, import and search.

const letters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
}
const letterPattern = /[ßæœøđðþłħıŋ]/g

/** Lower case without accents and typographic variants; spaces collapsed. `Škoda  Auto` -> `skoda auto`. */
export const unaccent = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(letterPattern, (letter) => letters[letter] ?? letter)
    .replace(/[‘’ʼ`´]/g, "'")
    .replace(/\s+/gu, ' ')
    .trim()

// Written as they look after `words()`: dotted initials joined, no punctuation. Longer ones first where one ends another.
const legalForms = [
  'gmbh and co kgaa',
  'gmbh and co kg',
  'gmbh and co ohg',
  'ag and co kg',
  'ug haftungsbeschrankt',
  'spolka z ograniczona odpowiedzialnoscia',
  'sp z oo',
  'spol s ro',
  'spol sro',
  's ro',
  'pty ltd',
  'pte ltd',
  'pvt ltd',
  'private limited',
  'public limited company',
  'co ltd',
  'and company',
  'and co kg',
  'and co',
  'sdn bhd',
  'sa de cv',
  'de cv',
  ...'ag ab as asa aps bv bvba co company corp corporation cv doo ead ek eood ev gbr ggmbh gmbh inc incorporated ug kft kg kgaa'.split(
    ' ',
  ),
  ...'kk limited llc llp lp ltd ltda nv ohg ood oy oyj plc pllc sa sas sarl sc scs se sl slu snc spa spj sro srl zrt'.split(
    ' ',
  ),
].map((form) => form.split(' '))

/** The words of a name: lower case, unaccented, `&` read as "and", initials with dots joined (`s.r.o.` -> `sro`). */
export const words = (name: string): string[] =>
  unaccent(name)
    .replace(/&|\+/g, ' and ')
    .replace(/'/g, '')
    .replace(/\b((?:\p{L}\.\s?){2,}\p{L}?)(?=$|[\s,)])/gu, (initials) => `${initials.replace(/[.\s]/g, '')} `)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

/**
 * A name made comparable: words in lower case without accents, punctuation, a leading "the" and trailing legal forms
 * (GmbH, Inc, Ltd, s.r.o., ...). Never empty unless the name has no letter or digit: `The Limited` stays `limited`.
 */
export const normaliseName = (name: string): string => {
  let rest = words(name)
  if (rest.length > 1 && rest[0] === 'the') rest = rest.slice(1)
  for (;;) {
    const form = legalForms.find(
      (parts) => parts.length < rest.length && parts.every((part, i) => rest[rest.length - parts.length + i] === part),
    )
    if (!form) break
    rest = rest.slice(0, rest.length - form.length)
    if (rest.length > 1 && rest.at(-1) === 'and') rest = rest.slice(0, -1)
  }
  return rest.join(' ')
}

/** The address in lower case, out of `Name <address>` or `mailto:`; '' when there is none. Tags (`a+b@c`) are kept. */
export const normaliseEmail = (email: string): string => {
  const bracketed = /<([^<>]+)>\s*$/.exec(email)
  const address = (bracketed?.[1] ?? email)
    .trim()
    .replace(/^mailto:/i, '')
    .toLowerCase()
  return /^[^\s@]+@[^\s@]+$/.test(address) ? address : ''
}

/** The registrable-looking host of a website or e-mail address: `https://www.Acme.com/x` -> `acme.com`; '' when none. */
export const websiteDomain = (website: string): string => {
  const afterAt =
    website.includes('@') && !website.includes('/') ? website.slice(website.lastIndexOf('@') + 1) : website
  const host = afterAt
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/^\/\//, '')
    .replace(/^[^/@]*@/, '')
    .replace(/[/?#:].*$/, '')
    .replace(/\.$/, '')
    .replace(/^www\d?\./, '')
  return /^[^\s.]+(\.[^\s.]+)+$/.test(host) ? host : ''
}

/** Providers whose domain says nothing about the company behind an address. */
const freeMailDomains: ReadonlySet<string> = new Set(
  (
    'gmail.com googlemail.com outlook.com outlook.de outlook.fr hotmail.com hotmail.co.uk hotmail.fr hotmail.de hotmail.it hotmail.es ' +
    'live.com live.co.uk live.de live.fr live.nl msn.com yahoo.com yahoo.co.uk yahoo.co.in yahoo.de yahoo.fr yahoo.it yahoo.es ' +
    'yahoo.co.jp ymail.com rocketmail.com icloud.com me.com mac.com aol.com aol.de gmx.com gmx.de gmx.at gmx.ch gmx.net web.de ' +
    't-online.de freenet.de mail.com mail.ru yandex.ru yandex.com inbox.ru bk.ru list.ru rambler.ru proton.me protonmail.com pm.me ' +
    'tutanota.com tuta.io zoho.com fastmail.com hey.com orange.fr free.fr laposte.net wanadoo.fr sfr.fr libero.it virgilio.it ' +
    'tiscali.it alice.it seznam.cz email.cz centrum.cz volny.cz azet.sk zoznam.sk wp.pl o2.pl onet.pl interia.pl op.pl ' +
    'qq.com 163.com 126.com sina.com naver.com daum.net hanmail.net rediffmail.com uol.com.br bol.com.br terra.com.br ' +
    'comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net btinternet.com sky.com virginmedia.com ' +
    'bigpond.com optusnet.com.au bluewin.ch telenet.be skynet.be ziggo.nl kpnmail.nl xs4all.nl mailinator.com yopmail.com'
  ).split(' '),
)

/** The domain that identifies a company, from a website or address; '' for free mail providers and non-domains. */
export const companyDomain = (websiteOrEmail: string): string => {
  const domain = websiteDomain(websiteOrEmail)
  return freeMailDomains.has(domain) ? '' : domain
}

const trigrams = (text: string): Set<string> => {
  const found = new Set<string>()
  for (const word of unaccent(text).split(/[^\p{L}\p{N}]+/u)) {
    if (word === '') continue
    const padded = `  ${word} `
    for (let i = 0; i + 3 <= padded.length; i++) found.add(padded.slice(i, i + 3))
  }
  return found
}

/** 0..1 as pg_trgm's `similarity()` counts it (over unaccented text): shared trigrams / all trigrams. */
export const trigramSimilarity = (a: string, b: string): number => {
  const left = trigrams(a)
  const right = trigrams(b)
  if (left.size === 0 || right.size === 0) return 0
  let shared = 0
  for (const gram of left) if (right.has(gram)) shared++
  return shared / (left.size + right.size - shared)
}

/** Edits (insert, delete, replace, swap of neighbours) that turn one string into the other. */
export const editDistance = (a: string, b: string): number => {
  if (a === b) return 0
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1)
      }
      row.push(best)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}

const compact = (text: string): string => unaccent(text).replace(/[^\p{L}\p{N}]+/gu, '')

const digits = (text: string): string => text.replace(/\D+/g, '')

/**
 * How alike two names are, 0..1. 1: equal but for case and accents. 0.97: but for spaces and punctuation; 0.95: but for
 * legal forms. Below: the better of edit distance over length, and trigrams. Names whose digits differ (`GTK 500`,
 * `GTK 600`) never score above 0.7, since the number is what tells them apart.
 */
export const likeness = (a: string, b: string): number => {
  if (unaccent(a) === unaccent(b)) return a.trim() === '' ? 0 : 1
  const left = compact(a)
  const right = compact(b)
  if (left === '' || right === '') return 0
  if (left === right) return 0.97
  if (normaliseName(a) === normaliseName(b)) return 0.95
  const longest = Math.max(left.length, right.length)
  // Cheap refusal: strings this different in length cannot reach a score anyone would show.
  const byEdits = Math.abs(left.length - right.length) > longest / 2 ? 0 : 1 - editDistance(left, right) / longest
  const score = Math.min(0.94, Math.max(byEdits, trigramSimilarity(a, b)))
  return digits(a) === digits(b) ? score : Math.min(score, 0.7)
}

export type Suggestion<T> = { candidate: T; name: string; score: number }

/**
 * The candidates most like `name`, best first; `score` is `likeness`, those under `least` (0.5) are left out.
 * A candidate may go by several names (a label and a code); its best one counts.
 */
export const nearest = <T>(
  name: string,
  candidates: Iterable<T>,
  options: { names?: (candidate: T) => string | readonly string[]; least?: number; limit?: number } = {},
): Suggestion<T>[] => {
  const { names = (candidate: T) => String(candidate), least = 0.5, limit = 3 } = options
  const found: Suggestion<T>[] = []
  for (const candidate of candidates) {
    const given = names(candidate)
    let best: Suggestion<T> | undefined
    for (const one of typeof given === 'string' ? [given] : given) {
      const score = likeness(name, one)
      if (score >= least && (!best || score > best.score)) best = { candidate, name: one, score }
    }
    if (best) found.push(best)
  }
  return found.sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)).slice(0, limit)
}

/** The one suggestion worth proposing without asking twice: at least 0.8 and clearly (0.05) ahead of the next. */
export const clearWinner = <T>(suggestions: readonly Suggestion<T>[]): Suggestion<T> | undefined => {
  const [first, second] = suggestions
  if (!first || first.score < 0.8) return undefined
  return second && first.score - second.score < 0.05 ? undefined : first
}
