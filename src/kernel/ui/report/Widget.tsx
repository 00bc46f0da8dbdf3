/** A report as a card: its one figure, its chart, and the way to its page. */
import { Link } from '@tanstack/react-router'
import { labelOf } from '../../entity.ts'
import type { Report } from '../../report.ts'
import { Bone } from '../feedback/states.tsx'
import { useLocale } from '../fields/locale.ts'
import { ChartBones, ReportChart } from './ReportChart.tsx'
import { isEmptyReport, type ReportAnswer, textOfFigure } from './reportWire.ts'
import classes from './report.module.css'

/** The standard of its period, in words: "Last 12 months". */
const periodText = (report: Report): string | undefined => {
  const f = report.params.period
  return f?.choices?.[String(f.options.default)]?.label
}

export const Widget = ({ report, answer }: { report: Report; answer: ReportAnswer | undefined }) => {
  const l = useLocale()
  const key = answer?.columns.includes(report.headline)
    ? report.headline
    : answer?.columns.find((k) => k in answer.totals)
  const c = key ? report.columns[key] : undefined
  const period = periodText(report)
  return (
    <article className={classes.widget} aria-busy={answer ? undefined : true}>
      <header className={classes.widgetHead}>
        <h2 className={classes.widgetTitle}>
          <Link to="/reports/$name" params={{ name: report.name }}>
            {report.label}
          </Link>
        </h2>
        {period ? <span className={classes.quiet}>{period}</span> : null}
      </header>
      {answer && key && c ? (
        <p className={classes.widgetFigure}>
          <strong>{textOfFigure(answer.totals[key], c, l) || '–'}</strong>{' '}
          <span>{labelOf(key, c.field).toLowerCase()}</span>
        </p>
      ) : null}
      {answer ? null : (
        <>
          <Bone width={120} height={22} />
          <ChartBones height={150} />
        </>
      )}
      {answer && isEmptyReport(answer) ? <p className={classes.widgetEmpty}>Nothing to count in this time.</p> : null}
      {answer && !isEmptyReport(answer) ? <ReportChart report={report} answer={answer} compact /> : null}
    </article>
  )
}
