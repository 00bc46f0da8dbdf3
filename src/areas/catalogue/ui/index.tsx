/** The catalogue in the shell: products and price lists. */
import { IconPackage, IconReceiptTax, IconTags } from '@tabler/icons-react'
import type { AreaUi } from '../../../kernel/ui/app/areaUi.ts'
import { page } from '../../../kernel/ui/app/page.ts'

export const catalogueUi: AreaUi = {
  name: 'catalogue',
  label: 'Catalogue',
  icon: IconPackage,
  order: 80,
  nav: [
    { label: 'Products', icon: IconPackage, entity: 'product' },
    { label: 'Price lists', icon: IconTags, entity: 'priceList' },
  ],
  routes: [],
  pages: {
    product: {
      about: 'What you sell, with price and tax. Quotes and invoices fill their lines from it.',
      icon: IconPackage,
      listColumns: ['name', 'sku', 'type', 'categoryId', 'unitPrice', 'currency', 'taxClassId', 'active'],
      defaultFilter: { active: 'true' },
      record: page(() => import('./ProductPage.tsx')),
    },
    priceList: {
      about: 'Prices for certain customers, currencies or times, over the standard ones.',
      icon: IconTags,
      listColumns: ['name', 'currency', 'pricesInclude', 'isDefault', 'validFrom', 'validTo', 'active'],
      record: page(() => import('./PriceListPage.tsx')),
    },
    priceListEntry: { hidden: true },
    taxClass: { icon: IconReceiptTax, listColumns: ['name', 'description', 'isDefault'] },
    taxRate: {
      icon: IconReceiptTax,
      listColumns: ['name', 'taxClassId', 'country', 'rate', 'category', 'validFrom', 'validTo'],
    },
  },
}
