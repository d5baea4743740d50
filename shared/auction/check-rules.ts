// Whether lots and rules can work at all. Every refusal names the place and what is allowed.

import type { LotId } from '../kernel/ids.ts';
import type { Mills } from '../kernel/units.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { Lot, Rules } from './types.ts';
import { reject } from '../kernel/rejection.ts';
import { isZone } from '../kernel/zones.ts';

export const MIN_ROUND_MS = 1_000;
export const MIN_COUNTDOWN_MS = 3_000;
const MAX_RELEASE_MS = 5_000;

const outside = (field: string, value: number, minimum: number, maximum?: number): Rejection =>
  reject('auction/invalid-rules', {
    field,
    value,
    minimum,
    ...(maximum !== undefined && { maximum }),
  });

/** The first thing wrong with the rules, or undefined (AUC1). */
export const checkRules = (rules: Rules): Rejection | undefined => {
  const { roundMs, incrementBp, activityBp, resumeCountdownMs, releaseMs } = rules;
  if (roundMs < MIN_ROUND_MS) return outside('roundMs', roundMs, MIN_ROUND_MS);
  if (incrementBp < 1) return outside('incrementBp', incrementBp, 1);
  // A falling clock that takes off all of the price has no second round.
  if (rules.direction === 'descending' && incrementBp > 9_999) {
    return outside('incrementBp', incrementBp, 1, 9_999);
  }
  if (activityBp < 1 || activityBp > 10_000) return outside('activityBp', activityBp, 1, 10_000);
  if (resumeCountdownMs < MIN_COUNTDOWN_MS) {
    return outside('resumeCountdownMs', resumeCountdownMs, MIN_COUNTDOWN_MS);
  }
  if (releaseMs > MAX_RELEASE_MS) return outside('releaseMs', releaseMs, 0, MAX_RELEASE_MS);
  return undefined;
};

const wrongLot = (lot: Lot, field: string): Rejection =>
  reject('auction/invalid-lot', { lotId: lot.id, field });

/** The first thing wrong with the lots and their hidden reserves, or undefined (AUC1). */
export const checkLots = (
  lots: readonly Lot[],
  reservesMills: Readonly<Record<LotId, Mills>>,
): Rejection | undefined => {
  if (lots.length === 0) return reject('auction/no-lots');
  const ids = new Set<LotId>();
  for (const lot of lots) {
    if (ids.has(lot.id)) return reject('auction/lot-twice', { lotId: lot.id });
    ids.add(lot.id);
    const { openingPriceMills, tickMills } = lot;
    if (openingPriceMills === 0 || openingPriceMills % tickMills !== 0) {
      return wrongLot(lot, 'openingPriceMills');
    }
    if ((reservesMills[lot.id] ?? 0) % tickMills !== 0) return wrongLot(lot, 'reserveMills');
    if (!isZone(lot.window.zone)) return wrongLot(lot, 'window.zone');
  }
  const stray = Object.keys(reservesMills).find((lotId) => !ids.has(lotId));
  return stray === undefined ? undefined : reject('auction/unknown-lot', { lotId: stray });
};
