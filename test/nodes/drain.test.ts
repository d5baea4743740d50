// One of two nodes is asked to stop while people bid and type: they go over to the other one and lose nothing. Everybody
// comes through one door that knows nodes by their readiness alone.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { roomDecider } from '../../shared/room/room.ts';
import { DEMO_ROOM_ID, DEMO_SEATS } from '../../shared/room/demo.ts';
import { roomStream } from '../../shared/kernel/ids.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { beginning, bodyOf, foldEntry } from '../../server/host/fold.ts';
import type { Cast } from '../kill/cast.ts';
import { gather } from '../kill/cast.ts';
import { Deeds } from '../kill/deeds.ts';
import { Evidence } from '../kill/evidence.ts';
import { expectAcknowledged, expectReceipts, expectSaved } from '../kill/laws.ts';
import type { Front } from '../support/front.ts';
import { openFront } from '../support/front.ts';
import { hashesOf, wordsIn } from '../kill/typist.ts';
import { eventually, inTime } from '../support/patience.ts';
import { Random } from '../../shared/kernel/random.ts';
import { describeWithRedis } from '../support/redis.ts';
import type { TwoNodes } from '../support/two-nodes.ts';
import { startTwoNodes } from '../support/two-nodes.ts';

const SEED = 20_260_312;
const MIDST = { after: { answered: 30, saved: 30 }, at: 'sent' } as const;

const deeds = new Deeds();
const evidence = new Evidence();
let front: Front;
let nodes: TwoNodes;
let cast: Cast;
const conclude = async (): Promise<void> => {
  const { lines, typists, bidders, moderator } = cast;
  await eventually(() => lines.every(({ isLive }) => isLive), 'all lines are back');
  for (const client of [...bidders, ...typists]) client.stop();
  await eventually(() => lines.every(({ unanswered }) => unanswered === 0), 'all is answered');
  await eventually(() => typists.every(({ isSaved }) => isSaved), 'all is saved');
  await moderator.say('That is all.');
  await Promise.all(lines.map((line) => line.echo()));
  const texts = Map.groupBy(typists, ({ sheetId }) => sheetId);
  await eventually(
    () =>
      [...texts.values()].every((same) => new Set(same.map(({ doc }) => hashesOf(doc))).size === 1),
    'all texts are equal',
  );
};

const play = async (): Promise<void> => {
  front = await openFront();
  // On a quiet machine the cast is faster than a person may be; what one may ask for a second is not the matter here.
  const limits = { commandsPerSecond: 10_000, commandBurst: 10_000 };
  nodes = await startTwoNodes({ originFor: () => front.origin, limits });
  front.nodes = [nodes.one.server.port, nodes.two.server.port];
  const links: string[] = [];
  for (const { seatId } of DEMO_SEATS) links.push(await nodes.one.link(seatId));
  cast = await gather(front.origin, links, { random: new Random(SEED), deeds });
  await cast.moderator.makeRoundsLong();
  const rulesHash = cast.moderator.auction?.rulesHash;
  await eventually(
    () => cast.bidders.every(({ auction }) => auction?.rulesHash === rulesHash),
    'all bidders see the amended rules',
  );
  for (const bidder of cast.bidders) await bidder.acceptRules();
  deeds.newLife();
  let stopped: Promise<void> | undefined;
  const asked = deeds.strikeAt(MIDST, () => {
    stopped = nodes.one.server.close();
  });
  await cast.moderator.start();
  await inTime(asked, () => JSON.stringify(deeds.counts));
  await stopped;
  await conclude();
  await evidence.readOn(nodes.journal);
};

describeWithRedis('one of two nodes is asked to stop', () => {
  beforeAll(async () => {
    await play();
  }, 300_000);

  afterAll(async () => {
    for (const client of [...cast.lines, ...cast.typists]) client.close();
    await nodes.dispose();
    await front.dispose();
  });

  it('[DRN3] every line goes over by itself, once, and the others do not notice', () => {
    const moved = cast.lines.filter(({ ends }) => ends.length > 0);
    expect(moved.length).toBeGreaterThan(0);
    expect(moved.length).toBeLessThan(cast.lines.length);
    expect(moved.map(({ ends }) => ends)).toEqual(moved.map(() => ['io client disconnect']));
    const texts = cast.typists.filter(({ ends }) => ends.length > 0);
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.length).toBeLessThan(cast.typists.length);
    expect(texts.map(({ ends }) => ends)).toEqual(texts.map(() => [4503]));
  });

  it('[DRN3] every command is answered and in the record once', async () => {
    const given = cast.lines.flatMap((line) => line.given);
    expect(expectAcknowledged(evidence, cast.lines)).toBe(given.length);
    const bySeats = evidence.streams
      .flatMap((stream) => evidence.decisionsOf(stream))
      .filter(({ body }) => body.by.kind === 'seat');
    const recorded = given.filter(({ result }) => result?.ok && result.value.receipt);
    expect(bySeats.map(({ body }) => body.id).sort()).toEqual(recorded.map(({ id }) => id).sort());
    expect(await expectReceipts(evidence, cast.lines, 'memory')).toBe(recorded.length);
  });

  it('[DRN3] every keystroke is saved and in the text once', () => {
    const words = cast.typists.flatMap((typist) => typist.words);
    expect(expectSaved(evidence, cast.typists)).toBe(words.length);
    for (const typist of cast.typists) {
      expect(wordsIn(typist.doc)).toEqual(wordsIn(evidence.docOf(typist.sheetId)));
    }
  });

  it('[DRN3] all have the views of the record', () => {
    let room = beginning(roomDecider.initial);
    for (const entry of evidence.entriesOf(roomStream(DEMO_ROOM_ID))) {
      room = foldEntry(roomDecider, room, entry, bodyOf(entry));
    }
    for (const line of cast.lines) {
      expect(line.roomView()).toEqual(viewRoom(room.state, viewerOf(room.state, line.seatId)));
    }
  });

  it('was not empty: work went on while the node stopped, and afterwards', () => {
    expect(deeds.counts.answered).toBeGreaterThan(2 * MIDST.after.answered);
    expect(deeds.counts.saved).toBeGreaterThan(2 * MIDST.after.saved);
  });
});
