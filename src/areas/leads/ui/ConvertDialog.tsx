/** Converting a lead: who it is already, what will be made, and a deal if there is one. */
import { Alert, Button, Checkbox, Group, Modal, Radio, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../../../kernel/ui/api/client.ts'
import { useAct } from '../../../kernel/ui/api/hooks.ts'
import {
  arrayOf,
  isMoney,
  isObject,
  objectOf,
  stringOf,
  stringOrNull,
  type WireRecord,
} from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { ErrorState, PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import { toast } from '../../../kernel/ui/feedback/toastStore.ts'
import { FieldInput } from '../../../kernel/ui/fields/FieldInput.tsx'
import { titleOf } from '../../../kernel/ui/fields/wire.ts'
import { lead } from '../model.ts'
import { leadFlow } from '../rules.ts'
import { BantVerdict, bantOf } from './BantSheet.tsx'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './leads.module.css'

type Match = { id: string; title: string; score: number; reasons: string }
type Preview = {
  policy: string
  qualified: boolean
  accounts: Match[]
  hiddenAccounts: number
  contacts: Match[]
  hiddenContacts: number
  defaults: Record<string, unknown>
  mayDeal: boolean
}

const matchesOf = (x: unknown): { shown: Match[]; hidden: number } => {
  const all = arrayOf(x).filter(isObject)
  const shown = all.filter((m) => m['visible'] === true && typeof m['id'] === 'string')
  return {
    hidden: all.length - shown.length,
    shown: shown.map((m) => ({
      id: stringOf(m['id']),
      title: stringOf(m['title'], 'A record'),
      score: typeof m['score'] === 'number' ? m['score'] : 0,
      reasons: arrayOf(m['reasons'])
        .map((r) => stringOf(objectOf(r)['message']))
        .join(', '),
    })),
  }
}

const previewOf = (x: unknown): Preview => {
  const p = objectOf(x)
  const [accounts, contacts] = [matchesOf(p['accounts']), matchesOf(p['contacts'])]
  return {
    policy: stringOf(p['policy']),
    qualified: objectOf(p['bant'])['verdict'] === 'qualified',
    accounts: accounts.shown,
    hiddenAccounts: accounts.hidden,
    contacts: contacts.shown,
    hiddenContacts: contacts.hidden,
    defaults: objectOf(p['defaults']),
    mayDeal: objectOf(p['may'])['createOpportunity'] === true,
  }
}

type Props = { record: WireRecord; onClose: () => void; onDone: (after: WireRecord) => void }

export const ConvertDialog = (props: Props) => {
  const { api } = useApp()
  const { data, error } = useQuery({
    queryKey: ['leads', 'conversionPreview', props.record.id, props.record.version],
    queryFn: async ({ signal }) =>
      previewOf(await api.fetch(`/leads/${props.record.id}/conversionPreview`, {}, signal)),
    staleTime: 0,
  })
  return (
    <Modal opened onClose={props.onClose} title={`Convert ${titleOf(lead, props.record)}`} size={640} padding="lg">
      {error ? (
        <ErrorState error={error} />
      ) : data ? (
        <ConvertForm {...props} preview={data} />
      ) : (
        <PageSkeleton rows={5} />
      )}
    </Modal>
  )
}

const nobody = 'new'
const none = 'none'
const inputs = leadFlow.steps.convert.input

const Choice = ({
  legend,
  value,
  onChange,
  matches,
  hidden,
  createLabel,
  skipLabel,
}: {
  legend: string
  value: string
  onChange: (v: string) => void
  matches: readonly Match[]
  hidden: number
  createLabel: string
  skipLabel?: string
}) => (
  <Radio.Group value={value} onChange={onChange} aria-label={legend}>
    <Group gap={8} style={{ flexDirection: 'column', alignItems: 'flex-start' }}>
      {matches.map((m) => (
        <Radio key={m.id} value={m.id} label={`Link to ${m.title}`} description={`${m.score} % alike: ${m.reasons}`} />
      ))}
      <Radio value={nobody} label={createLabel} />
      {skipLabel ? <Radio value={none} label={skipLabel} /> : null}
    </Group>
    {hidden > 0 ? (
      <p className={shared.quiet}>
        {hidden === 1
          ? 'Another record that you may not see looks alike.'
          : `${hidden} other records that you may not see look alike.`}
      </p>
    ) : null}
  </Radio.Group>
)

const ConvertForm = ({ record, preview, onClose, onDone }: Props & { preview: Preview }) => {
  const { me } = useApp()
  const act = useAct(lead)
  const d = preview.defaults
  const [account, setAccount] = useState(stringOrNull(d['accountId']) ?? (stringOf(d['accountName']) ? nobody : none))
  const [contact, setContact] = useState(stringOrNull(d['contactId']) ?? nobody)
  const [values, setValues] = useState<Record<string, unknown>>({
    accountName: stringOf(d['accountName']),
    firstName: stringOf(d['firstName']),
    lastName: stringOf(d['lastName']),
    opportunityName: stringOf(d['opportunityName']),
    amount: isMoney(d['amount']) ? d['amount'] : null,
    pipelineId: stringOrNull(d['pipelineId']),
    expectedCloseDate: null,
  })
  const [deal, setDeal] = useState(preview.mayDeal)
  const [force, setForce] = useState(false)
  const [trouble, setTrouble] = useState<string>()
  const currency = stringOf(d['currency'], me.workspace.baseCurrency)
  const set = (name: string) => (v: unknown) => setValues((all) => ({ ...all, [name]: v }))
  const warned = preview.policy === 'warn' && !preview.qualified
  const field = (name: keyof typeof inputs, valueLabel?: string) => (
    <FieldInput
      field={inputs[name]}
      name={name}
      value={values[name]}
      currency={currency}
      onChange={set(name)}
      {...(valueLabel ? { valueLabel } : {})}
    />
  )
  const run = async () => {
    setTrouble(undefined)
    const chosen: Record<string, unknown> = {
      ...(account === nobody
        ? { createAccount: true, accountName: values['accountName'] }
        : account === none
          ? { createAccount: false }
          : { accountId: account }),
      ...(contact === nobody
        ? { firstName: values['firstName'], lastName: values['lastName'] }
        : { contactId: contact }),
      ...(deal
        ? {
            createOpportunity: true,
            opportunityName: values['opportunityName'],
            amount: values['amount'],
            currency,
            pipelineId: values['pipelineId'],
            expectedCloseDate: values['expectedCloseDate'],
          }
        : {}),
      ...(force ? { force } : {}),
    }
    const input = Object.fromEntries(Object.entries(chosen).filter(([, v]) => v !== null && v !== ''))
    try {
      const after = await act.mutateAsync({ id: record.id, verb: 'convert', input })
      toast(`${titleOf(lead, record)} is converted`, {
        tone: 'success',
        undo: () => act.mutateAsync({ id: record.id, verb: 'undoConversion' }),
      })
      onClose()
      onDone(after)
    } catch (error) {
      setTrouble(messageOf(error))
    }
  }
  return (
    <form
      className={classes.convert}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void run()
      }}
    >
      {warned ? <BantVerdict bant={bantOf(record)} /> : null}
      <fieldset className={classes.section}>
        <legend>Account</legend>
        <Choice
          legend="Account"
          value={account}
          onChange={setAccount}
          matches={preview.accounts}
          hidden={preview.hiddenAccounts}
          createLabel="Create an account"
          skipLabel="No account: a private person"
        />
        {account === nobody ? (
          <TextInput
            label="Account name"
            value={stringOf(values['accountName'])}
            onChange={(e) => set('accountName')(e.currentTarget.value)}
          />
        ) : null}
      </fieldset>
      <fieldset className={classes.section}>
        <legend>Contact</legend>
        <Choice
          legend="Contact"
          value={contact}
          onChange={setContact}
          matches={preview.contacts}
          hidden={preview.hiddenContacts}
          createLabel="Create a contact"
        />
        {contact === nobody ? (
          <div className={classes.row}>
            {field('firstName')}
            {field('lastName')}
          </div>
        ) : null}
      </fieldset>
      {preview.mayDeal ? (
        <fieldset className={classes.section}>
          <legend>Opportunity</legend>
          <Checkbox label="Create an opportunity" checked={deal} onChange={(e) => setDeal(e.currentTarget.checked)} />
          {deal ? (
            <>
              {field('opportunityName')}
              <div className={classes.row}>
                {field('amount')}
                {field('expectedCloseDate')}
              </div>
              {field('pipelineId', stringOf(d['pipeline']))}
            </>
          ) : null}
        </fieldset>
      ) : null}
      {warned ? (
        <Checkbox
          label="Convert it although it is not qualified"
          checked={force}
          onChange={(e) => setForce(e.currentTarget.checked)}
        />
      ) : null}
      {trouble ? (
        <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} role="alert">
          {trouble}
        </Alert>
      ) : null}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={act.isPending} disabled={warned && !force}>
          Convert lead
        </Button>
      </Group>
    </form>
  )
}
