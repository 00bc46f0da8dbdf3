/** A product with the prices it has on price lists. */
import type { RecordPageProps } from '../../../kernel/ui/app/areaUi.ts'
import { RecordPage } from '../../../kernel/ui/record/RecordPage.tsx'
import { product } from '../model.ts'
import { Prices } from './Prices.tsx'

const ProductPage = ({ id }: RecordPageProps) => (
  <RecordPage
    entity={product}
    id={id}
    relatedLeaveOut={['priceListEntry']}
    tabs={(generic, r) => [{ key: 'prices', label: 'Prices', content: <Prices of="product" record={r} /> }, ...generic]}
    aside={null}
  />
)
export default ProductPage
