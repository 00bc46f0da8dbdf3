/** Words of the file that name nothing here: taken for what comes near, made, or left empty. */
import { Button, Checkbox, Select } from '@mantine/core'
import { IconArrowRight, IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { EmptyState } from '../../../kernel/ui/feedback/states.tsx'
import type { Mapping, Source } from '../mapping.ts'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './imports.module.css'
import { Missing } from './Missing.tsx'
import type { Matches, ValueMatch } from './wire.ts'

const nothing = '\u0000nothing'
const asWritten = '\u0000asWritten'

/** What is decided for a word, or proposed while nothing is. */
const decisionOf = (source: Source | undefined, word: ValueMatch): string | null | undefined =>
  source?.values && word.value in source.values ? (source.values[word.value] ?? null) : undefined

const withDecision = (
  mapping: Mapping,
  field: string,
  words: Readonly<Record<string, string | null | undefined>>,
): Mapping =>
  mapping.map((s) => {
    if (s.field !== field) return s
    const values = { ...s.values }
    for (const [word, decided] of Object.entries(words)) {
      if (decided === undefined) delete values[word]
      else values[word] = decided
    }
    return { ...s, values }
  })

/** The near matches that are clearly the ones meant, for words on which nothing was decided. */
export const withSuggestions = (mapping: Mapping, matches: readonly Matches[]): Mapping =>
  matches.reduce((all, m) => {
    const source = all.find((s) => s.field === m.field)
    const open = m.unknown.filter((u) => u.best !== null && decisionOf(source, u) === undefined)
    return withDecision(all, m.field, Object.fromEntries(open.map((u) => [u.value, u.best])))
  }, mapping)

const mostWords = 100

/** So much of a column is unknown, with nothing near, that asking for each word is no help. */
const isMissing = (m: Matches): boolean =>
  m.to !== null && m.unknownCount >= 3 && m.unknownCount >= m.known && m.unknown.every((u) => u.best === null)

const Word = ({
  match,
  word,
  source,
  onDecide,
}: {
  match: Matches
  word: ValueMatch
  source: Source | undefined
  onDecide: (value: string | null | undefined) => void
}) => {
  const decided = decisionOf(source, word)
  const create = source?.createMissing === true
  const data = [
    { value: asWritten, label: create ? `Create “${word.value}”` : 'Report a problem' },
    ...word.suggestions.map((s) => ({ value: s, label: s })),
    ...(typeof decided === 'string' && !word.suggestions.includes(decided) ? [{ value: decided, label: decided }] : []),
    { value: nothing, label: 'Leave empty' },
  ]
  const listed = new Set(data.map((d) => d.value))
  const others = match.options.filter((o) => !listed.has(o)).map((o) => ({ value: o, label: o }))
  return (
    <div className={classes.matchRow}>
      <div>
        <span className={classes.word}>{word.value}</span>
        <p className={classes.faint}>{word.count === 1 ? '1 row' : `${word.count.toLocaleString('en')} rows`}</p>
      </div>
      <IconArrowRight size={16} className={classes.arrow} aria-hidden="true" />
      <Select
        aria-label={`${match.label} for ${word.value}`}
        data={others.length > 0 ? [...data, { group: 'All', items: others }] : data}
        nothingFoundMessage="Nothing of that name"
        value={decided === undefined ? asWritten : (decided ?? nothing)}
        allowDeselect={false}
        searchable
        onChange={(v) => onDecide(v === asWritten || v === null ? undefined : v === nothing ? null : v)}
      />
    </div>
  )
}

export const Values = ({
  importId,
  matches,
  mapping,
  onChange,
}: {
  importId: string
  matches: readonly Matches[]
  mapping: Mapping
  onChange: (mapping: Mapping) => void
}) => {
  const [shown, setShown] = useState<readonly string[]>([])
  const open = matches.filter((m) => m.unknownCount > 0)
  if (open.length === 0)
    return (
      <EmptyState icon={IconCircleCheck} title="Every word of the file is known">
        {matches.length > 0
          ? `${matches.map((m) => m.label).join(', ')}: all of their values were found here.`
          : 'No column of this file names other records or choices.'}
      </EmptyState>
    )
  return (
    <>
      {open.map((m) => {
        const source = mapping.find((s) => s.field === m.field)
        const near = m.unknown.filter((u) => u.best !== null)
        const create = (on: boolean) =>
          onChange(mapping.map((s) => (s.field === m.field ? { ...s, createMissing: on } : s)))
        const asked = isMissing(m) && !shown.includes(m.field)
        return (
          <section key={m.field} className={classes.match} aria-label={`${m.label}: unknown values`}>
            <div className={classes.matchHead}>
              <h2 className={classes.matchTitle}>
                {m.label} <span className={classes.faint}>from “{m.column}”</span>
              </h2>
              <span className={classes.faint}>
                {m.known.toLocaleString('en')} known, {m.unknownCount.toLocaleString('en')} not
              </span>
              <span className={shared.grow} />
              {near.length > 1 ? (
                <Button
                  variant="subtle"
                  onClick={() =>
                    onChange(withDecision(mapping, m.field, Object.fromEntries(near.map((u) => [u.value, u.best]))))
                  }
                >
                  Take all near matches
                </Button>
              ) : null}
              {m.to && m.mayCreate && !asked ? (
                <Checkbox
                  label="Create the others"
                  checked={source?.createMissing === true}
                  onChange={(e) => create(e.currentTarget.checked)}
                />
              ) : null}
            </div>
            {asked ? (
              <Missing
                match={m}
                importId={importId}
                creates={source?.createMissing === true}
                onCreate={create}
                onShow={() => setShown([...shown, m.field])}
              />
            ) : (
              m.unknown
                .slice(0, mostWords)
                .map((u) => (
                  <Word
                    key={u.value}
                    match={m}
                    word={u}
                    source={source}
                    onDecide={(value) => onChange(withDecision(mapping, m.field, { [u.value]: value }))}
                  />
                ))
            )}
            {!asked && m.unknownCount > mostWords ? (
              <p className={classes.matchMore}>
                {(m.unknownCount - mostWords).toLocaleString('en')} more, each in fewer rows, are{' '}
                {source?.createMissing ? 'created' : 'told by the check'}.
              </p>
            ) : null}
          </section>
        )
      })}
    </>
  )
}
