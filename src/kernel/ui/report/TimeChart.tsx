/** Columns or a line along time. One picture, told in words; the table beneath is what one walks through. */
import { useElementSize } from '@mantine/hooks'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { labelOf } from '../../entity.ts'
import type { Report } from '../../report.ts'
import { useLocale } from '../fields/locale.ts'
import { Legend, seriesColour } from './Bars.tsx'
import { ticksOf } from './chartScale.ts'
import { cellText, drawn, drawnValues, type ReportAnswer, recordsBehind, sizeOf, textOfFigure } from './reportWire.ts'
import classes from './report.module.css'

type Props = { report: Report; answer: ReportAnswer; compact?: boolean }

const top = 20
const bottom = 26
/** How wide a letter of the axis is at most, in pixels. */
const letter = 7.2

/** A column that stands on the ground: round above only. */
const column = (x: number, y: number, w: number, h: number): string => {
  const r = Math.min(3, w / 2, h)
  return `M${x},${y + h}v${r - h}q0,${-r} ${r},${-r}h${w - 2 * r}q${r},0 ${r},${r}v${h - r}z`
}

export const TimeChart = ({ report, answer, compact = false }: Props) => {
  const l = useLocale()
  const router = useRouter()
  const { ref, width } = useElementSize()
  const [at, setAt] = useState<number>()
  const height = compact ? 184 : 300
  const values = drawnValues(report, answer)
  const rows = drawn(report, answer)
  const names = rows.map((row) => cellText(report, row, report.chart?.label ?? '', l))
  const sizes = rows.map((row) => values.map((k) => Math.max(0, sizeOf(row.values[k]))))
  const stacked = report.chart?.stacked === true
  const sum = (parts: readonly number[]): number => parts.reduce((a, b) => a + b, 0)
  const ticks = ticksOf(Math.max(0, ...sizes.map((s) => (stacked ? sum(s) : Math.max(...s)))), compact ? 3 : 4)
  const first = report.columns[values[0] ?? '']
  const short = (n: number): string =>
    textOfFigure(first?.field.kind === 'money' ? { amount: String(n), currency: answer.currency } : n, first, l, true)
  const text = (i: number, k: string): string => textOfFigure(rows[i]?.values[k], report.columns[k], l)
  const nameOf = (k: string): string => {
    const f = report.columns[k]?.field
    return f ? labelOf(k, f) : k
  }

  const left = Math.ceil(Math.max(...ticks.map((t) => short(t).length)) * letter) + 12
  const ground = height - bottom
  const widest = Math.max(0, ...names.map((n) => n.length)) * letter
  const count = Math.max(1, rows.length)
  // the last name may be wider than the band it stands under
  const right = Math.max(0, (widest - (width - left) / count) / 2)
  const band = Math.max(0, width - left - right) / count
  const y = (n: number): number => ground - (n / (ticks.at(-1) ?? 1)) * (ground - top)
  const middle = (i: number): number => left + band * (i + 0.5)
  const every = Math.max(1, Math.ceil((widest + 14) / Math.max(1, band)))
  const abreast = stacked ? 1 : Math.max(1, values.length)
  const gap = abreast > 1 ? 2 : 0
  const w = Math.max(2, Math.min(28, (band * 0.64 - gap * (abreast - 1)) / abreast))
  const direct = !compact && !stacked && w >= 24 && band >= abreast * 48

  const shape = (i: number, n: number): { x: number; y: number; h: number } => {
    const own = sizes[i]?.[n] ?? 0
    const under = stacked ? sum((sizes[i] ?? []).slice(0, n)) : 0
    const x = middle(i) - (abreast * w + gap * (abreast - 1)) / 2 + (stacked ? 0 : n * (w + gap))
    return { x, y: y(under + own), h: y(under) - y(under + own) }
  }
  const line = (n: number): string => sizes.map((s, i) => `${i ? 'L' : 'M'}${middle(i)},${y(s[n] ?? 0)}`).join('')
  const go = (i: number, key: string): void => {
    const row = rows[i]
    const href = row && recordsBehind(row, key)
    if (href) router.history.push(href)
  }
  const said = names.map((name, i) => `${name}: ${values.map((k) => text(i, k)).join(', ')}`).join('; ')
  return (
    <div>
      <Legend report={report} values={values} />
      <div ref={ref} className={classes.timeChart} style={{ height }} onMouseLeave={() => setAt(undefined)}>
        <svg width={width} height={height} role="img" aria-label={said}>
          {ticks.map((t) => (
            <g key={t}>
              <line x1={left} x2={width} y1={y(t)} y2={y(t)} className={t === 0 ? classes.ground : classes.rule} />
              <text x={left - 10} y={y(t)} dy="0.32em" textAnchor="end">
                {short(t)}
              </text>
            </g>
          ))}
          {at === undefined ? null : (
            <rect x={left + band * at} y={top - 8} width={band} height={ground - top + 8} className={classes.here} />
          )}
          {report.chart?.kind === 'line'
            ? values.map((k, n) => (
                <g key={k} stroke={seriesColour(n)} fill={seriesColour(n)}>
                  <path
                    d={`${line(n)}L${middle(rows.length - 1)},${ground}L${middle(0)},${ground}z`}
                    className={classes.area}
                  />
                  <path d={line(n)} fill="none" strokeWidth={2} strokeLinejoin="round" />
                </g>
              ))
            : rows.map((_row, i) =>
                values.map((k, n) => {
                  const s = shape(i, n)
                  return s.h > 0 ? (
                    <path key={`${i}${k}`} d={column(s.x, s.y, w, s.h)} fill={seriesColour(n, stacked)} />
                  ) : null
                }),
              )}
          {direct
            ? rows.map((_row, i) =>
                values.map((k, n) => {
                  const s = shape(i, n)
                  return s.h > 0 ? (
                    <text key={`${i}${k}`} x={s.x + w / 2} y={s.y - 6} textAnchor="middle">
                      {short(sizes[i]?.[n] ?? 0)}
                    </text>
                  ) : null
                }),
              )
            : null}
          {names.map((name, i) =>
            (names.length - 1 - i) % every === 0 && middle(i) - left > (name.length * letter) / 2 - band / 2 ? (
              <text key={name} x={middle(i)} y={height - 6} textAnchor="middle">
                {name}
              </text>
            ) : null,
          )}
          {rows.map((_row, i) => (
            <g key={i} onMouseEnter={() => setAt(i)}>
              {values.map((k, n) => (
                <rect
                  key={k}
                  x={left + band * i + (band / values.length) * n}
                  y={0}
                  width={band / values.length}
                  height={ground}
                  className={classes.target}
                  onClick={() => go(i, k)}
                />
              ))}
            </g>
          ))}
        </svg>
        {at === undefined ? null : (
          <div
            className={classes.tip}
            style={
              middle(at) > width / 2
                ? { right: width - middle(at) + band / 2 + 6 }
                : { left: middle(at) + band / 2 + 6 }
            }
          >
            <strong>{names[at]}</strong>
            {values.map((k, n) => (
              <span key={k}>
                <i style={{ background: seriesColour(n, stacked) }} />
                {nameOf(k)}
                <b>{text(at, k)}</b>
              </span>
            ))}
          </div>
        )}
      </div>
    </div>
  )
}
