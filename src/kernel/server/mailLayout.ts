/** The look of every mail the system writes: one narrow column, readable without images, as HTML and as plain text. */

/** `accentColor` as `#rrggbb`. `logoUrl` must be absolute, or `cid:…` of an attachment. */
export type MailBranding = { name: string; accentColor?: string; logoUrl?: string; address?: string }
type MailContent = {
  branding: MailBranding
  /** BCP 47, such as `de`. */
  language: string
  title: string
  /** Plain text; line breaks are kept. */
  paragraphs: string[]
  /** Label and value, such as total and due date. */
  facts?: [string, string][]
  button?: { label: string; url: string }
  /** Small print under the line, plain text. */
  footer?: string[]
}

const entity: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => entity[character] ?? character)
const lines = (text: string): string => escape(text.trim()).replace(/\r?\n/g, '<br>')

function safeUrl(url: string, extra: RegExp = /^$/): string | undefined {
  if (extra.test(url)) return url
  if (!URL.canParse(url)) return undefined
  const parsed = new URL(url)
  return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : undefined
}

/** Relative luminance of WCAG 2, 0 (black) to 1 (white), of `#rrggbb`. */
function luminance(color: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

const defaultAccent = '#2f5bd0'
const font = "-apple-system,'Segoe UI',Inter,Roboto,Helvetica,Arial,sans-serif"

/**
 * A mail with both bodies. Every text is escaped; a button whose address is not http(s) is left out. The button's text
 * is black or white, whichever reads better on the accent colour.
 */
export function renderMail(content: MailContent): { html: string; text: string } {
  const { branding, title, paragraphs, facts = [], footer = [] } = content
  const accent = /^#[0-9a-f]{6}$/i.test(branding.accentColor ?? '')
    ? (branding.accentColor ?? defaultAccent)
    : defaultAccent
  const light = luminance(accent)
  const onAccent = 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? '#ffffff' : '#000000'
  const logo = branding.logoUrl === undefined ? undefined : safeUrl(branding.logoUrl, /^cid:[\w.@-]+$/)
  const url = content.button === undefined ? undefined : safeUrl(content.button.url)
  const button = content.button !== undefined && url !== undefined ? { label: content.button.label, url } : undefined
  const small = [...footer, [branding.name, branding.address].filter(Boolean).join(' · ')]

  const html = [
    '<!doctype html>',
    `<html lang="${escape(content.language)}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta name="color-scheme" content="light"><title>${escape(title)}</title></head>`,
    `<body style="margin:0;padding:0;background:#f4f5f7;color:#1b1f27;font-family:${font}">`,
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f5f7"><tr>',
    '<td align="center" style="padding:32px 16px">',
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;text-align:left">',
    '<tr><td style="padding:0 4px 16px;font-size:15px;font-weight:600;color:#1b1f27">',
    logo === undefined
      ? escape(branding.name)
      : `<img src="${escape(logo)}" alt="${escape(branding.name)}" height="32" style="display:block;height:32px;border:0">`,
    '</td></tr>',
    `<tr><td style="background:#ffffff;border:1px solid #e3e6eb;border-top:3px solid ${accent};border-radius:8px;padding:32px">`,
    `<h1 style="margin:0 0 16px;font-size:20px;line-height:28px;font-weight:600">${escape(title)}</h1>`,
    ...paragraphs.map((p) => `<p style="margin:0 0 16px;font-size:15px;line-height:24px">${lines(p)}</p>`),
    ...(facts.length === 0
      ? []
      : [
          '<table cellpadding="0" cellspacing="0" style="margin:0 0 20px;font-size:15px;line-height:24px;border-collapse:collapse">',
          ...facts.map(
            ([label, value]) =>
              `<tr><th scope="row" style="padding:2px 24px 2px 0;text-align:left;font-weight:400;color:#5b6472">${escape(label)}</th>` +
              `<td style="padding:2px 0;font-weight:600">${escape(value)}</td></tr>`,
          ),
          '</table>',
        ]),
    ...(button === undefined
      ? []
      : [
          `<p style="margin:24px 0 8px"><a href="${escape(button.url)}" style="display:inline-block;padding:12px 20px;` +
            `border-radius:6px;background:${accent};color:${onAccent};font-size:15px;font-weight:600;text-decoration:none">` +
            `${escape(button.label)}</a></p>`,
          `<p style="margin:0;font-size:13px;line-height:20px;color:#5b6472;word-break:break-all">${escape(button.url)}</p>`,
        ]),
    '</td></tr>',
    ...small
      .filter((line) => line !== '')
      .map(
        (line) =>
          `<tr><td style="padding:12px 4px 0;font-size:13px;line-height:20px;color:#5b6472">${lines(line)}</td></tr>`,
      ),
    '</table></td></tr></table></body></html>',
  ].join('\n')

  const text = [
    title,
    ...paragraphs.map((p) => p.trim()),
    ...(facts.length === 0 ? [] : [facts.map(([label, value]) => `${label}: ${value}`).join('\n')]),
    ...(button === undefined ? [] : [`${button.label}:\n${button.url}`]),
    ['-- ', ...small.filter((line) => line !== '')].join('\n'),
  ].join('\n\n')
  return { html, text: `${text}\n` }
}
