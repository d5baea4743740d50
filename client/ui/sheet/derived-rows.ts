// Derived values of a sheet for the page: computed once for each column from what that side says, with the viewer's
// own assumptions. Pure.

import type { Side } from '../../../shared/room/types.ts';
import type { FieldType, FieldValue } from '../../../shared/sheet/field-types.ts';
import type { Figure, Outcome } from '../../../shared/sheet/derive/formula.ts';
import type {
  AssumptionTemplate,
  DerivedTemplate,
  SectionTemplate,
  SheetView,
} from '../../../shared/sheet/types.ts';
import { evaluateDerived } from '../../../shared/sheet/derive/evaluate.ts';
import { checkFieldValue } from '../../../shared/sheet/fields.ts';
import type { FieldGap } from '../../format/field-gap.ts';
import { gapOf } from '../../format/field-gap.ts';
import { lotsOf } from './sheet-rows.ts';

export interface DerivedRowData {
  readonly derived: DerivedTemplate;
  /** One outcome a column. */
  readonly outcomes: readonly Outcome[];
  /** Distance of the main figures of two columns. */
  readonly gap: FieldGap | undefined;
}

/** The viewer's own values by the id of the assumption. */
export type Tried = Readonly<Record<string, FieldValue>>;

/** What a side says of a field: what is agreed, else its own position. Never the other side's. */
export const saidBy = (view: SheetView, side: Side, termId: string): FieldValue | undefined => {
  const term = view.terms[termId];
  if (!term) return undefined;
  if (term.state !== 'agreed') return term[side]?.value;
  // Of a field that one side fills, the agreed value is that side's.
  return (term[side] ?? term.carrier ?? term.shipper)?.value;
};

/** Assumptions whose stored value no longer fits their type fall back to the template's own. */
const triedValue = (view: SheetView, tried: Tried, id: string): FieldValue | undefined => {
  const value = Object.hasOwn(tried, id) ? tried[id] : undefined;
  const type = assumptionsOf(view).find((each) => each.id === id)?.type;
  return value !== undefined && type && !checkFieldValue(type, value) ? value : undefined;
};

const assumptionsOf = ({ template }: SheetView): readonly AssumptionTemplate[] =>
  template.sections.flatMap(({ assumptions = [] }) => assumptions);

/** The main figure of an outcome. */
export const mainFigure = (outcome: Outcome | undefined): Figure | undefined =>
  outcome?.ok ? outcome.figures[0] : undefined;

const gapBetween = (a: Figure | undefined, b: Figure | undefined): FieldGap | undefined =>
  a && b ? gapOf(a.type as FieldType, a.value, b.value) : undefined;

/** Figures of a lot under its name. */
const named = ({ lots }: SheetView, outcome: Outcome): Outcome =>
  outcome.ok
    ? {
        ok: true,
        figures: outcome.figures.map((figure) => {
          const lot = figure.lotId === undefined ? undefined : lots[figure.lotId];
          return lot ? { ...figure, label: lot.name } : figure;
        }),
      }
    : outcome;

/** The derived values of one section, a column a side. */
export const derivedRows = (
  view: SheetView,
  section: SectionTemplate,
  { columns, tried }: { readonly columns: readonly Side[]; readonly tried: Tried },
): readonly DerivedRowData[] => {
  const lotIds = lotsOf(view).map(({ id }) => id);
  return (section.derived ?? []).map((derived) => {
    const outcomes = columns.map((side) =>
      named(
        view,
        evaluateDerived(view.template, derived, {
          fieldValue: (termId) => saidBy(view, side, termId),
          assumption: (id) => triedValue(view, tried, id),
          lotIds,
        }),
      ),
    );
    return { derived, outcomes, gap: gapBetween(mainFigure(outcomes[0]), mainFigure(outcomes[1])) };
  });
};
