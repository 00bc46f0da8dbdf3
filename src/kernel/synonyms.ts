// What columns are called in the files of other systems, as data: HubSpot, Salesforce, Pipedrive and plain spreadsheets.

/**
 * Each group is one concept under all its names, in lower case, words parted by one space. The key (or label) of a field
 * is among them, so a column so called belongs to that field. A name may stand in two groups; the earlier one is preferred.
 */
export const synonyms: readonly (readonly string[])[] = [
  ['first name', 'given name', 'forename', 'firstname', 'vorname'],
  ['last name', 'surname', 'family name', 'lastname', 'second name', 'nachname'],
  ['salutation', 'prefix', 'honorific', 'anrede'],
  ['job title', 'title', 'position', 'function', 'job', 'job role', 'role'],
  ['name', 'full name', 'display name', 'title', 'subject', 'topic', 'bezeichnung'],
  'email;email address;e mail;e mail address;mail;primary email;work email;business email;email work;email 1'.split(
    ';',
  ),
  'phone;telephone;phone number;telephone number;tel;work phone;business phone;primary phone;phone work;office phone;telefon'.split(
    ';',
  ),
  ['mobile', 'mobile phone', 'mobile number', 'mobile phone number', 'cell', 'cell phone', 'phone mobile', 'handy'],
  'website;web site;web;url;homepage;home page;domain;company domain name;website url;company website;web page'.split(
    ';',
  ),
  ['linkedin', 'linkedin url', 'linkedin profile', 'linkedin company page', 'linked in'],
  ['industry', 'sector', 'vertical', 'business sector', 'branch', 'line of business', 'branche'],
  'annual revenue;revenue;turnover;yearly revenue;annual turnover;company revenue;umsatz;annual sales'.split(';'),
  'employees;employee count;number of employees;no of employees;num employees;headcount;staff;company size;mitarbeiter'.split(
    ';',
  ),
  'founded;year established;established;year founded;founded year;founding year;founded in;established in;founded on'.split(
    ';',
  ),
  'parent;parent account;parent company;parent organisation;parent organization;subsidiary of;part of;holding;owned by;parent account name'.split(
    ';',
  ),
  [
    'country',
    'office location',
    'country region',
    'mailing country',
    'billing country',
    'hq country',
    'nation',
    'land',
    'location',
  ],
  ['city', 'town', 'mailing city', 'billing city', 'ort', 'stadt', 'location'],
  [
    'postal code',
    'zip',
    'zip code',
    'postcode',
    'post code',
    'zip postal code',
    'mailing zip',
    'billing zip',
    'postal',
    'plz',
  ],
  'street;street address;address line 1;address 1;address line;address;mailing street;billing street;street 1;strasse'.split(
    ';',
  ),
  ['street 2', 'address line 2', 'address 2', 'suite', 'apartment'],
  [
    'region',
    'state',
    'province',
    'county',
    'state region',
    'state province',
    'mailing state',
    'billing state',
    'bundesland',
  ],
  (
    'owner;sales agent;agent;sales rep;rep;sales representative;representative;account owner;deal owner;opportunity owner;' +
    'contact owner;lead owner;company owner;record owner;owner name;owner full name;hubspot owner;assigned to;assignee;' +
    'assigned user;responsible;seller;salesperson;sales person;account manager;user'
  ).split(';'),
  [
    'team',
    'sales team',
    'regional office',
    'office',
    'sales office',
    'business unit',
    'division',
    'department',
    'branch office',
    'group',
  ],
  ['manager', 'supervisor', 'reports to', 'team lead', 'team leader', 'line manager', 'sales manager'],
  ['stage', 'deal stage', 'dealstage', 'opportunity stage', 'sales stage', 'pipeline stage', 'phase'],
  ['pipeline', 'deal pipeline', 'sales pipeline', 'funnel'],
  ['status', 'lead status', 'record status', 'state'],
  (
    'amount;value;deal value;close value;opportunity value;deal amount;opportunity amount;total value;deal size;contract value;' +
    'total amount;acv;amount in company currency'
  ).split(';'),
  'closed at;closed on;close date;closed date;closed;date closed;closing date;actual close date;won lost date;deal closed date;won time'.split(
    ';',
  ),
  'expected close;expected close date;expected close on;expected closing;estimated close date;forecast date;close date;expected to close on'.split(
    ';',
  ),
  [
    'started at',
    'started on',
    'engage date',
    'engaged',
    'engaged at',
    'engaged on',
    'start date',
    'opened on',
    'open date',
    'opened',
  ],
  (
    'created at;created on;create date;created date;created;date created;creation date;date added;added on;add time;entered on;' +
    'date entered;engage date;start date;open date;deal created'
  ).split(';'),
  ['updated at', 'last modified', 'last modified date', 'modified', 'updated', 'update time', 'last updated'],
  ['probability', 'win probability', 'likelihood', 'chance', 'deal probability'],
  ['source', 'lead source', 'origin', 'original source', 'channel', 'lead origin', 'deal source'],
  ['campaign', 'campaign name', 'utm campaign'],
  (
    'account;account name;company;company name;organisation;organization;organisation name;organization name;customer;' +
    'customer name;client;client name;firm;business;employer;associated company;firma'
  ).split(';'),
  ['contact', 'contact name', 'person', 'person name', 'primary contact', 'contact person', 'associated contact'],
  ['product', 'product name', 'item', 'item name', 'article', 'service'],
  'code;product code;sku;item number;item code;article number;part number;product number;product id'.split(';'),
  'unit price;sales price;price;list price;selling price;retail price;base price;standard price;net price'.split(';'),
  [
    'category',
    'series',
    'product family',
    'family',
    'product group',
    'product category',
    'product line',
    'group',
    'type',
  ],
  ['unit', 'unit of measure', 'uom', 'measure'],
  ['cost', 'unit cost', 'cost price', 'purchase price'],
  ['quantity', 'qty', 'units', 'pieces'],
  ['currency', 'currency code', 'deal currency', 'iso currency', 'waehrung'],
  [
    'description',
    'notes',
    'note',
    'comment',
    'comments',
    'remarks',
    'details',
    'about',
    'memo',
    'message',
    'bemerkung',
  ],
  ['external id', 'external key', 'record id', 'source id', 'legacy id', 'reference', 'id'],
  ['number', 'no', 'nr', 'document number'],
  ['tax id', 'vat id', 'vat number', 'vat no', 'vat', 'tax number', 'ust id', 'ust idnr', 'dic', 'ein', 'gstin', 'abn'],
  ['registration number', 'company number', 'company registration number', 'ico', 'crn', 'hrb'],
  ['language', 'preferred language', 'locale'],
  ['birthday', 'date of birth', 'birth date', 'birthdate', 'dob', 'born on', 'geburtstag', 'geburtsdatum'],
  [
    'do not email',
    'email opt out',
    'opted out of email',
    'unsubscribed',
    'unsubscribed from all email',
    'no email',
    'has opted out of email',
  ],
  ['do not call', 'no call', 'phone opt out', 'do not phone'],
  ['lost reason', 'loss reason', 'reason lost', 'closed lost reason', 'reason for loss', 'reason'],
  ['time zone', 'timezone', 'tz'],
  ['next step', 'next steps', 'next action'],
]

/** What a record of an entity is called elsewhere: a column so called in a file of such records holds their name. */
export const ownNames: Readonly<Record<string, readonly string[]>> = {
  account: 'account;company;organisation;organization;customer;client;firm;business;firma'.split(';'),
  contact: ['contact', 'person', 'customer contact'],
  lead: ['lead', 'prospect'],
  opportunity: ['opportunity', 'deal'],
  product: ['product', 'item', 'article'],
  member: 'member;user;sales agent;agent;sales rep;rep;employee;salesperson;owner;colleague'.split(';'),
  team: ['team', 'regional office', 'office', 'group'],
}
