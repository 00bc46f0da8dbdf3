/** The query of a report: how an area declares it. `runReport.ts` runs it. */
import type { RawBuilder } from 'kysely'
import type { RowData } from '../codec.ts'
import type { Entity, Fields } from '../entity.ts'
import type { Columns, Report, ReportParams, ReportRow } from '../report.ts'
import type { Reach } from './access.ts'
import type { ReadCtx } from './query.ts'

/** What a report's query has in hand. */
export type ReportCtx = ReadCtx & {
  /** the records of an entity the report reads that the actor may see, as a condition over alias `t`: workspace, not deleted, reach */
  seen(e: Entity, t: string): RawBuilder<boolean>
  reach(e: Entity): Reach
}

export type ReportQuery = {
  readonly isReportQuery: true
  readonly report: Report
  readonly run: (c: ReportCtx, params: Record<string, unknown>) => Promise<readonly RowData[]>
}

/**
 * The query of a report: `reportRows(pipelineByStage, async (c, params) => rows)`. A fixed, small number of statements;
 * every table stands under `c.seen`. Money in minor units of the base currency.
 */
export const reportRows = <P extends Fields, C extends Columns>(
  definition: Report<P, C>,
  run: (c: ReportCtx, params: ReportParams<P>) => Promise<readonly ReportRow<C>[]>,
): ReportQuery => ({
  isReportQuery: true,
  report: definition,
  run: (c, params) => run(c, params as ReportParams<P>),
})

export const isReportQuery = (x: unknown): x is ReportQuery =>
  typeof x === 'object' && x !== null && 'isReportQuery' in x
