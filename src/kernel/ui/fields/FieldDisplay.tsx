/** One value of a record, as people read it. */
import { IconCheck, IconFile, IconMinus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Entity, Field } from '../../entity.ts'
import { useApp } from '../app/AppContext.tsx'
import classes from './fields.module.css'
import type { Wire } from './format.ts'
import {
  addressLines,
  choiceOf,
  countryName,
  formatDecimal,
  formatMoney,
  formatPercent,
  formatPrice,
  isAddress,
  isMoney,
  plainText,
} from './format.ts'
import { useLocale } from './locale.ts'
import { Person } from './Person.tsx'
import { Phone } from './Phone.tsx'
import { RecordLink } from './RecordLink.tsx'
import { StateBadge } from './StateBadge.tsx'
import { Day, Instant } from './When.tsx'
import { isEmpty, isRecord, labelsOf, stateShown, textOf } from './wire.ts'

type FieldDisplayProps = {
  field: Field
  name: string
  /** the record as the API sends it */
  row: Wire
  /** titles of references by field; the record's own `labels` unless told */
  labels?: Record<string, string> | undefined
  /** one line, for table cells and cards */
  compact?: boolean | undefined
  /** needed for derived states (overdue, expired) */
  entity?: Entity | undefined
}

const Empty = () => (
  <span className={classes.empty}>
    <span aria-hidden="true">–</span>
    <span className="visually-hidden">Empty</span>
  </span>
)

export const FieldDisplay = ({ field, name, row, labels, compact, entity }: FieldDisplayProps): ReactNode => {
  const l = useLocale()
  const { registry } = useApp()
  const value = row[name]
  if (field.kind === 'state') {
    const s = stateShown(entity ? registry.flowOf(entity.name) : undefined, name, field, row, l.today)
    return s.value ? <StateBadge label={s.label} tone={s.tone} plain={compact ?? false} /> : <Empty />
  }
  if (field.kind === 'boolean') {
    return value === true ? (
      <span className={classes.yes}>
        <IconCheck size={16} aria-hidden="true" /> Yes
      </span>
    ) : (
      <span className={classes.no}>
        <IconMinus size={16} aria-hidden="true" /> No
      </span>
    )
  }
  if (isEmpty(value)) return <Empty />
  const text = textOf(value)
  switch (field.kind) {
    case 'text':
    case 'longText':
      if (field.shows === 'country') return <span className={classes.truncate}>{countryName(text, l)}</span>
      return compact ? (
        <span className={classes.truncate}>{text}</span>
      ) : (
        <span className={classes.prose}>
          {/^https?:\/\/\S+$/.test(text) ? <Outside href={text}>{text.replace(/^https?:\/\//, '')}</Outside> : text}
        </span>
      )
    case 'richText':
      // the server sanitises rich text on write, so what comes back holds no script
      return compact ? (
        <span className={classes.truncate}>{plainText(text)}</span>
      ) : (
        <div className={classes.rich} dangerouslySetInnerHTML={{ __html: text }} />
      )
    case 'integer':
      return (
        <span className={classes.number}>
          {field.shows === 'year' ? text : formatDecimal(typeof value === 'number' ? value : text, l, 0)}
        </span>
      )
    case 'decimal': {
      const currency = row['currency']
      const shown =
        field.shows === 'price' && typeof currency === 'string'
          ? formatPrice(text, currency, l)
          : formatDecimal(text, l, field.scale ?? 6)
      return <span className={classes.number}>{shown}</span>
    }
    case 'percent':
      return <span className={classes.number}>{formatPercent(text, l)}</span>
    case 'money':
      return isMoney(value) ? <span className={classes.number}>{formatMoney(value, l)}</span> : <Empty />
    case 'day':
      return <Day value={text} exact={!compact} />
    case 'instant':
      return <Instant value={text} />
    case 'choice': {
      const c = choiceOf(field, text)
      return c.tone ? <StateBadge label={c.label} tone={c.tone} plain={compact ?? false} /> : c.label
    }
    case 'multiChoice': {
      const list = Array.isArray(value) ? value.map((v) => choiceOf(field, textOf(v)).label) : []
      return compact ? (
        <span className={classes.truncate}>{list.join(', ')}</span>
      ) : (
        <span className={classes.tags}>
          {list.map((x) => (
            <span key={x} className={classes.tag}>
              {x}
            </span>
          ))}
        </span>
      )
    }
    case 'reference': {
      const label = labels?.[name] ?? labelsOf(row)[name] ?? 'Unnamed'
      if (field.to === 'member') return <Person name={label} />
      const target = field.to ? registry.find(field.to) : undefined
      return target && !target.lookup && field.to !== 'option' && field.to !== 'team' ? (
        <RecordLink entity={target} id={text}>
          {label}
        </RecordLink>
      ) : (
        <span className={classes.truncate}>{label}</span>
      )
    }
    case 'anyReference': {
      if (!isRecord(value)) return <Empty />
      const target = registry.find(textOf(value['entity']))
      const label = labels?.[name] ?? labelsOf(row)[name] ?? target?.label ?? 'Record'
      return target ? (
        <RecordLink entity={target} id={textOf(value['id'])}>
          {label}
        </RecordLink>
      ) : (
        label
      )
    }
    case 'email':
      return (
        <a className={classes.link} href={`mailto:${text}`} onClick={(e) => e.stopPropagation()}>
          {text}
        </a>
      )
    case 'phone':
      return (
        <a className={`${classes.link} ${classes.figures}`} href={`tel:${text}`} onClick={(e) => e.stopPropagation()}>
          <Phone e164={text} />
        </a>
      )
    case 'address': {
      const lines = isAddress(value) ? addressLines(value, l) : []
      if (!lines.length) return <Empty />
      return compact ? (
        <span className={classes.truncate}>{lines.join(', ')}</span>
      ) : (
        <address className={classes.address}>
          {lines.map((x) => (
            <span key={x}>{x}</span>
          ))}
        </address>
      )
    }
    case 'json':
      return (
        <code className={compact ? classes.truncate : classes.code} tabIndex={compact ? undefined : 0}>
          {JSON.stringify(value, null, compact ? 0 : 2)}
        </code>
      )
    case 'file':
      return (
        <a className={classes.link} href={`/api/v1/files/${encodeURIComponent(text)}`}>
          <IconFile size={16} aria-hidden="true" /> {labels?.[name] ?? labelsOf(row)[name] ?? 'Download'}
        </a>
      )
  }
}

const Outside = ({ href, children }: { href: string; children: ReactNode }) => (
  <a className={classes.link} href={href} target="_blank" rel="noreferrer noopener">
    {children}
  </a>
)
