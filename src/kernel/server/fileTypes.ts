/** What a file is, told by its first bytes and not by what the sender claims; and how it may be handed out again. */

type Signature = { type: string; extensions: string[]; at?: number; bytes: (number | null)[] }

const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0))
const wild = (count: number): null[] => Array.from({ length: count }, () => null)

const signatures: Signature[] = [
  { type: 'application/pdf', extensions: ['pdf'], bytes: ascii('%PDF-') },
  { type: 'image/png', extensions: ['png'], bytes: [0x89, ...ascii('PNG'), 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', extensions: ['jpg', 'jpeg'], bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', extensions: ['gif'], bytes: ascii('GIF8') },
  { type: 'image/webp', extensions: ['webp'], bytes: [...ascii('RIFF'), ...wild(4), ...ascii('WEBP')] },
  { type: 'image/avif', extensions: ['avif'], at: 4, bytes: ascii('ftypavif') },
  { type: 'image/heic', extensions: ['heic', 'heif'], at: 4, bytes: ascii('ftyphei') },
  { type: 'image/heic', extensions: ['heic', 'heif'], at: 4, bytes: ascii('ftypmif1') },
  { type: 'image/tiff', extensions: ['tif', 'tiff'], bytes: [0x49, 0x49, 0x2a, 0] },
  { type: 'image/tiff', extensions: ['tif', 'tiff'], bytes: [0x4d, 0x4d, 0, 0x2a] },
  { type: 'image/x-icon', extensions: ['ico'], bytes: [0, 0, 1, 0] },
  { type: 'image/bmp', extensions: ['bmp'], bytes: [...ascii('BM'), ...wild(4), 0, 0, 0, 0] },
  { type: 'audio/wav', extensions: ['wav'], bytes: [...ascii('RIFF'), ...wild(4), ...ascii('WAVE')] },
  { type: 'audio/mpeg', extensions: ['mp3'], bytes: ascii('ID3') },
  { type: 'audio/mp4', extensions: ['m4a'], at: 4, bytes: ascii('ftypM4A') },
  { type: 'video/quicktime', extensions: ['mov'], at: 4, bytes: ascii('ftypqt') },
  { type: 'video/mp4', extensions: ['mp4', 'm4v'], at: 4, bytes: ascii('ftyp') },
  { type: 'video/webm', extensions: ['webm', 'mkv'], bytes: [0x1a, 0x45, 0xdf, 0xa3] },
  { type: 'application/ogg', extensions: ['ogg', 'oga', 'ogv'], bytes: ascii('OggS') },
  { type: 'application/rtf', extensions: ['rtf'], bytes: ascii('{\\rtf') },
  { type: 'application/gzip', extensions: ['gz', 'tgz'], bytes: [0x1f, 0x8b] },
  { type: 'application/x-7z-compressed', extensions: ['7z'], bytes: [...ascii('7z'), 0xbc, 0xaf, 0x27, 0x1c] },
  { type: 'application/vnd.rar', extensions: ['rar'], bytes: [...ascii('Rar!'), 0x1a, 0x07] },
  { type: 'application/x-msdownload', extensions: ['exe', 'dll', 'scr'], bytes: ascii('MZ') },
  { type: 'application/x-elf', extensions: ['so', 'bin'], bytes: [0x7f, ...ascii('ELF')] },
  { type: 'application/x-mach-binary', extensions: ['dylib'], bytes: [0xcf, 0xfa, 0xed, 0xfe] },
]

const office = 'application/vnd.openxmlformats-officedocument'
const zipped: Readonly<Record<string, { type: string; folder: string }>> = {
  docx: { type: `${office}.wordprocessingml.document`, folder: 'word/' },
  xlsx: { type: `${office}.spreadsheetml.sheet`, folder: 'xl/' },
  pptx: { type: `${office}.presentationml.presentation`, folder: 'ppt/' },
}
const openDocument: Readonly<Record<string, string>> = {
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
}
const oldOffice: Readonly<Record<string, string>> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  msg: 'application/vnd.ms-outlook',
}
const textual: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
  md: 'text/markdown',
  ics: 'text/calendar',
  vcf: 'text/vcard',
  eml: 'message/rfc822',
  txt: 'text/plain',
  log: 'text/plain',
}

/** The bytes `detectType` looks at. */
export const sniffLength = 4096

const startsWith = (head: Uint8Array, { at = 0, bytes }: Signature): boolean =>
  head.length >= at + bytes.length && bytes.every((byte, i) => byte === null || head[at + i] === byte)

const extensionOf = (fileName: string): string => /\.([a-z0-9]{1,10})$/i.exec(fileName)?.[1]?.toLowerCase() ?? ''

function zipType(head: Uint8Array, extension: string): string {
  const text = Buffer.from(head).toString('latin1')
  for (const type of Object.values(openDocument)) if (text.includes(`mimetype${type}`)) return type
  for (const { type, folder } of Object.values(zipped)) if (text.includes(folder)) return type
  // The telling folder may lie beyond the head; inside the family the name may then say which one it is.
  if (text.includes('[Content_Types].xml')) return zipped[extension]?.type ?? 'application/zip'
  return 'application/zip'
}

function textType(head: Uint8Array, extension: string): string | undefined {
  const wide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  const text = Buffer.from(head).toString(wide ? 'utf16le' : 'latin1')
  const isBinary = (byte: number): boolean => byte < 9 || (byte > 13 && byte < 32 && byte !== 0x1b)
  if (!wide && head.some(isBinary)) return undefined
  const start = text
    .replace(/^(?:\u00ef\u00bb\u00bf|\ufeff)/, '')
    .trimStart()
    .toLowerCase()
  if (/<svg[\s>]/.test(start) && start.startsWith('<')) return 'image/svg+xml'
  if (/^<(?:!doctype html|html|head|body|script|iframe|!--)/.test(start) || start.includes('<script'))
    return 'text/html'
  if (start.startsWith('<?xml')) return 'application/xml'
  if (start.startsWith('#!')) return 'text/x-shellscript'
  return textual[extension] ?? 'text/plain'
}

/**
 * The media type by content. The name decides only between kinds that look alike (CSV or plain text, DOCX or XLSX).
 * Unknown content is `application/octet-stream`; nothing here trusts a type that was sent along.
 */
export function detectType(head: Uint8Array, fileName: string): string {
  const extension = extensionOf(fileName)
  if (head.length === 0) return textual[extension] ?? 'text/plain'
  if (startsWith(head, { type: '', extensions: [], bytes: [...ascii('PK'), 3, 4] })) return zipType(head, extension)
  if (startsWith(head, { type: '', extensions: [], bytes: [0xd0, 0xcf, 0x11, 0xe0] }))
    return oldOffice[extension] ?? 'application/x-ole-storage'
  const known = signatures.find((signature) => startsWith(head, signature))
  return known?.type ?? textType(head, extension) ?? 'application/octet-stream'
}

/**
 * Whether the ending of the name fits the content, as far as the ending is one of those known here. An invoice.pdf
 * that is a program is a lie worth refusing; an unknown ending is none.
 */
export function nameFitsType(fileName: string, type: string): boolean {
  const extension = extensionOf(fileName)
  const claimed = [
    ...signatures.filter((signature) => signature.extensions.includes(extension)).map((signature) => signature.type),
    zipped[extension]?.type,
    openDocument[extension],
    oldOffice[extension],
  ].filter((known) => known !== undefined)
  if (claimed.length > 0) return claimed.includes(type)
  if (extension === 'zip') return type === 'application/zip' || type.startsWith('application/vnd.')
  const program = ['application/x-msdownload', 'application/x-elf', 'application/x-mach-binary'].includes(type)
  return textual[extension] === undefined || !program
}

/** Types a browser may run or draw with scripts in them; they leave the house as plain bytes. */
const active = new Set([
  'text/html',
  'image/svg+xml',
  'application/xml',
  'text/x-shellscript',
  'application/x-msdownload',
])

/** A name to keep and to offer for saving: no path, no control or direction-changing characters, at most 200 letters. */
export function cleanFileName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? ''
  const clean = base
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  if (clean === '') return 'file'
  if (clean.length <= 200) return clean
  const extension = extensionOf(clean)
  return extension === '' ? clean.slice(0, 200) : `${clean.slice(0, 199 - extension.length)}.${extension}`
}

/** `Content-Disposition: attachment` by RFC 6266: an ASCII name for old programs, and the true one by RFC 8187. */
export function attachmentDisposition(fileName: string): string {
  const name = cleanFileName(fileName)
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

/** The headers of every download: saved and never shown as a page, the type never guessed, nothing in it may run. */
export function downloadHeaders(file: {
  fileName: string
  type: string
  size?: number
  sha256?: string
}): Record<string, string> {
  return {
    'content-type': active.has(file.type) ? 'application/octet-stream' : file.type,
    'content-disposition': attachmentDisposition(file.fileName),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-cache',
    ...(file.size === undefined ? {} : { 'content-length': String(file.size) }),
    ...(file.sha256 === undefined ? {} : { etag: `"${file.sha256}"` }),
  }
}
