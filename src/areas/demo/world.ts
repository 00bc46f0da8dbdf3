/** The made-up company of the demo, its people, customers and wares. All names are invented. */

export const people = [
  { name: 'Dora Lindqvist', email: 'dora@demo.example', role: 'salesDirector', team: 'Sales', title: 'Sales director' },
  { name: 'Marek Novák', email: 'marek@demo.example', role: 'teamLead', team: 'East', title: 'Team lead East' },
  { name: 'Ines Duarte', email: 'ines@demo.example', role: 'accountManager', team: 'East', title: 'Account manager' },
  { name: 'Tom Becker', email: 'tom@demo.example', role: 'salesAgent', team: 'East', title: 'Sales agent' },
  { name: 'Aisha Rahman', email: 'aisha@demo.example', role: 'salesAgent', team: 'West', title: 'Sales agent' },
  { name: 'Luca Ferri', email: 'luca@demo.example', role: 'sdr', team: 'West', title: 'Business development' },
  { name: 'Fiona Walsh', email: 'fiona@demo.example', role: 'finance', team: 'Sales', title: 'Finance' },
] as const

export const paper = {
  legalName: 'Lumen Hardware GmbH',
  address: { street: 'Speicherstraße 12', postalCode: '20457', city: 'Hamburg', country: 'DE' },
  taxId: 'DE136695976',
  registrationNumber: 'HRB 000000, Amtsgericht Hamburg',
  email: 'office@lumen.example',
  website: 'https://lumen.example',
  bankName: 'Musterbank',
  iban: 'DE89370400440532013000',
  bic: 'COBADEFFXXX',
} as const

export const teams = [
  { name: 'Sales', parent: null },
  { name: 'East', parent: 'Sales' },
  { name: 'West', parent: 'Sales' },
] as const

const prefixes = [
  'Nord',
  'Alpen',
  'Blau',
  'Hansa',
  'Iron',
  'Kern',
  'Luma',
  'Mara',
  'Orion',
  'Polar',
  'Quarz',
  'Rhein',
  'Silva',
  'Terra',
  'Ultra',
  'Vita',
]
const trades = {
  werk: 'Manufacturing',
  logik: 'Software',
  medic: 'Healthcare',
  foods: 'Food and beverages',
  energie: 'Energy',
  motion: 'Automotive',
  technik: 'Technology',
  druck: 'Marketing',
} as const
const suffixes = Object.keys(trades)
/** `Nordmedic GmbH` → Healthcare */
export const tradeOf = (company: string): string =>
  Object.entries(trades).find(([suffix]) => company.split(' ')[0]?.endsWith(suffix))?.[1] ?? 'Other'
/** `Nordmedic GmbH` → Nord: who shares it belongs to one group. */
export const groupOf = (company: string): string => prefixes.find((p) => company.startsWith(p)) ?? company
const forms = ['GmbH', 'AG', 'SE', 'KG']

/** 128 company names. */
export const companies = prefixes.flatMap((p, i) => suffixes.map((s, k) => `${p}${s} ${forms[(i + k) % forms.length]}`))

export const cities = [
  { city: 'Berlin', postalCode: '10115', country: 'DE' },
  { city: 'Hamburg', postalCode: '20095', country: 'DE' },
  { city: 'München', postalCode: '80331', country: 'DE' },
  { city: 'Köln', postalCode: '50667', country: 'DE' },
  { city: 'Leipzig', postalCode: '04103', country: 'DE' },
  { city: 'Stuttgart', postalCode: '70173', country: 'DE' },
  { city: 'Bremen', postalCode: '28195', country: 'DE' },
  { city: 'Dresden', postalCode: '01067', country: 'DE' },
] as const
export const streets = ['Hafenstraße', 'Lindenallee', 'Marktplatz', 'Bahnhofstraße', 'Gartenweg', 'Am Kanal'] as const

export const firstNames = [
  'Mia',
  'Jonas',
  'Lea',
  'Emil',
  'Clara',
  'Paul',
  'Nora',
  'Felix',
  'Ida',
  'Oskar',
  'Greta',
  'Anton',
  'Maja',
  'Henry',
] as const
export const lastNames = [
  'Krause',
  'Vogel',
  'Hartmann',
  'Lorenz',
  'Seidel',
  'Brandt',
  'Winkler',
  'Kaiser',
  'Roth',
  'Engel',
  'Sommer',
  'Falk',
] as const
export const jobTitles = [
  'Head of IT',
  'Managing director',
  'Purchasing manager',
  'Operations manager',
  'CTO',
  'Project lead',
] as const

export const needs = [
  'Replace ageing servers before the warranty ends',
  'Bring two sites onto one network',
  'Workstations for a new design team',
  'Storage that survives an audit',
  'A partner who also installs and trains',
  'Lower energy use in the server room',
] as const

export const products = [
  {
    sku: 'GTX-100',
    name: 'GTX Basic workstation',
    unitPrice: '550',
    cost: '390',
    unit: 'pc',
    type: 'stock',
    reduced: false,
  },
  {
    sku: 'GTX-300',
    name: 'GTX Pro workstation',
    unitPrice: '4821',
    cost: '3300',
    unit: 'pc',
    type: 'stock',
    reduced: false,
  },
  { sku: 'MG-50', name: 'MG Special adapter', unitPrice: '55', cost: '21', unit: 'pc', type: 'stock', reduced: false },
  {
    sku: 'MG-900',
    name: 'MG Advanced server',
    unitPrice: '3393',
    cost: '2200',
    unit: 'pc',
    type: 'stock',
    reduced: false,
  },
  {
    sku: 'GTK-500',
    name: 'GTK 500 rack',
    unitPrice: '26768',
    cost: '19400',
    unit: 'pc',
    type: 'stock',
    reduced: false,
  },
  {
    sku: 'SRV-DAY',
    name: 'Installation',
    unitPrice: '1150',
    cost: '620',
    unit: 'day',
    type: 'service',
    reduced: false,
  },
  { sku: 'TRN-DAY', name: 'Training', unitPrice: '980', cost: '480', unit: 'day', type: 'service', reduced: false },
  { sku: 'BOOK-1', name: 'Handbook, printed', unitPrice: '39', cost: '12', unit: 'pc', type: 'stock', reduced: true },
] as const

export const titles = [
  'Workstation rollout',
  'Server room renewal',
  'Branch network',
  'Design studio',
  'Backup and storage',
  'Training package',
  'Site move',
] as const
