/** The pages of the settings: what each is for, and the words people look for it by. */
import {
  IconAlertTriangle,
  IconBuilding,
  IconFilter,
  IconHash,
  IconHistory,
  type Icon,
  IconList,
  IconMail,
  IconPercentage,
  IconSettings,
  IconShieldLock,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'

type SettingsSection = {
  path: string
  title: string
  help: string
  keywords: string
  permission: string
  icon: Icon
  group: 'Workspace' | 'People' | 'Sales' | 'Documents' | 'Operation'
}

export const sections: readonly SettingsSection[] = [
  {
    path: 'workspace',
    title: 'Workspace and company',
    help: 'Name, time zone, and the company printed on documents',
    keywords: 'logo vat address bank iban language legal',
    permission: 'setting.edit',
    icon: IconBuilding,
    group: 'Workspace',
  },
  {
    path: 'general',
    title: 'Rules and defaults',
    help: 'How leads are converted, how long quotes are valid, and other choices',
    keywords: 'settings options policy',
    permission: 'setting.edit',
    icon: IconSettings,
    group: 'Workspace',
  },
  {
    path: 'users',
    title: 'Users',
    help: 'Who works here: invite, give a role and a team, deactivate',
    keywords: 'members people invitation password',
    permission: 'member.edit',
    icon: IconUsers,
    group: 'People',
  },
  {
    path: 'teams',
    title: 'Teams',
    help: 'A tree: who leads a team reaches its records and those beneath',
    keywords: 'groups managers hierarchy',
    permission: 'team.edit',
    icon: IconUsersGroup,
    group: 'People',
  },
  {
    path: 'roles',
    title: 'Roles and rights',
    help: 'What a role may do with which records, and which fields it sees',
    keywords: 'permissions access matrix',
    permission: 'role.edit',
    icon: IconShieldLock,
    group: 'People',
  },
  {
    path: 'pipelines',
    title: 'Pipelines and stages',
    help: 'The way of a deal: stages, probability, days allowed',
    keywords: 'opportunities funnel lead stages',
    permission: 'pipeline.edit',
    icon: IconFilter,
    group: 'Sales',
  },
  {
    path: 'lists',
    title: 'List values',
    help: 'Lead sources, reasons, industries and every other choice list',
    keywords: 'options reasons lost source',
    permission: 'option.edit',
    icon: IconList,
    group: 'Sales',
  },
  {
    path: 'taxes',
    title: 'Taxes and currencies',
    help: 'Tax classes with their rates by country, and exchange rates',
    keywords: 'vat exchange rate',
    permission: 'taxRate.edit',
    icon: IconPercentage,
    group: 'Documents',
  },
  {
    path: 'numbering',
    title: 'Numbering',
    help: 'How quotes, orders and invoices are numbered',
    keywords: 'series pattern invoice number',
    permission: 'numberSeries.edit',
    icon: IconHash,
    group: 'Documents',
  },
  {
    path: 'mail',
    title: 'Mail',
    help: 'Whether mail is sent, and what went out',
    keywords: 'smtp outbox email',
    permission: 'mailMessage.view',
    icon: IconMail,
    group: 'Operation',
  },
  {
    path: 'audit',
    title: 'Audit',
    help: 'Every change of every record: who, when, from what to what',
    keywords: 'log history tamper seal',
    permission: 'audit.view',
    icon: IconHistory,
    group: 'Operation',
  },
  {
    path: 'failed-jobs',
    title: 'Failed jobs',
    help: 'Work in the background that did not succeed, to start again',
    keywords: 'errors retry queue',
    permission: 'failedJob.view',
    icon: IconAlertTriangle,
    group: 'Operation',
  },
]
