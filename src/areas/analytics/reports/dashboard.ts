/** What the dashboard shows, in this order, of those a person may see. */
export const dashboardReports: readonly string[] = [
  'wonByPeriod',
  'pipelineByStage',
  'salesByPerson',
  'leadConversion',
  'salesByProduct',
  'lostReasons',
  'invoicedAndPaid',
  'receivables',
  'quotesByStatus',
  'accountGroups',
]
