/** A figure beside its bar. */

/** `scaled` bars are times: they grow with how much slower than the reference this machine is. */
export type Figure = {
  part: string
  name: string
  value: number
  unit: 'ms' | 's' | '×' | '%' | 'MB' | 'kB' | '/s' | ''
  bar?: number
  /** more is better */
  atLeast?: boolean
  scaled?: boolean
  note?: string
}

const digits = (v: number): string =>
  Number.isNaN(v) ? '–' : v >= 100 ? v.toFixed(0) : v >= 10 ? v.toFixed(1) : v.toFixed(2)
export const shown = (v: number, unit: Figure['unit']): string => `${digits(v)} ${unit}`

const barOf = (f: Figure, factor: number): number | undefined =>
  f.bar === undefined ? undefined : f.scaled ? f.bar * factor : f.bar

export const verdict = (f: Figure, factor: number): 'ok' | 'miss' | '' => {
  const bar = barOf(f, factor)
  if (bar === undefined) return ''
  return (f.atLeast ? f.value >= bar : f.value <= bar) ? 'ok' : 'miss'
}

export const line = (f: Figure, factor: number): string => {
  const bar = barOf(f, factor)
  const wanted = bar === undefined ? '' : `${f.atLeast ? '≥' : '≤'} ${shown(bar, f.unit)}`
  return [
    f.name.padEnd(58),
    shown(f.value, f.unit).padStart(11),
    wanted.padStart(13),
    verdict(f, factor).padStart(5),
    f.note ? `  ${f.note}` : '',
  ].join(' ')
}
