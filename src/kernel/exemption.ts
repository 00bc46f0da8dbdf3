// Which tax categories need a reason on the issued document (EN 16931: BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10).
import type { FieldError } from './errors.ts'
import type { DocumentLine, TaxCategory } from './taxTypes.ts'

const needReason: ReadonlySet<TaxCategory> = new Set<TaxCategory>(['E', 'AE', 'K', 'G', 'O'])

/** True for exempt, reverse charge, intra-community, export and outside the scope. */
export const needsReason = (category: TaxCategory): boolean => needReason.has(category)

/** One complaint per tax without its reason. A draft may lack it; issuing asks here first. */
export const missingReasons = (lines: readonly DocumentLine[]): FieldError[] =>
  lines.flatMap((line, i) =>
    line.kind !== 'product' || (line.optional && !line.selected)
      ? []
      : line.taxes.flatMap((tax, j) =>
          needsReason(tax.category) && !tax.exemptionReason?.trim()
            ? [
                {
                  path: `lines.${i}.taxes.${j}.exemptionReason`,
                  message: `${tax.name} needs the reason why no tax is due`,
                },
              ]
            : [],
        ),
  )
