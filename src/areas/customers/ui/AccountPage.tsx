/** An account: its facts and story, the people there, the money at a glance, the group it belongs to. */
import type { RecordPageProps } from '../../../kernel/ui/app/areaUi.ts'
import type { WireRecord } from '../../../kernel/ui/api/types.ts'
import { Bone, ErrorState } from '../../../kernel/ui/feedback/states.tsx'
import { formatMoney } from '../../../kernel/ui/fields/format.ts'
import { useLocale } from '../../../kernel/ui/fields/locale.ts'
import { RecordLink } from '../../../kernel/ui/fields/RecordLink.tsx'
import { NextActivity, Panel } from '../../../kernel/ui/record/NextPanel.tsx'
import { RecordPage } from '../../../kernel/ui/record/RecordPage.tsx'
import { account } from '../model.ts'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './customers.module.css'
import { Links } from './Links.tsx'
import { useAccountOverview, useTree } from './overview.ts'

const Glance = ({ record }: { record: WireRecord }) => {
  const l = useLocale()
  const { data, error } = useAccountOverview(record.id)
  if (error) return null
  if (!data) return <Bone height={120} />
  const { money, counts } = data
  const lines = [
    ['Open pipeline', money['openPipeline'], counts.open],
    ['Weighted', money['weightedPipeline'], undefined],
    ['Won revenue', money['wonRevenue'], counts.won],
    ['Balance due', money['balance'], undefined],
    ['Of it overdue', money['overdue'], undefined],
    ['Open credit', money['credit'], undefined],
  ] as const
  // these two are told only where there is something to tell
  const rare: ReadonlySet<string> = new Set(['Of it overdue', 'Open credit'])
  return (
    <>
      <Links title="People" of="account" id={record.id} rows={data.people} />
      <Panel title="Money">
        <dl className={shared.pairs}>
          {lines.map(([label, amount, n]) =>
            amount && (!rare.has(label) || Number(amount.amount) > 0) ? (
              <div key={label} style={{ display: 'contents' }}>
                <dt>{n ? `${label} (${n})` : label}</dt>
                <dd className={label === 'Of it overdue' ? classes.late : undefined}>{formatMoney(amount, l)}</dd>
              </div>
            ) : null,
          )}
        </dl>
      </Panel>
    </>
  )
}

/** The whole group as a table, each row with the figures of all beneath it. */
const Hierarchy = ({ record }: { record: WireRecord }) => {
  const l = useLocale()
  const { data, error, refetch } = useTree(record.id)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <Bone height={120} />
  if (data.length < 2)
    return (
      <p className={shared.quiet}>
        This account stands alone. Set its parent account, or make it the parent of another.
      </p>
    )
  return (
    <div className={shared.tableWrap}>
      <table className={`${shared.table} ${shared.figures} ${classes.tree}`}>
        <caption className="visually-hidden">
          The group this account belongs to; figures include everything beneath
        </caption>
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col">Open pipeline</th>
            <th scope="col">Won revenue</th>
            <th scope="col">Balance due</th>
          </tr>
        </thead>
        <tbody>
          {data.map((n, i) => (
            <tr
              key={n.id || i}
              data-current={n.id === record.id || undefined}
              aria-current={n.id === record.id || undefined}
            >
              <td>
                <span style={{ paddingLeft: n.depth * 18 }}>
                  {n.id ? (
                    <RecordLink entity={account} id={n.id}>
                      {n.name}
                    </RecordLink>
                  ) : (
                    <span className={classes.sub}>An account you may not see</span>
                  )}
                </span>
              </td>
              {(['openPipeline', 'wonRevenue', 'balance'] as const).map((k) => (
                <td key={k}>{n.total[k] ? formatMoney(n.total[k], l) : '–'}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const AccountPage = ({ id }: RecordPageProps) => (
  <RecordPage
    entity={account}
    id={id}
    relatedLeaveOut={['accountContact']}
    tabs={(generic, r) => [
      ...generic.filter((t) => t.key === 'timeline' || t.key === 'related'),
      { key: 'group', label: 'Group', content: <Hierarchy record={r} /> },
      ...generic.filter((t) => t.key !== 'timeline' && t.key !== 'related'),
    ]}
    aside={(r) => (
      <>
        <NextActivity entity={account} record={r} />
        <Glance record={r} />
      </>
    )}
  />
)
export default AccountPage
