// How values of PostgreSQL become values of JavaScript on every connection.
import pg from 'pg'

const { builtins } = pg.types
const arrays = { text: 1009, int8: 1016, date: 1182, timestamptz: 1185, numeric: 1231 }

/** @throws RangeError instead of handing on a figure that JavaScript has rounded */
function parseSafeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond the whole numbers JavaScript keeps exactly`)
  return value
}

const instant = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00(?::00)?$/

/** RFC 3339 in UTC with milliseconds. The connection's time zone is UTC, so no arithmetic is needed. */
function parseInstant(text: string): string {
  const match = instant.exec(text)
  if (!match) throw new RangeError(`${text} is not an instant in UTC between the years 0 and 9999`)
  const [, day, time, fraction = ''] = match
  return `${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`
}

const asText = (text: string): string => text

/** A column's scale pads with zeros (`12.500000`); a figure is the same without them. */
const parseNumeric = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

const parseTexts: (text: string) => (string | null)[] = pg.types.getTypeParser(arrays.text)

const parseArray =
  <T>(parseElement: (text: string) => T) =>
  (text: string) =>
    parseTexts(text).map((element) => (element === null ? null : parseElement(element)))

/** int8 is a checked number, `date` and `numeric` stay text (without padding zeros), `timestamptz` is RFC 3339 in UTC; arrays of them likewise. */
export function typeParsers(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides()
  types.setTypeParser(builtins.INT8, parseSafeInteger)
  types.setTypeParser(builtins.DATE, asText)
  types.setTypeParser(builtins.TIMESTAMP, asText)
  types.setTypeParser(builtins.NUMERIC, parseNumeric)
  types.setTypeParser(builtins.TIMESTAMPTZ, parseInstant)
  types.setTypeParser(arrays.int8, parseArray(parseSafeInteger))
  types.setTypeParser(arrays.date, parseArray(asText))
  types.setTypeParser(arrays.numeric, parseArray(parseNumeric))
  types.setTypeParser(arrays.timestamptz, parseArray(parseInstant))
  return types
}
