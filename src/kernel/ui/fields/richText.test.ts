import { expect, test } from 'vitest'
import { htmlOf, typedOf } from './richText.ts'

test.each([
  ['One\nline\n\nTwo', '<p>One<br>line</p><p>Two</p>'],
  ['- a\n- **b**\n\nafter', '<ul><li>a</li><li><strong>b</strong></li></ul><p>after</p>'],
  ['1. a\n2. b', '<ol><li>a</li><li>b</li></ol>'],
  [
    '## Scope\n\n_all_ of [it](https://example.com/a)',
    '<h3>Scope</h3><p><em>all</em> of <a href="https://example.com/a">it</a></p>',
  ],
  ['5 < 6 & "x"', '<p>5 &lt; 6 &amp; &quot;x&quot;</p>'],
])('%j is written as HTML and read back', (typed, html) => {
  expect(htmlOf(typed)).toBe(html)
  expect(typedOf(html)).toBe(typed)
})

test('a script typed in stays text, and a link with another scheme stays text', () => {
  expect(htmlOf('<script>x</script>')).toBe('<p>&lt;script&gt;x&lt;/script&gt;</p>')
  expect(htmlOf('[a](javascript:alert(1))')).not.toContain('<a ')
})
