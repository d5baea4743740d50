// The real server is ended with SIGKILL again and again while scripted clients bid and type, and started again on the
// same folder. The moments come from a seed, which is printed: `PARLEY_TEST_SEED=<seed>` draws the same ones again.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roomDecider } from '../../shared/room/room.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { beginning, bodyOf, foldEntry } from '../../server/host/fold.ts';
import { DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import { roomStream } from '../../shared/kernel/ids.ts';
import { eventually, inTime } from '../support/patience.ts';
import { Random } from '../../shared/kernel/random.ts';
import type { Cast } from './cast.ts';
import { gather } from './cast.ts';
import type { Counts, Deed, Moment } from './deeds.ts';
import { Deeds } from './deeds.ts';
import { Evidence } from './evidence.ts';
import type { OutageCounts } from './laws.ts';
import {
  expectAcknowledged,
  expectReceipts,
  expectOutages,
  expectSaved,
  outagesIn,
} from './laws.ts';
import { MortalServer } from './mortal-server.ts';
import { hashesOf, wordsIn } from './typist.ts';

const IS_LONG = process.env['PARLEY_TEST_LONG'] === '1';
const KILLS = IS_LONG ? 200 : 20;
const FIXED_SEED = 20_260_120;
const fresh = (): number => Math.floor(Math.random() * 2 ** 32);
const SEED = Number(process.env['PARLEY_TEST_SEED'] ?? (IS_LONG ? fresh() : FIXED_SEED));
const LIMIT_MS = KILLS * 30_000;
/** Rules of the demo: an outage longer than this pauses the clock. */
const OUTAGE_MS = 3_000;
const ROOM_STREAM = roomStream(DEMO_ROOM_ID);

interface Life {
  readonly moment: Moment;
  /** The server stays away for longer than the rules allow. */
  readonly isLongAway: boolean;
}

/** In the midst of the work, at the first lines that come up, and in the very start. */
const drawLives = (random: Random): readonly Life[] => {
  const work = (): Moment => ({
    after: { answered: random.between(2, 30), saved: random.between(2, 30) },
    at: random.pick(['sent', 'answered', 'typed', 'saved']),
  });
  const early = (): Moment => {
    const at = random.pick(['connected', 'started'] as const);
    return { after: at === 'connected' ? { connected: random.between(0, 5) } : {}, at };
  };
  const kinds = Array.from({ length: KILLS - 1 }, (_, index) => index % 5 === 0);
  const lives = random.shuffled(kinds).map((isEarly, index) => ({
    moment: isEarly ? early() : work(),
    isLongAway: index % 7 === 3,
  }));
  const first = { after: { answered: 30, saved: 30 }, at: 'sent' } as const;
  return [{ moment: first, isLongAway: false }, ...lives];
};

const deeds = new Deeds();
const evidence = new Evidence();
const counts: Counts[] = [];
const lives = drawLives(new Random(SEED));
let server: MortalServer;
let cast: Cast;
let exitCode: number | string | undefined;

/** Strikes the server down at the moment, and looks at what it leaves before the next one starts. */
const live = async ({ moment, isLongAway }: Life): Promise<void> => {
  const struck = deeds.strikeAt(moment, () => {
    server.strike();
  });
  if (counts.length > 0) await start();
  await inTime(struck, () => `${JSON.stringify({ moment, now: deeds.counts })} ${server.output}`);
  expect(await server.ended()).toBe('SIGKILL');
  counts.push(deeds.counts);
  deeds.newLife();
  await server.autopsy((store) => evidence.readOn(store));
  expectAcknowledged(evidence, cast.lines);
  expectSaved(evidence, cast.typists);
  if (process.env['PARLEY_TEST_TRACE']) console.log(counts.at(-1), moment);
  const backAtMs = evidence.lastBeatMs + OUTAGE_MS;
  if (isLongAway) await eventually(() => Date.now() > backAtMs, 'away for long');
};

const start = async (): Promise<void> => {
  await server.start();
  deeds.note('started');
};

/** Makes everybody finish: nothing on its way, nothing unsaved, one more bid of each team. */
const conclude = async (): Promise<void> => {
  const { moderator, bidders, typists, lines } = cast;
  await eventually(() => lines.every(({ isLive }) => isLive), 'all lines are back');
  await eventually(() => moderator.isRunning, 'the clock runs again');
  for (const client of [...bidders, ...typists]) client.stop();
  await eventually(() => lines.every(({ unanswered }) => unanswered === 0), 'all is answered');
  await eventually(() => typists.every(({ isSaved }) => isSaved), 'all is saved');
  for (const bidder of bidders) {
    const result = await bidder.bidWell();
    expect(result.ok && result.value, JSON.stringify(result)).toMatchObject({ ok: true });
  }
  await moderator.say('That is all.');
  await Promise.all(lines.map((line) => line.echo()));
  const texts = Map.groupBy(typists, ({ sheetId }) => sheetId);
  await eventually(
    () =>
      [...texts.values()].every(
        (readers) => new Set(readers.map(({ doc }) => hashesOf(doc))).size === 1,
      ),
    'all texts are equal',
  );
};

const play = async (): Promise<void> => {
  server = await MortalServer.create();
  await server.start();
  const random = new Random(SEED).fork();
  cast = await gather(server.origin, await server.links(), { random, deeds });
  await cast.moderator.makeRoundsLong();
  const rulesHash = cast.moderator.auction?.rulesHash;
  await eventually(
    () => cast.bidders.every(({ auction }) => auction?.rulesHash === rulesHash),
    'all bidders see the amended rules',
  );
  for (const bidder of cast.bidders) await bidder.acceptRules();
  deeds.newLife();
  const first = cast.moderator.start();
  for (const life of lives) await live(life);
  await first;
  await start();
  await conclude();
  server.stop();
  exitCode = await server.ended();
  await server.autopsy((store) => evidence.readOn(store));
};

const closeAll = async (): Promise<void> => {
  for (const client of [...cast.lines, ...cast.typists]) client.close();
  await server.dispose();
};

describe(`killed ${String(KILLS)} times during bidding and typing`, () => {
  let outages: OutageCounts;

  beforeAll(async () => {
    console.log(`kill moments of seed ${String(SEED)}`);
    await play();
  }, LIMIT_MS);

  afterAll(closeAll);

  it('[OPS12] every answered command is in the record once, with the answer that was given', async () => {
    const given = cast.lines.flatMap((line) => line.given);
    expect(expectAcknowledged(evidence, cast.lines)).toBe(given.length);
    // Nothing of them was lost and nothing stands there that nobody gave.
    const bySeats = evidence.streams
      .flatMap((stream) => evidence.decisionsOf(stream))
      .filter(({ body }) => body.by.kind === 'seat');
    const recorded = given.filter(({ result }) => result?.ok && result.value.receipt);
    expect(bySeats.map(({ body }) => body.id).sort()).toEqual(recorded.map(({ id }) => id).sort());
    expect(await expectReceipts(evidence, cast.lines)).toBe(recorded.length);
  });

  it('[OPS13] every edit that was called saved is in the text once', () => {
    const words = cast.typists.flatMap((typist) => typist.words);
    expect(expectSaved(evidence, cast.typists)).toBe(words.length);
  });

  it('[OPS14] all clients came back by themselves and have the views and texts of the record', () => {
    let room = beginning(roomDecider.initial);
    for (const entry of evidence.entriesOf(ROOM_STREAM)) {
      room = foldEntry(roomDecider, room, entry, bodyOf(entry));
    }
    for (const line of cast.lines) {
      expect(line.roomView()).toEqual(viewRoom(room.state, viewerOf(room.state, line.seatId)));
    }
    for (const typist of cast.typists) {
      const doc = evidence.docOf(typist.sheetId);
      expect(hashesOf(typist.doc)).toBe(hashesOf(doc));
      expect(wordsIn(typist.doc)).toEqual(wordsIn(doc));
    }
  });

  it('[OPS15] the clock went on after short outages and came back paused after long ones', () => {
    outages = expectOutages(evidence, ROOM_STREAM);
    const long = lives.filter(({ isLongAway }) => isLongAway).length;
    const recorded = outagesIn(evidence).filter(({ fromMs, toMs }) => toMs - fromMs > OUTAGE_MS);
    expect(recorded.length).toBeGreaterThanOrEqual(long);
    expect(outages.paused).toBeGreaterThanOrEqual(1);
    expect(cast.moderator.outages.size).toBeGreaterThanOrEqual(1);
  });

  it('[OPS16] asked to stop among live clients, the program ends with 0', () => {
    expect(exitCode).toBe(0);
  });

  it('was not empty: every life had its work', () => {
    expect(counts).toHaveLength(KILLS);
    lives.forEach(({ moment }, index) => {
      for (const [deed, least] of Object.entries(moment.after)) {
        expect(counts[index]?.[deed as Deed]).toBeGreaterThanOrEqual(least);
      }
    });
    const results = cast.lines.flatMap(({ given }) => given).flatMap(({ result }) => result ?? []);
    const answers = results.flatMap((result) => (result.ok ? [result.value] : []));
    expect(answers.filter(({ ok }) => ok).length).toBeGreaterThan(30);
    expect(answers.filter(({ ok }) => !ok).length).toBeGreaterThan(10);
    console.log({ ...outages, entries: evidence.entryCount, answers: answers.length });
  });
});
