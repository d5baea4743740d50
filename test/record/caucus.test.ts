// What a team drafted for itself, in the record: whole in its own bundle, where its receipts are found, and nothing of it
// in anybody else's.

import { beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../shared/room/view-types.ts';
import { caucusStream } from '../../shared/kernel/ids.ts';
import type { CaucusCommand } from '../../shared/sheet/caucus/types.ts';
import { paragraphs } from '../support/offers.ts';
import { RecordedSale, verified } from '../support/recorded-sale.ts';
import { seat } from '../support/stream.ts';

const team = (teamId: string): Viewer => ({ kind: 'team', teamId });
const SECRET = 'nobody else reads this';

let sale: RecordedSale;
let sheetId: string;
const before = new Map<Viewer, string>();
const OTHERS: readonly Viewer[] = [
  { kind: 'moderator' },
  { kind: 'regulator' },
  { kind: 'public' },
  team('usps'),
  team('harbor'),
];

/** A bundle without its first line, which says when it was made, and its last, which signs that. */
const inner = (bundle: string): string => bundle.trim().split('\n').slice(1, -1).join('\n');

beforeAll(async () => {
  sale = new RecordedSale();
  await sale.play();
  sheetId = await sale.writeSheet('northwind');
  for (const viewer of OTHERS) before.set(viewer, inner(await sale.bundle(viewer)));
  const command: CaucusCommand = {
    ...{ type: 'BeginDraft', termId: 'governance-liability', from: 'empty' },
    ...{ standing: '0'.repeat(64), blocks: paragraphs('Words.'), name: SECRET },
  };
  const answer = await sale.hosts
    .caucus(sheetId, 'northwind')
    .submit('00000000-0000-4000-8000-000000000001', seat('northwind-lead'), command);
  if (!answer.ok) throw new Error(answer.rejection.code);
});

describe('[CAU8] the record of a caucus', () => {
  it('is in the bundle of its own team, whole, after its sheet, and verifies', async () => {
    const bundle = await sale.bundle(team('northwind'));
    expect(bundle.includes(`"name":"${SECRET}"`)).toBe(true);
    const report = await verified(bundle);
    expect(report.findings).toEqual([]);
    const streams = report.streams.map(({ stream }) => stream);
    const own = caucusStream(sheetId, 'northwind');
    expect(streams.indexOf(own)).toBe(streams.indexOf(`sheet:${sheetId}`) + 1);
    expect(report.streams.find(({ stream }) => stream === own)).toMatchObject({
      ...{ seals: 1, entries: 1 },
    });
  });

  it('is in nobody else’s, which are as they were', async () => {
    for (const viewer of OTHERS) {
      const bundle = inner(await sale.bundle(viewer));
      expect([viewer, bundle.includes('caucus')]).toEqual([viewer, false]);
      expect([viewer, bundle === before.get(viewer)]).toEqual([viewer, true]);
    }
  });
});
