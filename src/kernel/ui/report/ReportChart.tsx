/** The chart of a report, as its definition says. The table beneath says the same to those who read rather than look. */
import { useMediaQuery } from '@mantine/hooks'
import { lazy, Suspense } from 'react'
import type { Report } from '../../report.ts'
import { Bone } from '../feedback/states.tsx'
import { Bars } from './Bars.tsx'
import { drawnValues, type ReportAnswer } from './reportWire.ts'
import classes from './report.module.css'

const TimeChart = lazy(() => import('./TimeChart.tsx'))

type Props = { report: Report; answer: ReportAnswer; compact?: boolean }

export const ReportChart = ({ report, answer, compact = false }: Props) => {
  const narrow = useMediaQuery('(max-width: 767px)') ?? false
  if (!report.chart || drawnValues(report, answer).length === 0) return null
  if (report.chart.kind === 'bar')
    return <Bars report={report} answer={answer} most={compact ? 5 : 12} compact={compact} />
  const height = compact ? 184 : narrow ? 220 : 300
  return (
    <Suspense fallback={<ChartBones height={height} />}>
      <TimeChart report={report} answer={answer} height={height} compact={compact} />
    </Suspense>
  )
}

export const ChartBones = ({ height }: { height: number }) => (
  <div className={classes.chartBones} style={{ height }} role="status" aria-label="Loading">
    {[38, 64, 50, 82, 58, 92, 70, 46].map((h, i) => (
      <Bone key={i} width="8%" height={(height * h) / 110} />
    ))}
  </div>
)
