/** Search parameters as text and back: plain strings, named as the API names them. */
export const parseSearch = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search))

/** Readable addresses: brackets and commas stay as they are. */
export const stringifySearch = (params: Record<string, unknown>): string => {
  const parts = Object.entries(params).flatMap(([k, v]) =>
    v === undefined || v === null || v === '' ? [] : [`${tidy(k)}=${tidy(String(v))}`],
  )
  return parts.length > 0 ? `?${parts.join('&')}` : ''
}
const tidy = (s: string): string =>
  encodeURIComponent(s).replaceAll('%5B', '[').replaceAll('%5D', ']').replaceAll('%2C', ',').replaceAll('%3A', ':')
