/** The first visit to an empty system: makes the workspace and its first administrator. */
import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useClient, useSessionActions } from '../app/session.tsx'
import { AuthFrame, FormError } from './AuthFrame.tsx'
import classes from './auth.module.css'
import { minPassword, NewPassword } from './NewPassword.tsx'
import { countryOptions, currencyOf, currencyOptions, englishOf, here, zoneOptions } from './places.ts'
import { useAuthForm } from './useAuthForm.ts'

type Values = {
  workspace: string
  country: string
  baseCurrency: string
  timeZone: string
  name: string
  email: string
  password: string
  sampleData: boolean
  code: string
}
const required = {
  workspace: 'Give your workspace a name.',
  country: 'Choose a country.',
  name: 'Enter your name.',
  email: 'Enter your email.',
} as const
const keys = ['workspace', 'country', 'name', 'email'] as const

const SetUpPage = ({ codeRequired }: { codeRequired: boolean }) => {
  const api = useClient()
  const { again } = useSessionActions(api)
  const [options] = useState(() => ({
    countries: countryOptions(),
    currencies: currencyOptions(),
    zones: zoneOptions(),
    here: here(),
  }))
  const form = useAuthForm<Values>(
    {
      workspace: '',
      country: options.here.country,
      baseCurrency: options.here.currency,
      timeZone: options.here.timeZone,
      name: '',
      email: '',
      password: '',
      sampleData: true,
      code: '',
    },
    async ({ code, ...values }) => {
      const told = { ...values, locale: englishOf(values.country) }
      await api.post('/setup', codeRequired ? { ...told, code } : told)
      await again()
    },
  )
  const { values, set, errors } = form
  const onSubmit = (e: FormEvent) => {
    e.preventDefault()
    const missing: [string, string][] = keys.flatMap((k) => (values[k].trim() === '' ? [[k, required[k]]] : []))
    if (values.password.length < minPassword) missing.push(['password', `Use at least ${minPassword} characters.`])
    if (missing.length > 0) {
      form.setErrors(Object.fromEntries(missing))
      const first = missing[0]?.[0] ?? ''
      document.querySelector<HTMLInputElement>(`#setup-${first}, [name="${first}"]:not([type="hidden"])`)?.focus()
      return
    }
    void form.submit()
  }
  const chooseCountry = (country: string) => {
    set('country', country)
    const currency = currencyOf(country)
    if (currency) set('baseCurrency', currency)
  }
  return (
    <AuthFrame
      title="Set up your workspace"
      lead="A minute, and you are selling. Everything here can be changed later, but for the base currency."
      foot="Your data stays on this machine."
    >
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        {codeRequired && (
          <TextInput
            label="Set-up code"
            name="code"
            size="md"
            description="Printed in the log of the server when it started."
            autoComplete="one-time-code"
            autoFocus
            value={values.code}
            error={errors.code}
            onChange={(e) => set('code', e.currentTarget.value)}
          />
        )}
        <h2 className={classes.section}>Your company</h2>
        <TextInput
          label="Workspace name"
          name="workspace"
          placeholder="Acme Ltd"
          autoComplete="organization"
          autoFocus={!codeRequired}
          size="md"
          value={values.workspace}
          error={errors.workspace}
          onChange={(e) => set('workspace', e.currentTarget.value)}
        />
        <Select
          label="Country"
          id="setup-country"
          name="country"
          size="md"
          placeholder="Choose"
          searchable
          data={options.countries}
          value={values.country || null}
          error={errors.country}
          nothingFoundMessage="No such country"
          maxDropdownHeight={280}
          limit={80}
          onChange={(v) => chooseCountry(v ?? '')}
        />
        <div className={classes.pair}>
          <Select
            label="Base currency"
            name="baseCurrency"
            size="md"
            searchable
            data={options.currencies}
            value={values.baseCurrency}
            error={errors.baseCurrency}
            allowDeselect={false}
            limit={80}
            comboboxProps={{ width: 280, position: 'bottom-start' }}
            onChange={(v) => v && set('baseCurrency', v)}
          />
          <Select
            label="Time zone"
            name="timeZone"
            size="md"
            searchable
            data={options.zones}
            value={values.timeZone}
            error={errors.timeZone}
            allowDeselect={false}
            limit={80}
            comboboxProps={{ width: 280, position: 'bottom-end' }}
            onChange={(v) => v && set('timeZone', v)}
          />
        </div>
        <h2 className={classes.section}>You, the first administrator</h2>
        <TextInput
          label="Your name"
          name="name"
          autoComplete="name"
          size="md"
          value={values.name}
          error={errors.name}
          onChange={(e) => set('name', e.currentTarget.value)}
        />
        <TextInput
          label="Email"
          name="email"
          type="email"
          autoComplete="email"
          size="md"
          value={values.email}
          error={errors.email}
          onChange={(e) => set('email', e.currentTarget.value)}
        />
        <NewPassword value={values.password} error={errors.password} onChange={(v) => set('password', v)} />
        <label className={classes.sample}>
          <Checkbox
            size="sm"
            name="sampleData"
            aria-label="Add sample data"
            checked={values.sampleData}
            onChange={(e) => set('sampleData', e.currentTarget.checked)}
          />
          <span>
            Add sample data
            <span className={classes.sampleText}>Customers, deals and invoices to try things on.</span>
          </span>
        </label>
        <FormError message={form.problem} />
        <Button type="submit" size="md" loading={form.busy}>
          Create workspace
        </Button>
      </form>
    </AuthFrame>
  )
}
export default SetUpPage
