/** Taxes and currencies. */
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { Frame, Section } from './Frame.tsx'
import { RecordsTable } from './RecordsTable.tsx'

const TaxesPage = () => {
  const { me } = useApp()
  return (
    <Frame wide title="Taxes and currencies">
      <Section title="Tax classes" help="What a product is, for the tax: standard, reduced, exempt.">
        <RecordsTable
          entity="taxClass"
          columns={['name', 'description', 'isDefault']}
          addLabel="Add tax class"
          empty="No tax classes yet."
        />
      </Section>
      <Section
        title="Tax rates"
        help="What a class costs in a country, from a day on. Issued documents keep their rates."
      >
        <RecordsTable
          entity="taxRate"
          columns={['name', 'taxClassId', 'country', 'rate', 'category', 'validFrom']}
          addLabel="Add tax rate"
          empty="No tax rates yet: documents show no tax."
        />
      </Section>
      <Section
        title="Exchange rates"
        help={`Units of ${me.workspace.baseCurrency} for one unit of the currency, from a day on.`}
      >
        <RecordsTable
          entity="exchangeRate"
          columns={['code', 'validFrom', 'rate']}
          params={{ sort: '-validFrom' }}
          addLabel="Add exchange rate"
          empty="Everything is in the base currency so far."
        />
      </Section>
    </Frame>
  )
}
export default TaxesPage
