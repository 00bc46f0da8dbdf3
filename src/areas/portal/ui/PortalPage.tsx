/** One document as its customer sees it: phone first, in the seller's colour, with one obvious thing to do. */
import type { CSSProperties, ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { Answer } from './Answer.tsx'
import { load, logoUrl, type PortalDocument, PortalError, pdfUrl, type Seller } from './api.ts'
import { Comments } from './Comments.tsx'
import { formatsOf } from './format.ts'
import { Lines, Totals } from './Lines.tsx'
import { Payment } from './Payment.tsx'
import classes from './portal.module.css'

type State = { document?: PortalDocument; error?: PortalError }

export const PortalPage = ({ token }: { token: string }) => {
  const [state, setState] = useState<State>({})
  const get = () => {
    load(token).then(
      (document) => setState({ document }),
      (error: unknown) =>
        setState({ error: error instanceof PortalError ? error : new PortalError(0, 'Something went wrong.') }),
    )
  }
  useEffect(get, [token])
  const { document: doc, error } = state
  useEffect(() => {
    if (!doc) return
    document.title = `${doc.kind === 'quote' ? 'Quote' : 'Invoice'} ${doc.number ?? ''} · ${doc.seller.name}`
  }, [doc])
  if (error)
    return (
      <Frame>
        <main className={classes.message}>
          <h1>{error.status === 404 ? 'This link does not work any more' : 'This could not be loaded'}</h1>
          <p>
            {error.status === 404
              ? 'It may have been replaced by a newer one. Please ask whoever sent it to you.'
              : error.message}
          </p>
          {error.status === 404 ? null : (
            <button type="button" className={classes.primary} onClick={get}>
              Try again
            </button>
          )}
        </main>
      </Frame>
    )
  if (!doc)
    return (
      <Frame>
        <main className={classes.loading} aria-busy="true">
          <span className={classes.hidden}>Loading</span>
          <div />
          <div />
          <div />
        </main>
      </Frame>
    )
  return <Loaded token={token} doc={doc} onChange={(document) => setState({ document })} />
}

/** Black or white, whichever is easier to read on a colour: relative luminance as WCAG 2.2 defines it. */
const inkOn = (hex: string): string => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255
    return c <= 0.040_45 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#101014' : '#ffffff'
}

const Frame = ({ accent, children }: { accent?: string | undefined; children: ReactNode }) => {
  const style: (CSSProperties & Record<'--accent' | '--on-accent', string>) | undefined =
    accent && /^#[0-9a-f]{6}$/i.test(accent) ? { '--accent': accent, '--on-accent': inkOn(accent) } : undefined
  return (
    <div className={classes.frame} {...(style ? { style } : {})}>
      {children}
    </div>
  )
}

const Loaded = ({
  token,
  doc,
  onChange,
}: {
  token: string
  doc: PortalDocument
  onChange: (doc: PortalDocument) => void
}) => {
  const f = formatsOf(doc.locale)
  const name = doc.kind === 'quote' ? 'Quote' : 'Invoice'
  const dates: [string, string | null][] =
    doc.kind === 'quote'
      ? [
          ['Date', doc.issueDate],
          ['Valid until', doc.validUntil],
        ]
      : [
          ['Date', doc.issueDate],
          ['Due', doc.dueDate],
        ]
  const amount = doc.kind === 'quote' ? doc.totals.gross : doc.balance
  return (
    <Frame accent={doc.seller.accentColor}>
      <header className={classes.seller}>
        <SellerName token={token} seller={doc.seller} />
        <a className={classes.pdf} href={pdfUrl(token)}>
          Download PDF
        </a>
      </header>
      <main className={classes.page}>
        <section aria-labelledby="title">
          <div className={classes.kind}>
            <h1 id="title">
              {name} {doc.number}
            </h1>
            <span className={classes.status} data-status={doc.status}>
              {doc.statusLabel}
            </span>
          </div>
          {doc.title ? <p className={classes.title}>{doc.title}</p> : null}
          <p className={classes.amount}>{f.money(amount)}</p>
          <p className={classes.amountOf}>
            {doc.kind === 'quote'
              ? 'Total including tax'
              : Number(amount.amount) === 0
                ? 'Nothing is due'
                : 'Amount due'}
          </p>
          <dl className={classes.dates}>
            {dates.map(([label, day]) =>
              day ? (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{f.day(day)}</dd>
                </div>
              ) : null,
            )}
            <div>
              <dt>For</dt>
              <dd>
                {doc.buyer.name}
                {doc.buyer.attention ? `, ${doc.buyer.attention}` : ''}
              </dd>
            </div>
          </dl>
        </section>
        {doc.intro ? <Prose html={doc.intro} /> : null}
        <Lines token={token} doc={doc} onChange={onChange} />
        <Totals doc={doc} />
        {doc.terms ? <Prose html={doc.terms} title="Terms" /> : null}
        {doc.kind === 'invoice' ? <Payment doc={doc} /> : null}
        {doc.kind === 'quote' ? <Comments token={token} doc={doc} onChange={onChange} /> : null}
        <footer className={classes.footer}>
          {[doc.seller.name, ...doc.seller.addressLines].join(' · ')}
          {doc.seller.email || doc.seller.phone ? (
            <div>{[doc.seller.email, doc.seller.phone].filter(Boolean).join(' · ')}</div>
          ) : null}
        </footer>
      </main>
      {doc.kind === 'quote' ? <Answer token={token} doc={doc} onChange={onChange} /> : null}
    </Frame>
  )
}

/** By logo where there is one; a picture that does not come gives way to the name. */
const SellerName = ({ token, seller }: { token: string; seller: Seller }) => {
  const [broken, setBroken] = useState(false)
  return seller.hasLogo && !broken ? (
    <img className={classes.logo} src={logoUrl(token)} alt={seller.name} onError={() => setBroken(true)} />
  ) : (
    <span className={classes.sellerName}>{seller.name}</span>
  )
}

/** The server sanitised it when it was written, and the page's policy runs no script from it. */
const Prose = ({ html, title }: { html: string; title?: string }) => (
  <section className={classes.prose}>
    {title ? <h2>{title}</h2> : null}
    <div dangerouslySetInnerHTML={{ __html: html }} />
  </section>
)
