// Whether lots and rules can work at all. Every refusal names the place and what is allowed.

import type { LotId } from '../kernel/ids.ts';
import type { Mills } from '../kernel/units.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { Lot, Rules } from './types.ts';
import { reject } from '../kernel/rejection.ts';
import { isZone } from '../kernel/zones.ts';
import { formatOf } from './formats/all.ts';
import { MAX_RELEASE_MS, MIN_COUNTDOWN_MS, outside, wrongLot } from './rule-bounds.ts';

/** The first thing wrong with the rules, by themselves and with the lots, or undefined (AUC1). */
export const checkRules = (rules: Rules, lots: readonly Lot[]): Rejection | undefined => {
  const wrong = formatOf(rules).checkRules(rules, lots);
  if (wrong) return wrong;
  const { resumeCountdownMs, releaseMs } = rules;
  if (resumeCountdownMs < MIN_COUNTDOWN_MS) {
    return outside('resumeCountdownMs', resumeCountdownMs, MIN_COUNTDOWN_MS);
  }
  if (releaseMs > MAX_RELEASE_MS) return outside('releaseMs', releaseMs, 0, MAX_RELEASE_MS);
  return undefined;
};

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
      return wrongLot(lot, 'openingPriceMills', 'multiple-of-tick', { tickMills });
    }
    if ((reservesMills[lot.id] ?? 0) % tickMills !== 0) {
      return wrongLot(lot, 'reserveMills', 'multiple-of-tick', { tickMills });
    }
    if (!isZone(lot.window.zone)) return wrongLot(lot, 'window.zone', 'time-zone');
  }
  const stray = Object.keys(reservesMills).find((lotId) => !ids.has(lotId));
  return stray === undefined ? undefined : reject('auction/unknown-lot', { lotId: stray });
};
