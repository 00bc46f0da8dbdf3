/** The pages of the areas, one line each: the only list. */
import type { AreaUi } from '../../kernel/ui/app/areaUi.ts'

export const areas: readonly AreaUi[] = []
