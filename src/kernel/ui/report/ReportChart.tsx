/** The chart of a report, as its definition says. The table beneath says the same to those who read rather than look. */
import type { Report } from '../../report.ts'
import { Bone } from '../feedback/states.tsx'
import { Bars } from './Bars.tsx'
import { drawnValues, type ReportAnswer } from './reportWire.ts'
import { TimeChart } from './TimeChart.tsx'
import classes from './report.module.css'

type Props = { report: Report; answer: ReportAnswer; compact?: boolean }

export const ReportChart = ({ report, answer, compact = false }: Props) => {
  if (!report.chart || drawnValues(report, answer).length === 0) return null
  return report.chart.kind === 'bar' ? (
    <Bars report={report} answer={answer} most={compact ? 5 : 12} compact={compact} />
  ) : (
    <TimeChart report={report} answer={answer} compact={compact} />
  )
}

export const ChartBones = ({ height }: { height: number }) => (
  <div className={classes.chartBones} style={{ height }} role="status" aria-label="Loading">
    {[38, 64, 50, 82, 58, 92, 70, 46].map((h, i) => (
      <Bone key={i} width="8%" height={(height * h) / 110} />
    ))}
  </div>
)
