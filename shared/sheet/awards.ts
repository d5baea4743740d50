// What an award of the auction does to a sheet: the positions of both sides on the terms of its lot, and the clauses that
// were agreed on other numbers, which both sides look at again (SHT11, AWD1).

import type { DecideContext, Decision } from '../kernel/decider.ts';
import type { TermId } from '../kernel/ids.ts';
import type { AwardLink } from './award-types.ts';
import type {
  ClauseTemplate,
  PositionValue,
  SheetCommand,
  SheetEvent,
  SheetState,
  Template,
} from './types.ts';
import { accept, refuse } from '../kernel/decider.ts';
import { reject } from '../kernel/rejection.ts';
import { isSameValue } from './fields.ts';
import { referencesIn } from './references.ts';
import { awardFields, clausesOf, lotTermId } from './template.ts';
import { wordsOfBlocks } from './text-words.ts';
import { wordingOf } from './wordings.ts';

type TakeAward = SheetCommand & { readonly type: 'TakeAward' };

/** The values an award gives to the fields of its lot. */
const awardPositions = (
  template: Template,
  { lot, priceMills, piecesPerDay }: TakeAward,
): Readonly<Record<string, PositionValue>> => {
  const values = { price: priceMills, volume: piecesPerDay, window: lot.window } as const;
  return Object.fromEntries(
    awardFields(template).flatMap(({ id, award }) =>
      award ? [[lotTermId(id, lot.id), { kind: 'field', value: values[award] } as const]] : [],
    ),
  );
};

export const isSameLink = (a: AwardLink | null | undefined, b: AwardLink): boolean =>
  a?.auctionId === b.auctionId && a.lotId === b.lotId && a.round === b.round;

/** Ids that a clause says it follows from: those its template names, and those its wording refers to. */
const dependenciesOf = (state: SheetState, clause: ClauseTemplate): ReadonlySet<TermId> => {
  const hash = state.terms[clause.id]?.agreedHash;
  const agreed = hash === undefined ? undefined : wordingOf(state, clause.id, hash);
  const wording = agreed ? wordsOfBlocks(agreed.blocks) : clause.text.join('\n');
  return new Set([...(clause.dependsOn ?? []), ...referencesIn(wording).map(({ id }) => id)]);
};

/** Fields of a lot that its award changes: by their id, and for this lot. */
const changedFields = (
  state: SheetState,
  template: Template,
  { lotId, positions }: { lotId: string; positions: Readonly<Record<TermId, PositionValue>> },
): ReadonlySet<TermId> =>
  new Set(
    awardFields(template).flatMap(({ id }) => {
      const termId = lotTermId(id, lotId);
      const [now, before] = [positions[termId], state.terms[termId]?.agreed?.value];
      // What the sides had agreed already is no news to anybody.
      return now && before && isSameValue(now, before) ? [] : [id, termId];
    }),
  );

/** What an award brings into the sheet, and the agreed clauses that depend on it, in the order of the template (AWD1). */
export const awardEvents = (
  state: SheetState,
  template: Template,
  award: Omit<SheetEvent & { readonly type: 'AwardTaken' }, 'type'> & {
    readonly changed: ReadonlySet<TermId>;
    readonly reason: string;
  },
): readonly SheetEvent[] => {
  const { changed, reason, ...taken } = award;
  const opened = clausesOf(template).flatMap((clause) => {
    if (!state.terms[clause.id]?.agreed) return [];
    return [...dependenciesOf(state, clause)].some((id) => changed.has(id)) ? [clause.id] : [];
  });
  return [
    { type: 'AwardTaken', ...taken },
    ...opened.map((termId): SheetEvent => ({
      ...{ type: 'TermReopened', termId, reason, award: taken.link },
    })),
  ];
};

/** Why an award opens what it opens. */
export const awardReason = ({ lot }: TakeAward): string => `Award of ${lot.name}`;

/** Fills the terms of one lot for both sides (SHT11). What it once brought it never brings again. */
export const takeAward = (
  state: SheetState,
  command: TakeAward,
  { by }: DecideContext,
): Decision<SheetEvent> => {
  if (by.kind !== 'system') return refuse<SheetEvent>(reject('sheet/not-allowed'));
  const { template } = state;
  if (!template) return refuse<SheetEvent>(reject('sheet/unknown'));
  const { lot, link } = command;
  const positions = awardPositions(template, command);
  const isKnown = Object.keys(positions).some((id) => isSameLink(state.terms[id]?.award, link));
  if (isKnown) return accept<SheetEvent>();
  const changed = changedFields(state, template, { lotId: lot.id, positions });
  const reason = awardReason(command);
  return accept<SheetEvent>(
    ...awardEvents(state, template, { lot, positions, link, changed, reason }),
  );
};
