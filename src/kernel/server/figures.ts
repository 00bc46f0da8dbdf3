/** The explanations of a document's figures, as far as a role may see those figures. */
import type { Entity } from '../entity.ts'
import type { Explanations } from '../explain.ts'
import { type Actor, isHidden } from './access.ts'

/** Cost and margin are each other's complement: who may not see the one could work it out from the other. */
const revealing = /(?:^|\.)(?:cost|margin|marginPercent)$/

/** Leaves out cost and margin, of the document and of its lines, where the role hides either. */
export const shownFigures = (actor: Actor, e: Entity, figures: Explanations): Explanations =>
  isHidden(actor, e, 'cost') || isHidden(actor, e, 'margin')
    ? Object.fromEntries(Object.entries(figures).filter(([key]) => !revealing.test(key)))
    : figures
