/** The words of printed documents in the languages customers are written to. */
export type PrintKind = 'quote' | 'order' | 'invoice' | 'creditNote' | 'receipt'

export type PrintLabels = Record<PrintKind, string> & {
  draft: string
  recipient: string
  deliverTo: string
  issueDate: string
  dueDate: string
  validUntil: string
  deliveryDate: string
  customerNumber: string
  position: string
  description: string
  quantity: string
  unitPrice: string
  discount: string
  tax: string
  amount: string
  optional: string
  subtotal: string
  net: string
  /** `{label}` and `{base}` are filled in. */
  taxOn: string
  total: string
  due: string
  payment: string
  /** `{day}` is filled in. */
  payBy: string
  accountHolder: string
  bank: string
  paymentReference: string
  notes: string
  terms: string
  vatId: string
  taxNumber: string
  placeAndDate: string
  signature: string
  /** `{page}` and `{pages}` are filled in. */
  page: string
}

const en: PrintLabels = {
  quote: 'Quote',
  order: 'Order confirmation',
  invoice: 'Invoice',
  creditNote: 'Credit note',
  receipt: 'Receipt',
  draft: 'Draft',
  recipient: 'To',
  deliverTo: 'Deliver to',
  issueDate: 'Date',
  dueDate: 'Due date',
  validUntil: 'Valid until',
  deliveryDate: 'Delivery date',
  customerNumber: 'Customer no.',
  position: 'No.',
  description: 'Description',
  quantity: 'Quantity',
  unitPrice: 'Unit price',
  discount: 'Discount',
  tax: 'Tax',
  amount: 'Amount',
  optional: 'Optional, not included',
  subtotal: 'Subtotal',
  net: 'Net total',
  taxOn: '{label} on {base}',
  total: 'Total',
  due: 'Amount due',
  payment: 'Payment',
  payBy: 'Please pay by {day}.',
  accountHolder: 'Account holder',
  bank: 'Bank',
  paymentReference: 'Reference',
  notes: 'Notes',
  terms: 'Terms',
  vatId: 'VAT ID',
  taxNumber: 'Tax no.',
  placeAndDate: 'Place, date',
  signature: 'Name, signature',
  page: 'Page {page} of {pages}',
}

const de: PrintLabels = {
  quote: 'Angebot',
  order: 'Auftragsbestätigung',
  invoice: 'Rechnung',
  creditNote: 'Gutschrift',
  receipt: 'Quittung',
  draft: 'Entwurf',
  recipient: 'An',
  deliverTo: 'Lieferung an',
  issueDate: 'Datum',
  dueDate: 'Zahlbar bis',
  validUntil: 'Gültig bis',
  deliveryDate: 'Lieferdatum',
  customerNumber: 'Kundennr.',
  position: 'Pos.',
  description: 'Beschreibung',
  quantity: 'Menge',
  unitPrice: 'Einzelpreis',
  discount: 'Rabatt',
  tax: 'USt.',
  amount: 'Betrag',
  optional: 'Optional, nicht enthalten',
  subtotal: 'Zwischensumme',
  net: 'Nettobetrag',
  taxOn: '{label} auf {base}',
  total: 'Gesamtbetrag',
  due: 'Offener Betrag',
  payment: 'Zahlung',
  payBy: 'Bitte zahlen Sie bis zum {day}.',
  accountHolder: 'Kontoinhaber',
  bank: 'Bank',
  paymentReference: 'Verwendungszweck',
  notes: 'Anmerkungen',
  terms: 'Bedingungen',
  vatId: 'USt-IdNr.',
  taxNumber: 'Steuernr.',
  placeAndDate: 'Ort, Datum',
  signature: 'Name, Unterschrift',
  page: 'Seite {page} von {pages}',
}

const es: PrintLabels = {
  quote: 'Presupuesto',
  order: 'Confirmación de pedido',
  invoice: 'Factura',
  creditNote: 'Factura rectificativa',
  receipt: 'Recibo',
  draft: 'Borrador',
  recipient: 'Para',
  deliverTo: 'Entregar a',
  issueDate: 'Fecha',
  dueDate: 'Vencimiento',
  validUntil: 'Válido hasta',
  deliveryDate: 'Fecha de entrega',
  customerNumber: 'N.º de cliente',
  position: 'N.º',
  description: 'Descripción',
  quantity: 'Cantidad',
  unitPrice: 'Precio unitario',
  discount: 'Descuento',
  tax: 'IVA',
  amount: 'Importe',
  optional: 'Opcional, no incluido',
  subtotal: 'Subtotal',
  net: 'Base imponible',
  taxOn: '{label} sobre {base}',
  total: 'Total',
  due: 'Importe pendiente',
  payment: 'Pago',
  payBy: 'Por favor, pague a más tardar el {day}.',
  accountHolder: 'Titular',
  bank: 'Banco',
  paymentReference: 'Concepto',
  notes: 'Observaciones',
  terms: 'Condiciones',
  vatId: 'NIF-IVA',
  taxNumber: 'NIF',
  placeAndDate: 'Lugar y fecha',
  signature: 'Nombre y firma',
  page: 'Página {page} de {pages}',
}

const fr: PrintLabels = {
  quote: 'Devis',
  order: 'Confirmation de commande',
  invoice: 'Facture',
  creditNote: 'Avoir',
  receipt: 'Reçu',
  draft: 'Brouillon',
  recipient: 'À',
  deliverTo: 'Livrer à',
  issueDate: 'Date',
  dueDate: 'Échéance',
  validUntil: 'Valable jusqu’au',
  deliveryDate: 'Date de livraison',
  customerNumber: 'N° client',
  position: 'N°',
  description: 'Désignation',
  quantity: 'Quantité',
  unitPrice: 'Prix unitaire',
  discount: 'Remise',
  tax: 'TVA',
  amount: 'Montant',
  optional: 'En option, non inclus',
  subtotal: 'Sous-total',
  net: 'Total HT',
  taxOn: '{label} sur {base}',
  total: 'Total TTC',
  due: 'Reste à payer',
  payment: 'Règlement',
  payBy: 'Merci de régler au plus tard le {day}.',
  accountHolder: 'Titulaire',
  bank: 'Banque',
  paymentReference: 'Référence',
  notes: 'Remarques',
  terms: 'Conditions',
  vatId: 'N° TVA',
  taxNumber: 'N° fiscal',
  placeAndDate: 'Lieu et date',
  signature: 'Nom et signature',
  page: 'Page {page} sur {pages}',
}

const cs: PrintLabels = {
  quote: 'Nabídka',
  order: 'Potvrzení objednávky',
  invoice: 'Faktura',
  creditNote: 'Opravný daňový doklad',
  receipt: 'Příjmový doklad',
  draft: 'Koncept',
  recipient: 'Odběratel',
  deliverTo: 'Dodat na adresu',
  issueDate: 'Datum vystavení',
  dueDate: 'Datum splatnosti',
  validUntil: 'Platnost do',
  deliveryDate: 'Datum dodání',
  customerNumber: 'Číslo zákazníka',
  position: 'Č.',
  description: 'Popis',
  quantity: 'Množství',
  unitPrice: 'Jedn. cena',
  discount: 'Sleva',
  tax: 'DPH',
  amount: 'Částka',
  optional: 'Volitelné, není v ceně',
  subtotal: 'Mezisoučet',
  net: 'Základ daně',
  taxOn: '{label} z {base}',
  total: 'Celkem',
  due: 'K úhradě',
  payment: 'Platba',
  payBy: 'Uhraďte prosím do {day}.',
  accountHolder: 'Majitel účtu',
  bank: 'Banka',
  paymentReference: 'Variabilní symbol',
  notes: 'Poznámky',
  terms: 'Podmínky',
  vatId: 'DIČ',
  taxNumber: 'IČO',
  placeAndDate: 'Místo a datum',
  signature: 'Jméno a podpis',
  page: 'Strana {page} z {pages}',
}

const ro: PrintLabels = {
  quote: 'Ofertă',
  order: 'Confirmare de comandă',
  invoice: 'Factură',
  creditNote: 'Factură de stornare',
  receipt: 'Chitanță',
  draft: 'Ciornă',
  recipient: 'Către',
  deliverTo: 'Livrare la',
  issueDate: 'Data',
  dueDate: 'Scadență',
  validUntil: 'Valabilă până la',
  deliveryDate: 'Data livrării',
  customerNumber: 'Nr. client',
  position: 'Nr.',
  description: 'Descriere',
  quantity: 'Cantitate',
  unitPrice: 'Preț unitar',
  discount: 'Reducere',
  tax: 'TVA',
  amount: 'Valoare',
  optional: 'Opțional, neinclus',
  subtotal: 'Subtotal',
  net: 'Total fără TVA',
  taxOn: '{label} la {base}',
  total: 'Total',
  due: 'Rest de plată',
  payment: 'Plată',
  payBy: 'Vă rugăm să plătiți până la {day}.',
  accountHolder: 'Titular cont',
  bank: 'Banca',
  paymentReference: 'Referință',
  notes: 'Observații',
  terms: 'Condiții',
  vatId: 'Cod TVA',
  taxNumber: 'CUI',
  placeAndDate: 'Locul și data',
  signature: 'Nume și semnătură',
  page: 'Pagina {page} din {pages}',
}

export const printLanguages: Readonly<Record<string, PrintLabels>> = { en, de, es, fr, cs, ro }

/** The words for a BCP 47 locale, English where the language is none of ours. */
export const labelsFor = (locale: string): PrintLabels =>
  printLanguages[locale.split('-')[0]?.toLowerCase() ?? ''] ?? en

/** Puts values into the `{places}` of a label. */
export const fillLabel = (label: string, values: Readonly<Record<string, string | number>>): string =>
  label.replace(/\{(\w+)\}/g, (place, name) => String(values[String(name)] ?? place))
