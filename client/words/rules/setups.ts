// The formats that a sale can be set up in on the page: those that the room has parts for. Of others a bidder could see
// the rules and could not bid.

import type { FormatId } from '../../../shared/auction/types.ts';
import { clockSetup } from './clock-setup.ts';
import { dutchSetup } from './dutch-setup.ts';
import { englishSetup } from './english-setup.ts';
import { packageSetup } from './package-setup.ts';
import { sealedSetup } from './sealed-setup.ts';
import type { FormatSetup } from './rule-field.ts';

/** In the order they are offered. */
export const SETUPS: readonly FormatSetup[] = [
  clockSetup,
  englishSetup,
  sealedSetup,
  dutchSetup,
  packageSetup,
];

export const setupOf = (format: FormatId): FormatSetup | undefined =>
  SETUPS.find((setup) => setup.format === format);
