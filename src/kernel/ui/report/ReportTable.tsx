/** The figures as a table: digits beneath digits, each count a link to what it counts, the totals last. */
import { labelOf } from '../../entity.ts'
import type { Report } from '../../report.ts'
import { useApp } from '../app/AppContext.tsx'
import { useLocale } from '../fields/locale.ts'
import { RecordLink, useOpen } from '../fields/RecordLink.tsx'
import { cellText, isFigure, type ReportAnswer, type ReportLine, sizeOf, textOfFigure } from './reportWire.ts'
import classes from './report.module.css'

const Cell = ({ report, row, name }: { report: Report; row: ReportLine; name: string }) => {
  const l = useLocale()
  const open = useOpen()
  const { registry, can } = useApp()
  const text = cellText(report, row, name, l)
  const href = row.records[name]
  if (href && row.values[name] !== 0)
    return (
      <a href={href} onClick={open(href)} className={classes.figureLink}>
        {text}
      </a>
    )
  const f = report.columns[name]?.field
  const id = row.values[name]
  const e = f?.kind === 'reference' && f.to ? registry.find(f.to) : undefined
  if (e && !e.lookup && typeof id === 'string' && can(`${e.name}.view`))
    return (
      <RecordLink entity={e} id={id}>
        {text}
      </RecordLink>
    )
  // a column of noughts would shout down the few figures in it
  const nought = isFigure(report.columns[name]) && sizeOf(row.values[name]) === 0
  return text && !nought ? <>{text}</> : <span className={classes.none}>{text || '–'}</span>
}

export const ReportTable = ({ report, answer }: { report: Report; answer: ReportAnswer }) => {
  const l = useLocale()
  const heads = answer.columns.map((key) => {
    const c = report.columns[key]
    return { key, label: c ? labelOf(key, c.field) : key, help: c?.field.options.help, figure: isFigure(c) }
  })
  const depth = (row: ReportLine): number => {
    const n = report.indent ? row.values[report.indent] : 0
    return typeof n === 'number' ? Math.min(n, 6) : 0
  }
  return (
    <div className={classes.tableScroll} tabIndex={0} role="region" aria-label={`${report.label}, table`}>
      <table className={classes.table}>
        <thead>
          <tr>
            {heads.map((h) => (
              <th key={h.key} scope="col" data-figure={h.figure || undefined}>
                {h.help ? (
                  <span data-tip={h.help} className={classes.helped}>
                    {h.label}
                  </span>
                ) : (
                  h.label
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.data.map((row, i) => (
            <tr key={i}>
              {heads.map((h, column) =>
                column === 0 ? (
                  <th key={h.key} scope="row" style={{ paddingLeft: 12 + depth(row) * 20 }}>
                    <Cell report={report} row={row} name={h.key} />
                  </th>
                ) : (
                  <td key={h.key} data-figure={h.figure || undefined}>
                    <Cell report={report} row={row} name={h.key} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
        {Object.keys(answer.totals).length > 0 ? (
          <tfoot>
            <tr>
              {heads.map((h, column) =>
                column === 0 ? (
                  <th key={h.key} scope="row">
                    Total
                  </th>
                ) : (
                  <td key={h.key} data-figure={h.figure || undefined}>
                    {textOfFigure(answer.totals[h.key], report.columns[h.key], l)}
                  </td>
                ),
              )}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </div>
  )
}
