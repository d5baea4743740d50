// What of the bar of a sheet has room on its one line.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { BAR_GAP_PX, fitting } from '../../client/ui/sheet/offers/bar-room.ts';

const NAMES = ['offers', 'comments', 'caucus', 'points'] as const;
const WIDTHS = new Map([
  ['offers', 90],
  ['comments', 80],
  ['caucus', 60],
  ['points', 110],
]);

describe('[UI99] what has room in the bar', () => {
  it('goes by importance, with the gaps between', () => {
    const all = 90 + 80 + 60 + 110 + 3 * BAR_GAP_PX;
    expect([...fitting(NAMES, WIDTHS, all)]).toEqual(NAMES);
    expect([...fitting(NAMES, WIDTHS, all - 1)]).toEqual(['offers', 'comments', 'caucus']);
    // A small one behind one that has no room stays out: what is there is not a matter of chance.
    expect([...fitting(NAMES, WIDTHS, 90 + 60 + BAR_GAP_PX)]).toEqual(['offers']);
    expect([...fitting(NAMES, WIDTHS, 10)]).toEqual(['offers']);
    expect([...fitting([], WIDTHS, 10)]).toEqual([]);
  });

  it('takes nothing away as the room grows', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (room, more) => {
        const [before, after] = [fitting(NAMES, WIDTHS, room), fitting(NAMES, WIDTHS, room + more)];
        expect([...after]).toEqual(expect.arrayContaining([...before]));
      }),
      { numRuns: 100 },
    );
  });
});
