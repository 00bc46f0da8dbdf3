/** A quote made from a deal begins with the deal's customer and lines. */
import { getVisible, partRows } from '../../kernel/server/table.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { opportunity, opportunityLine } from '../opportunities/model.ts'
import type { LineDraft } from './documents.ts'

type Start = {
  header: {
    accountId: string | null
    contactId: string | null
    title: string
    currency: string | null
    ownerId: string | null
    teamId: string | null
  }
  lines: LineDraft[]
}

export const fromOpportunity = async (c: Ctx, id: string): Promise<Start> => {
  const deal = await getVisible(c, opportunity, id)
  const lines = await partRows(c, opportunityLine, id)
  return {
    header: {
      accountId: deal.accountId,
      contactId: deal.contactId,
      title: deal.name,
      currency: deal.currency,
      ownerId: deal.ownerId,
      teamId: deal.teamId,
    },
    lines: lines.map((line) => ({
      productId: line.productId,
      ...(line.description ? { description: line.description } : {}),
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      discountPercent: line.discountPercent,
    })),
  }
}
