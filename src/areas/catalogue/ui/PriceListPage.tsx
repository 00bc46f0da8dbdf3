/** A price list with its prices. */
import type { RecordPageProps } from '../../../kernel/ui/app/areaUi.ts'
import { RecordPage } from '../../../kernel/ui/record/RecordPage.tsx'
import { priceList } from '../model.ts'
import { Prices } from './Prices.tsx'

const PriceListPage = ({ id }: RecordPageProps) => (
  <RecordPage
    entity={priceList}
    id={id}
    relatedLeaveOut={['priceListEntry']}
    tabs={(generic, r) => [
      { key: 'prices', label: 'Prices', content: <Prices of="priceList" record={r} /> },
      ...generic,
    ]}
    aside={null}
  />
)
export default PriceListPage
