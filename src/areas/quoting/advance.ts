/** Steps of a flow that follow from another action: the same table of states decides, and nothing else writes a status. */
import type { Entity, Row } from '../../kernel/entity.ts'
import { assertStep, type Flow, type Step } from '../../kernel/flow.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { update } from '../../kernel/server/table.ts'

/** Takes the step or throws its refusal. `row` must be locked. */
export const advance = async <E extends Entity, F, S extends Record<string, Step<E, string, F>>>(
  c: Ctx,
  flow: Flow<E, F, S>,
  name: keyof S & string,
  row: Row<E>,
  facts: F,
  patch: Partial<Row<E>> = {},
): Promise<Row<E>> => {
  assertStep(flow as unknown as Flow<E, F>, name, row, facts)
  const to = flow.steps[name]?.to
  return (await update(c, flow.entity as Entity, row as Row<Entity>, { ...patch, [flow.field]: to })) as Row<E>
}
