import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysInMonth, partsOf } from '../../kernel/dates.ts'
import { nextOf, nthDay, type Rule, ruleText, sameHour, timesOn, weekdayOf } from './recurrence.ts'
import { weekdays } from '../../kernel/dates.ts'

const days = (rule: Rule, anchor: string, count: number) =>
  Array.from({ length: count }, (_, n) => nthDay(rule, anchor, n))

describe('days of a series', () => {
  test.each<[string, Rule, string, string[]]>([
    ['every day', { repeats: 'daily' }, '2026-02-27', ['2026-02-27', '2026-02-28', '2026-03-01']],
    ['every third day', { repeats: 'daily', repeatEvery: 3 }, '2026-12-30', ['2026-12-30', '2027-01-02', '2027-01-05']],
    ['every week', { repeats: 'weekly' }, '2026-03-04', ['2026-03-04', '2026-03-11', '2026-03-18']],
    [
      'every week on two days',
      { repeats: 'weekly', repeatOn: ['thursday', 'monday'] },
      '2026-03-02',
      ['2026-03-02', '2026-03-05', '2026-03-09', '2026-03-12'],
    ],
    [
      'every second week on two days, begun in the middle',
      { repeats: 'weekly', repeatEvery: 2, repeatOn: ['monday', 'friday'] },
      '2026-03-04',
      ['2026-03-04', '2026-03-06', '2026-03-16', '2026-03-20', '2026-03-30'],
    ],
    // domain-rules 5: the anchor day is kept, not that of the date before
    [
      'every month from the 31st',
      { repeats: 'monthly' },
      '2024-01-31',
      ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31'],
    ],
    ['every quarter', { repeats: 'monthly', repeatEvery: 3 }, '2026-11-30', ['2026-11-30', '2027-02-28', '2027-05-30']],
    [
      'every year from a leap day',
      { repeats: 'yearly' },
      '2024-02-29',
      ['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29'],
    ],
  ])('%s', (_name, rule, anchor, expected) => {
    expect(days(rule, anchor, expected.length)).toEqual(expected)
  })
})

const anchors = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('1990-01-01', n))
const weekdayNames = fc.constantFrom(
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday' as const,
)
const rules: fc.Arbitrary<Rule> = fc.record({
  repeats: fc.constantFrom('daily', 'weekly', 'monthly', 'yearly' as const),
  repeatEvery: fc.option(fc.integer({ min: 1, max: 12 })),
  repeatOn: fc.option(fc.uniqueArray(weekdayNames)),
})

test('days rise, whatever the rule', () => {
  fc.assert(
    fc.property(rules, anchors, fc.integer({ min: 0, max: 200 }), (rule, anchor, n) => {
      expect(nthDay(rule, anchor, 0)).toBe(anchor)
      expect(nthDay(rule, anchor, n + 1) > nthDay(rule, anchor, n)).toBe(true)
    }),
  )
})

test('a month has the anchor day, or its last', () => {
  fc.assert(
    fc.property(anchors, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 300 }), (anchor, every, n) => {
      const { year, month, day } = partsOf(nthDay({ repeats: 'monthly', repeatEvery: every }, anchor, n))
      expect(day).toBe(Math.min(partsOf(anchor).day, daysInMonth(year, month)))
    }),
  )
})

test('weekly series have every chosen day of their weeks and no other, as counting day by day finds them', () => {
  fc.assert(
    fc.property(anchors, fc.uniqueArray(weekdayNames, { minLength: 1 }), (anchor, repeatOn) => {
      const counted = [anchor]
      for (let i = 1; counted.length < 30; i++) {
        const day = addDays(anchor, i)
        if (repeatOn.includes(weekdayOf(day))) counted.push(day)
      }
      expect(days({ repeats: 'weekly', repeatOn }, anchor, 30)).toEqual(counted)
    }),
  )
})

test('a series has as many as it was told and none after its last day', () => {
  fc.assert(
    fc.property(
      rules,
      anchors,
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 0, max: 400 }),
      (r, anchor, times, span) => {
        const until = addDays(anchor, span)
        const walk = (rule: Rule): string[] => {
          const found = [anchor]
          for (;;) {
            const next = nextOf(rule, { occurrence: found.length, anchorOn: anchor, anchorOccurrence: 1 })
            if (!next) return found
            expect(next.occurrence).toBe(found.length + 1)
            found.push(next.day)
          }
        }
        expect(walk({ ...r, repeatTimes: times })).toHaveLength(times)
        const bounded = walk({ ...r, repeatUntil: until })
        expect(bounded.every((d) => d <= until)).toBe(true)
        expect(nthDay(r, anchor, bounded.length) > until).toBe(true)
      },
    ),
  )
})

test('an hour stays the same on the clock when the clocks change', () => {
  // Berlin is ahead by 1 h in winter and by 2 h from 29 March 2026
  expect(sameHour('2026-03-27T08:00:00.000Z', 7, 'Europe/Berlin')).toBe('2026-04-03T07:00:00.000Z')
  expect(sameHour('2026-10-23T07:30:00.000Z', 7, 'Europe/Berlin')).toBe('2026-10-30T08:30:00.000Z')
  expect(sameHour('2026-03-27T23:30:00.000Z', 1, 'Asia/Kolkata')).toBe('2026-03-28T23:30:00.000Z')
  expect(
    timesOn(
      {
        dueOn: '2026-03-27',
        startsAt: '2026-03-27T08:00:00.000Z',
        endsAt: '2026-03-27T09:00:00.000Z',
        reminderAt: null,
      },
      '2026-04-03',
      'Europe/Berlin',
    ),
  ).toEqual({
    dueOn: '2026-04-03',
    dueAt: null,
    startsAt: '2026-04-03T07:00:00.000Z',
    endsAt: '2026-04-03T08:00:00.000Z',
    reminderAt: null,
  })
})

test.each<[Rule, string]>([
  [{ repeats: 'monthly' }, 'Repeats monthly'],
  [{ repeats: 'daily', repeatEvery: 3, repeatTimes: 5 }, 'Repeats every 3 days, 5 times'],
  [
    { repeats: 'weekly', repeatOn: ['friday', 'monday', 'wednesday'], repeatUntil: '2026-12-31' },
    'Repeats weekly on Mon, Wed and Fri, until <2026-12-31>',
  ],
])('%o is said in words', (rule, text) => {
  expect(ruleText(rule, (d) => `<${d}>`)).toBe(text)
  expect(Object.keys(weekdays)).toHaveLength(7)
})
