// The soft close: what a change of the lead does to the close of a lot (rule ENG3). Pure.

import type { EpochMs } from '../../kernel/units.ts';
import type { EnglishLot, EnglishRules } from './english-types.ts';
import { after } from '../../kernel/units.ts';

type Ending = Pick<EnglishRules, 'softClose' | 'hardStopMs'>;
type Timed = Pick<EnglishLot, 'openedAtMs' | 'closesAtMs' | 'extensions'>;

/** The instant that no lot of the rules outlives; undefined without a hard stop. */
export const hardStopOf = (
  { hardStopMs }: Pick<EnglishRules, 'hardStopMs'>,
  openedAtMs: EpochMs,
): EpochMs | undefined => (hardStopMs === undefined ? undefined : after(openedAtMs, hardStopMs));

/** The close of a lot that is opened at an instant: nobody has bid yet. */
export const firstClose = ({ softClose }: Ending, openedAtMs: EpochMs): EpochMs =>
  after(openedAtMs, softClose.kind === 'survival' ? softClose.standsMs : softClose.afterMs);

const extendedClose = ({ softClose }: Ending, lot: Timed, at: EpochMs): EpochMs => {
  if (softClose.kind === 'survival') return after(at, softClose.standsMs);
  const { windowMs, extensionMs, maximumExtensions } = softClose;
  const isInWindow = at >= lot.closesAtMs - windowMs;
  const isCapped = maximumExtensions !== undefined && lot.extensions >= maximumExtensions;
  if (!isInWindow || isCapped) return lot.closesAtMs;
  return after(softClose.kind === 'close-plus' ? lot.closesAtMs : at, extensionMs);
};

/** The close after a change of the lead at `at`, before the close: never earlier, never beyond the hard stop (ENG3). */
export const closeAfterChange = (rules: Ending, lot: Timed, at: EpochMs): EpochMs => {
  const close = extendedClose(rules, lot, at);
  const hardStop = hardStopOf(rules, lot.openedAtMs) ?? close;
  return Math.max(lot.closesAtMs, Math.min(close, hardStop)) as EpochMs;
};
