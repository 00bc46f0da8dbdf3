/**
 * Rich text as people type it in a plain box, and as HTML on the wire: paragraphs, headings, lists, bold, italic, links.
 * The server sanitises what it gets; here nothing but these marks is ever written.
 */

const escape = (s: string): string =>
  s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const inline = (s: string): string =>
  escape(s)
    .replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>')
    .replace(/(^|[\s(])_(.+?)_(?=$|[\s).,;:!?])/g, '$1<em>$2</em>')
    .replace(/\[([^\]]+)\]\(((?:https?:\/\/|mailto:)[^\s)]+)\)/g, '<a href="$2">$1</a>')

/** `**bold**`, `_italic_`, `- item`, `1. item`, `## Heading`, `[text](https://…)` and blank lines → HTML. */
export const htmlOf = (typed: string): string => {
  const out: string[] = []
  let paragraph: string[] = []
  let list: { tag: 'ul' | 'ol'; items: string[] } | undefined
  const flush = () => {
    if (paragraph.length) out.push(`<p>${paragraph.join('<br>')}</p>`)
    if (list) out.push(`<${list.tag}>${list.items.map((i) => `<li>${i}</li>`).join('')}</${list.tag}>`)
    paragraph = []
    list = undefined
  }
  for (const line of typed.replaceAll('\r', '').split('\n')) {
    const bullet = /^\s*[-*•]\s+(.*)$/.exec(line)
    const numbered = /^\s*\d+[.)]\s+(.*)$/.exec(line)
    const heading = /^#{1,3}\s+(.*)$/.exec(line)
    if (bullet || numbered) {
      const tag = bullet ? 'ul' : 'ol'
      if (paragraph.length || (list && list.tag !== tag)) flush()
      list = { tag, items: [...(list?.items ?? []), inline((bullet ?? numbered)?.[1] ?? '')] }
    } else if (heading) {
      flush()
      out.push(`<h3>${inline(heading[1] ?? '')}</h3>`)
    } else if (!line.trim()) flush()
    else {
      if (list) flush()
      paragraph.push(inline(line))
    }
  }
  flush()
  return out.join('')
}

const unescape = (s: string): string =>
  s
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

/** HTML → the text it is edited as. Marks this editor does not know are read as plain text. */
export const typedOf = (html: string): string => {
  let n = 0
  let ordered = false
  const marked = html
    .replace(/\s*\n\s*/g, ' ')
    .replace(/<(\/?)(ul|ol)[^>]*>|<li[^>]*>/gi, (tag, close: string, name: string | undefined) => {
      if (!name) return ordered ? `\n${++n}. ` : '\n- '
      ordered = !close && name.toLowerCase() === 'ol'
      n = 0
      return close ? '\n\n' : '\n'
    })
    .replace(/<h[1-6][^>]*>/gi, '\n\n## ')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/(p|h[1-6]|div|blockquote)>/gi, '\n\n')
    .replace(/<\/?(strong|b)(\s[^>]*)?>/gi, '**')
    .replace(/<\/?(em|i)(\s[^>]*)?>/gi, '_')
    .replace(/<a [^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/gi, '[$2]($1)')
    .replace(/<[^>]+>/g, '')
  return unescape(marked)
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
