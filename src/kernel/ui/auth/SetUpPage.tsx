/** The first visit to an empty system: makes the workspace and its first administrator. */
import { Checkbox, Select, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useClient, useSessionActions } from '../app/session.tsx'
import { AuthForm } from './AuthForm.tsx'
import { AuthFrame } from './AuthFrame.tsx'
import classes from './auth.module.css'
import { minPassword, NewPassword } from './NewPassword.tsx'
import { countryOptions, currencyOf, currencyOptions, englishOf, here, zoneOptions } from './places.ts'
import { useAuthForm } from './useAuthForm.ts'

/** In the order of the screen. */
const missing = (v: Record<'workspace' | 'country' | 'name' | 'email' | 'password', string>) => ({
  ...(v.workspace.trim() ? {} : { workspace: 'Give your workspace a name.' }),
  ...(v.country ? {} : { country: 'Choose a country.' }),
  ...(v.name.trim() ? {} : { name: 'Enter your name.' }),
  ...(v.email.trim() ? {} : { email: 'Enter your email.' }),
  ...(v.password.length < minPassword ? { password: `Use at least ${minPassword} characters.` } : {}),
})

const SetUpPage = ({ codeRequired }: { codeRequired: boolean }) => {
  const api = useClient()
  const { again } = useSessionActions(api)
  const [options] = useState(() => ({
    countries: countryOptions(),
    currencies: currencyOptions(),
    zones: zoneOptions(),
    here: here(),
  }))
  const [sampleData, setSampleData] = useState(true)
  const form = useAuthForm(
    {
      workspace: '',
      country: options.here.country,
      baseCurrency: options.here.currency,
      timeZone: options.here.timeZone,
      name: '',
      email: '',
      password: '',
      code: '',
    },
    async ({ code, ...values }) => {
      const told = { ...values, sampleData, locale: englishOf(values.country) }
      await api.post('/setup', codeRequired ? { ...told, code } : told)
      await again()
    },
    missing,
  )
  const { values, set, errors } = form
  const onSubmit = (e: FormEvent) => {
    form.onSubmit(e)
    const [first] = Object.keys(missing(values))
    if (first)
      document.querySelector<HTMLInputElement>(`#setup-${first}, [name="${first}"]:not([type="hidden"])`)?.focus()
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
      <AuthForm form={{ ...form, onSubmit }} button="Create workspace">
        {codeRequired && (
          <TextInput
            label="Set-up code"
            size="md"
            description="Printed in the log of the server when it started."
            autoComplete="one-time-code"
            autoFocus
            {...form.field('code')}
          />
        )}
        <h2 className={classes.section}>Your company</h2>
        <TextInput
          label="Workspace name"
          placeholder="Acme Ltd"
          autoComplete="organization"
          autoFocus={!codeRequired}
          size="md"
          {...form.field('workspace')}
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
        <TextInput label="Your name" autoComplete="name" size="md" {...form.field('name')} />
        <TextInput label="Email" type="email" autoComplete="email" size="md" {...form.field('email')} />
        <NewPassword {...form.field('password')} />
        <label className={classes.sample}>
          <Checkbox
            size="sm"
            name="sampleData"
            aria-label="Add sample data"
            checked={sampleData}
            onChange={(e) => setSampleData(e.currentTarget.checked)}
          />
          <span>
            Add sample data
            <span className={classes.sampleText}>Customers, deals and invoices to try things on.</span>
          </span>
        </label>
      </AuthForm>
    </AuthFrame>
  )
}
export default SetUpPage
