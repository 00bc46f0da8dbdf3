/** Reading many records: lists, figures over them, search. The only readers on the list login. */
export { type Aggregate, type AggregateQuery, parseAggregateQuery, runAggregate } from './aggregate.ts'
export { compileList, eachPage, type ListPage, type ListRow, runList } from './compile.ts'
export { periodOf } from './period.ts'
export {
  type Condition,
  isOrdered,
  type ListQuery,
  type Params,
  parseListQuery,
  type Reader,
} from './query.ts'
export { type Hit, searchAll } from './search.ts'
