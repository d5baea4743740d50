// The course of a test of the cluster: people come in through the proxy, bid and type while faults befall, and finish. What
// they gave, were told and were shown is kept for the laws.

import { expect } from 'vitest';
import type { Rules } from '../../shared/auction/types.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import type { Cast } from '../kill/cast.ts';
import { gather } from '../kill/cast.ts';
import { Deeds } from '../kill/deeds.ts';
import { hashesOf } from '../kill/typist.ts';
import { eventually } from '../support/patience.ts';
import { Random } from '../../shared/kernel/random.ts';
import { Cluster } from './cluster.ts';
import type { Course, Fault } from './faults.ts';

/** Long enough for every team to bid after it has opened. */
const LAST_ROUND_MS = 3_000;

/** Starts the cluster and brings everybody in; the clock runs. */
export const beginCourse = async (seed: number): Promise<Course> => {
  const [random, deeds] = [new Random(seed), new Deeds()];
  const cluster = await Cluster.start();
  const { origin } = cluster.nginx;
  const cast = await gather(origin, cluster.links, { random: random.fork(), deeds });
  await cast.moderator.makeRoundsLong();
  await acceptRules(cast);
  await cast.moderator.start();
  return { cluster, cast, deeds, random, rollings: [] };
};

const acceptRules = async ({ moderator, bidders }: Cast): Promise<void> => {
  const rulesHash = moderator.auction?.rulesHash;
  await eventually(
    () => bidders.every(({ auction }) => auction?.rulesHash === rulesHash),
    'all bidders see the rules',
  );
  for (const bidder of bidders) await bidder.acceptRules();
};

export const befall = async (course: Course, { name, befall: run }: Fault): Promise<void> => {
  const startMs = performance.now();
  try {
    await run(course);
  } catch (cause) {
    throw new Error(`${name}: ${course.cluster.nodes.map(({ output }) => output).join('\n')}`, {
      cause,
    });
  }
  if (process.env['PARLEY_TEST_TRACE']) {
    console.log(name, Math.round(performance.now() - startMs), course.deeds.counts);
  }
};

/** Makes everybody finish: nothing on its way, nothing unsaved; then one short round that closes by itself. */
export const conclude = async ({ cluster, cast }: Course): Promise<void> => {
  const { moderator, bidders, typists, lines } = cast;
  await cluster.hearing();
  await eventually(() => lines.every(({ isLive }) => isLive), 'all lines are back');
  await eventually(() => moderator.isRunning, 'the clock runs');
  for (const client of [...bidders, ...typists]) client.stop();
  await eventually(() => lines.every(({ unanswered }) => unanswered === 0), 'all is answered');
  await eventually(() => typists.every(({ isSaved }) => isSaved), 'all is saved');
  await playLastRound(cast);
  await moderator.say('That is all.');
  await eventually(
    () =>
      lines.every((line) =>
        Object.values(line.roomView()?.messages ?? {}).some(({ text }) => text === 'That is all.'),
      ),
    'all lines have heard the end',
  );
  const texts = Map.groupBy(typists, ({ sheetId }) => sheetId);
  await eventually(
    () =>
      [...texts.values()].every(
        (readers) => new Set(readers.map(({ doc }) => hashesOf(doc))).size === 1,
      ),
    'all texts are equal',
  );
};

/** Round 1 again, as short as can be, closed by whichever node is first. */
const playLastRound = async (cast: Cast): Promise<void> => {
  const { moderator, bidders, lines } = cast;
  moderator.rest();
  await moderator.give({ type: 'PauseAuction', reason: 'The last round.' });
  await moderator.give({ type: 'VoidRounds', toRound: 0, reason: 'Once more.' });
  const roundMs = durationMs(LAST_ROUND_MS);
  const rules = { ...moderator.auction?.rules, roundMs, rounds: 'manual' } as Rules;
  await moderator.give({ type: 'AmendRules', rules, reason: 'A short round.' });
  await eventually(() => moderator.auction?.rules.roundMs === roundMs, 'the rules are amended');
  await acceptRules(cast);
  await moderator.give({ type: 'OpenRound' });
  await eventually(
    () => bidders.every(({ auction }) => auction?.stage === 'bidding'),
    'it is open',
  );
  for (const bidder of bidders) {
    const result = await bidder.bidWell();
    expect(result.ok && result.value, JSON.stringify(result)).toMatchObject({ ok: true });
  }
  const isClosed = (stage: string | undefined): boolean => stage !== 'bidding';
  await eventually(
    () => lines.every((line) => isClosed(Object.values(line.roomView()?.auctions ?? {})[0]?.stage)),
    'all have seen it close',
  );
};
