import { describe, expect, it } from 'vitest'
import { sanitizeRichText } from './richText.ts'

describe('rich text', () => {
  it('keeps the marks an editor makes', () => {
    const html =
      '<h2>Scope</h2><p>One <strong>bold</strong>, <em>two</em><br />three</p><ul><li>a</li></ul><ol><li>b</li></ol>'
    expect(sanitizeRichText(html)).toBe(html)
    expect(sanitizeRichText('<div><b>x</b></div>')).toBe('<p><strong>x</strong></p>')
  })

  it.each([
    ['<script>alert(1)</script>Hi', 'Hi'],
    ['<img src=x onerror=alert(1)>Hi', 'Hi'],
    ['<p onclick="x()" style="position:fixed" class="a">Hi</p>', '<p>Hi</p>'],
    ['<svg><script>alert(1)</script></svg>Hi', 'Hi'],
    ['<iframe src="https://example.com"></iframe>Hi', 'Hi'],
    ['<style>p{}</style>Hi', 'Hi'],
    ['<!-- <b>c</b> -->Hi', 'Hi'],
    ['<form action="/x"><input name="a">Hi</form>', 'Hi'],
  ])('drops %s', (dirty, clean) => {
    expect(sanitizeRichText(dirty)).toBe(clean)
  })

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    '//evil.example',
  ])('removes the target %j', (href) => {
    expect(sanitizeRichText(`<a href="${href}">x</a>`)).not.toContain('href')
  })

  it('makes links safe to follow', () => {
    const once = sanitizeRichText('<a href="https://example.com/?a=1&b=2" target="_self" rel="opener">x</a>')
    expect(once).toBe(
      '<a href="https://example.com/?a=1&amp;b=2" rel="noopener noreferrer nofollow" target="_blank">x</a>',
    )
    expect(sanitizeRichText(once)).toBe(once)
  })

  it('is idempotent on broken and nested input', () => {
    for (const dirty of [
      '<p><p>a<b>',
      '<<b>x</b>',
      '&lt;script&gt;x&lt;/script&gt;',
      '<scr<script>ipt>x',
      '<p>'.repeat(60),
    ]) {
      const once = sanitizeRichText(dirty)
      expect(sanitizeRichText(once)).toBe(once)
      expect(once).not.toMatch(/<script/i)
    }
  })
})
