/** A browser's own description in words people know: `Firefox on Windows`. */

const browsers: readonly [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(HeadlessChrome|Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const systems: readonly [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

const first = (agent: string, list: readonly [RegExp, string][]): string | undefined =>
  list.find(([pattern]) => pattern.test(agent))?.[1]

/** What is neither a browser nor says its system goes by the first word of what it says. */
export const deviceOf = (agent: string | null): string => {
  const browser = first(agent ?? '', browsers)
  const system = first(agent ?? '', systems)
  if (browser && system) return `${browser} on ${system}`
  return browser ?? system ?? (/^[\w.-]+/.exec(agent ?? '')?.[0].slice(0, 40) || 'Unknown device')
}
