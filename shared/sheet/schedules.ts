// What a certificate brings to a sheet whose shipper won too many lots for fields: one row of a table, with the hash of the
// file that lists them. The row is a term as any other: agreed by the award, part of the frozen hash, off-award if changed.

import type { DecideContext, Decision } from '../kernel/decider.ts';
import type { TableRow } from './field-types.ts';
import type { AwardSchedule } from './award-types.ts';
import type { SheetCommand, SheetEvent, SheetState } from './types.ts';
import { accept, refuse } from '../kernel/decider.ts';
import { reject } from '../kernel/rejection.ts';
import { awardEvents, isSameLink } from './awards.ts';
import { scheduleField, scheduleRows } from './schedule-form.ts';
import { awardFields } from './template.ts';

type TakeSchedule = SheetCommand & { readonly type: 'TakeSchedule' };

/** Why a schedule opens what it opens. */
export const scheduleReason = ({ schedule }: TakeSchedule): string => `Award of ${schedule.sale}`;

const rowOf = (
  { sale, lots, piecesPerDay, yearlyMills, sha256 }: AwardSchedule,
  auction: string,
): TableRow => ({ sale, lots, pieces: piecesPerDay, value: yearlyMills, sha256, auction });

/** Gives the table its row, for both sides (BIG7). A sheet without such a table is left alone. */
export const takeSchedule = (
  state: SheetState,
  command: TakeSchedule,
  { by }: DecideContext,
): Decision<SheetEvent> => {
  if (by.kind !== 'system') return refuse<SheetEvent>(reject('sheet/not-allowed'));
  const { template } = state;
  if (!template) return refuse<SheetEvent>(reject('sheet/unknown'));
  const { schedule, link } = command;
  const id = scheduleField(template)?.id;
  const term = id === undefined ? undefined : state.terms[id];
  if (id === undefined || !term || isSameLink(term.award, link)) return accept<SheetEvent>();
  const { awarded } = term;
  const before = awarded?.kind === 'field' ? scheduleRows(awarded.value) : [];
  const others = before.filter(({ auction }) => auction !== link.auctionId);
  const value = [...others, rowOf(schedule, link.auctionId)];
  return accept<SheetEvent>(
    ...awardEvents(state, template, {
      positions: { [id]: { kind: 'field', value } },
      link,
      // It stands for the price, volume and window of each of its lots.
      changed: new Set([id, ...awardFields(template).map((field) => field.id)]),
      reason: scheduleReason(command),
    }),
  );
};
