// Whose changes the differences of two wordings are.

import type { SeatId } from '../../kernel/ids.ts';
import type { AuthoredRun, Authors } from './authored.ts';
import { attributionOf } from './authored.ts';
import type { Attribution } from './types.ts';

/** Nobody's, all of them one seat's that proposes them, or of whomever a record names, in whatever form it is at hand. */
export type ChangesBy<Names> =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'proposer'; readonly seatId: SeatId }
  | { readonly kind: 'record'; readonly names: Names };

/** Attribution of a redline from one wording to another; undefined where nobody is named. */
export const attributionBy = (
  by: ChangesBy<Authors>,
  base: readonly AuthoredRun[],
  text: readonly AuthoredRun[],
): Attribution | undefined => {
  if (by.kind === 'nobody') return undefined;
  if (by.kind === 'record') return attributionOf(base, text, by.names);
  const proposer = (): SeatId => by.seatId;
  return { isOld: () => false, writer: proposer, remover: proposer, styler: proposer };
};
