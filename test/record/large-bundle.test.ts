// The record of a sale of very many lots, with bids by file and private standing instructions: what each viewer can
// check of it, and that a flipped byte, a price, a bid and an award that a server made up are found and named.

import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_AUCTION_ID } from '../../shared/room/demo.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { rangesText, rerunText } from '../../shared/verify/report-words.ts';
import {
  FORGOTTEN,
  LARGE_COUNT,
  RecordedLargeSale,
  RESERVED,
} from '../support/recorded-large-sale.ts';
import { forgedBundle, verified } from '../support/recorded-sale.ts';

const team = (teamId: string): Viewer => ({ kind: 'team', teamId });
const MODERATOR: Viewer = { kind: 'moderator' };
const REGULATOR: Viewer = { kind: 'regulator' };
const PUBLIC: Viewer = { kind: 'public' };
const VIEWERS = [MODERATOR, REGULATOR, PUBLIC, team('usps'), team('northwind'), team('harbor')];

let sale: RecordedLargeSale;
let rounds: number;

beforeAll(async () => {
  sale = new RecordedLargeSale();
  await sale.play();
  rounds = (await sale.auction()).clock.results.length;
});

const checked = async (viewer: Viewer) => {
  const report = await verified(await sale.bundle(viewer));
  expect(report.findings, canonicalJson(viewer)).toEqual([]);
  const [rerun] = report.auctions;
  if (!rerun) throw new Error('no auction');
  return { ...report, rerun, words: rerunText(rerun).join('\n') };
};

/** Changes the number that ends what a pattern finds. */
const another = (text: string, at: RegExp, put: (number: number) => number): string =>
  text.replace(at, (whole, number: string) => {
    const before = whole.slice(0, whole.length - number.length);
    return `${before}${String(put(Number(number)))}`;
  });

const CLOSED = (round: number): RegExp =>
  new RegExp(`"round":${String(round)},?.*"type":"RoundClosed"`);
const isClose = (body: string, round: number): boolean =>
  body.includes('"type":"RoundClosed"') && CLOSED(round).test(body);

describe('[REC15] the record of a sale of very many lots', () => {
  it('has instructions in several rounds, a lot that nobody wants and one that misses its reserve', async () => {
    const { clock, unsoldLots, phase } = await sale.auction();
    expect(phase).toBe('certified');
    expect(clock.large).toBeDefined();
    expect(rounds).toBeGreaterThan(2);
    expect(clock.results.filter(({ instructed }) => instructed).length).toBeGreaterThan(1);
    expect(unsoldLots).toEqual([`l${String(FORGOTTEN)}`, `l${String(RESERVED)}`]);
  });

  it('is run again whole for the desk; whether a lot missed its reserve is said where reserves are not shown', async () => {
    for (const viewer of [MODERATOR, REGULATOR]) {
      const { rerun, words } = await checked(viewer);
      expect(rerun).toMatchObject({ rounds, sold: { lots: LARGE_COUNT - 2 } });
      expect(rerun.notDone).toBeUndefined();
      expect(rerun.givenRounds).toBeUndefined();
      expect(words).toContain('the same prices and the same award');
      expect(words).toContain(`${String(LARGE_COUNT - 2)} lots sold`);
      const unknown = viewer === MODERATOR ? [`l${String(RESERVED)}`] : undefined;
      expect(rerun.unknownReserves).toEqual(unknown);
    }
  });

  it('is run again for the side that does not bid, with what instructions bid taken as recorded, and says so', async () => {
    const { rerun, words } = await checked(team('usps'));
    expect(rerun.notDone).toBeUndefined();
    expect(rerun).toMatchObject({ rounds, sold: { lots: LARGE_COUNT - 2 } });
    const given = Array.from({ length: rounds - 1 }, (_, at) => at + 2);
    expect(rerun.givenRounds).toEqual(given);
    expect(words).toContain(
      `Not shown: rounds ${rangesText(given)} used private standing instructions.`,
    );
  });

  it('says for bidders and the public what was checked of what is published, and no more', async () => {
    for (const viewer of [team('northwind'), team('harbor'), PUBLIC]) {
      const { rerun, words } = await checked(viewer);
      expect(rerun.notDone).toBeDefined();
      expect(rerun.published).toEqual({
        rounds,
        openings: 2 * rounds * LARGE_COUNT,
        postedAgainstDemand: rounds * LARGE_COUNT,
        postedWithinRange: 0,
        ...(viewer !== PUBLIC && { ownRounds: rounds }),
      });
      expect(words).toContain('not run again to its end');
      expect(words).toContain('bids and standing instructions of others');
      expect(words).not.toContain('the same award');
      // Who used instructions, and in which rounds, is not for them.
      expect(words).not.toMatch(/used private|cascade/);
    }
  });

  it('without published demand says that prices were held between start and clock alone', async () => {
    const quiet = new RecordedLargeSale({ demand: 'none' });
    await quiet.play();
    const { findings, auctions } = await verified(await quiet.bundle(PUBLIC));
    expect(findings).toEqual([]);
    expect(auctions[0]?.published).toMatchObject({
      postedAgainstDemand: 0,
      postedWithinRange: rounds * LARGE_COUNT,
    });
  });

  it('of a sale that was cancelled holds for the desk, which is shown neither seed nor instructions of it', async () => {
    const cancelled = new RecordedLargeSale();
    await cancelled.setUp();
    await cancelled.file('northwind', () => 3);
    await cancelled.file('cascade', () => 3);
    await cancelled.close();
    await cancelled.instruct('cascade', 2_300, [1, 2, 3]);
    await cancelled.clock({ type: 'OpenRound' });
    await cancelled.close();
    await cancelled.clock({ type: 'CancelAuction', reason: 'the carrier withdrew' });
    await cancelled.time.advance(100);
    const { findings, auctions } = await verified(await cancelled.bundle(MODERATOR));
    expect(findings).toEqual([]);
    expect(auctions[0]?.notDone).toBe('the seed that breaks ties is shown only with awards');
    expect(auctions[0]?.published).toMatchObject({ rounds: 2 });
  });
});

describe('[REC16] what was made up in a sale of very many lots', () => {
  it('a flipped byte in what is shown is found by its line and entry, for every viewer', async () => {
    for (const viewer of VIEWERS) {
      const bundle = await sale.bundle(viewer);
      const at = bundle.indexOf('"postedMills":{"0":"') + '"postedMills":{"0":"'.length;
      expect(at).toBeGreaterThan(100);
      const flipped = `${bundle.slice(0, at)}${bundle[at] === '2' ? '3' : '2'}${bundle.slice(at + 1)}`;
      const { findings } = await verified(flipped);
      const line = bundle.slice(0, at).split('\n').length;
      expect(findings[0], canonicalJson(viewer)).toMatchObject({
        line,
        about: 'RoundClosed',
        what: 'is not what its hash stands for',
      });
    }
  });

  it('a posted price that does not follow is found by everybody to whom demand is published, with round and lot', async () => {
    const lie = (body: string): string =>
      isClose(body, 1) ? another(body, /"postedMills":\{"0":"(\d+)/, (price) => price + 10) : body;
    for (const viewer of VIEWERS) {
      const { findings, auctions } = await verified(await forgedBundle(sale, viewer, lie));
      // Who is not shown the order of entries proves nothing by running it again, but the price speaks for itself.
      const isDesk = viewer === MODERATOR || viewer === REGULATOR;
      expect(findings, canonicalJson(viewer)).toHaveLength(1);
      expect(findings[0]?.about).toBe(
        isDesk ? `RoundClosed of ${DEMO_AUCTION_ID}` : `result of round 1 of ${DEMO_AUCTION_ID}`,
      );
      expect(findings[0]?.what).toContain(
        isDesk
          ? 'round 1 posts $2.01 for lot l0, by the rules $2.00'
          : 'posts $2.01 for lot l0, but $2.00 follows at a demand of 6 for 4',
      );
      expect(auctions[0]?.notDone).toBeDefined();
    }
  });

  it('what instructions are said to have bid must follow from them for the desk, and fit the result for the other side', async () => {
    const lie = (body: string): string =>
      isClose(body, 2)
        ? another(body, /"instructed":\{"cascade":\{"0":"0:(\d+)/, (blocks) => blocks - 1)
        : body;
    const desk = await verified(await forgedBundle(sale, REGULATOR, lie));
    expect(desk.findings).toHaveLength(1);
    expect(desk.findings[0]?.about).toBe(`RoundClosed of ${DEMO_AUCTION_ID}`);
    const host = await verified(await forgedBundle(sale, team('usps'), lie));
    expect(host.auctions[0]?.notDone).toBeDefined();
  });

  it('an award that was made up is found: by the desk, and by the team whose demand it is', async () => {
    // The end names one lot more as sold, and the last round gives northwind a block more of its first lot.
    const sold = (body: string): string =>
      body.replace(`"l${String(FORGOTTEN)}","l${String(RESERVED)}"`, `"l${String(RESERVED)}"`);
    for (const viewer of VIEWERS) {
      const { findings } = await verified(await forgedBundle(sale, viewer, sold));
      expect(findings, canonicalJson(viewer)).toHaveLength(1);
      expect(findings[0]?.about).toMatch(
        new RegExp(`(?:AuctionEnded|end of the auction) of ${DEMO_AUCTION_ID}`),
      );
    }
    const given = (body: string): string =>
      isClose(body, rounds)
        ? another(body, /"demand":\{.*?"northwind":\{"0":"0:(\d+)/, (blocks) => blocks + 5)
        : body;
    const desk = await verified(await forgedBundle(sale, REGULATOR, given));
    expect(desk.findings[0]?.what).toContain('of lot l0, by the rules');
    expect(desk.findings[0]?.what).toContain(`round ${String(rounds)} gives northwind`);
    const own = await verified(await forgedBundle(sale, team('northwind'), given));
    expect(own.findings[0]?.about).toContain(`result of round ${String(rounds)}`);
    expect(own.findings[0]?.what).toContain('of lot l0, but');
    // Another team is not shown it, and finds nothing; nor does it say that it checked it.
    const rival = await verified(await forgedBundle(sale, team('harbor'), given));
    expect(rival.findings).toEqual([]);
    expect(rival.auctions[0]?.notDone).toBeDefined();
  });
});
