/** Reading many records: lists, figures over them, search. The only readers on the list login. */
export { parseAggregateQuery, runAggregate } from './aggregate.ts'
export { compileList, eachPage, type ListPage, type ListRow, runList } from './compile.ts'
export {
  isOrdered,
  type Params,
  parseListQuery,
  type Reader,
} from './query.ts'
export { searchAll } from './search.ts'
