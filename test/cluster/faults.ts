// What befalls the cluster while people bid and type: each fault lasts over some of their work where work can go on, and
// ends with everything mended, so that the next one finds the cluster whole.

import { expect } from 'vitest';
import type { Cast } from '../kill/cast.ts';
import type { Counts, Deed, Deeds, Moment } from '../kill/deeds.ts';
import { eventually, inTime } from '../support/patience.ts';
import type { Random } from '../../shared/kernel/random.ts';
import type { Cluster } from './cluster.ts';
import type { ClusterNode } from './cluster-node.ts';

/** What each bidder and typist may do within one fault: below what a seat may send in a second. */
const PORTION = 12;
/** How long a service is away or silent: longer than nodes need to notice. */
const AWAY_MS = 1_500;
/** At the very least this is done by all together before a fault ends. */
const SOME_WORK = { answered: 4, saved: 4 } as const;

export interface Course {
  readonly cluster: Cluster;
  readonly cast: Cast;
  readonly deeds: Deeds;
  readonly random: Random;
  /** How nodes ended and why lines did, by rolling restart. */
  readonly rollings: { readonly codes: unknown[]; readonly ends: string[] }[];
}

export interface Fault {
  readonly name: string;
  readonly befall: (course: Course) => Promise<void>;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Begins a new portion of work. */
export const refill = ({ cast, deeds }: Course): void => {
  deeds.newLife();
  for (const client of [...cast.bidders, ...cast.typists]) client.refill(PORTION);
};

const worked = async (
  { deeds, cast }: Course,
  least: Partial<Counts> = SOME_WORK,
): Promise<void> => {
  const isDone = (): boolean =>
    Object.entries(least).every(([deed, count]) => deeds.counts[deed as Deed] >= count);
  await eventually(isDone, () => {
    const states = cast.lines.map(({ seatId, state, unanswered }) => [seatId, state, unanswered]);
    return `the work goes on: ${JSON.stringify([deeds.counts, least, states])}`;
  });
};

const midst = (random: Random): Moment => ({
  after: { answered: random.between(1, 12), saved: random.between(1, 12) },
  at: random.pick(['sent', 'answered', 'typed', 'saved']),
});

/** `kill -9` in the midst of the work; the node comes back while the work goes on. */
const killed = async (course: Course): Promise<void> => {
  const { cluster, deeds, random } = course;
  const isUp = (node: ClusterNode): boolean => node.isUp;
  await eventually(() => cluster.nodes.some(isUp), 'a node is up');
  const node = random.pick(cluster.nodes.filter(isUp));
  refill(course);
  const moment = midst(random);
  await inTime(
    deeds.strikeAt(moment, () => {
      node.strike();
    }),
    () => JSON.stringify({ moment, now: deeds.counts }),
  );
  expect(await node.ended()).toBe('SIGKILL');
  void node.start();
};

/** `kill -9` while the node is starting, and again in the midst of what it does first. */
const killedStarting = async (course: Course): Promise<void> => {
  await killed(course);
  const { cluster, deeds, random } = course;
  const node = cluster.nodes.find(({ isUp }) => !isUp);
  if (!node) return;
  refill(course);
  const after = { sent: random.between(0, 20) };
  await inTime(
    deeds.strikeAt({ after, at: random.pick(['sent', 'typed']) }, () => {
      node.strike();
    }),
    () => JSON.stringify({ after, now: deeds.counts }),
  );
  await node.ended();
  void node.start();
};

/** Runs a fault of all nodes from beginning to end, with work all the time. */
const during = async (
  course: Course,
  { begin, end }: { begin: () => unknown; end: () => unknown },
): Promise<void> => {
  const { cluster } = course;
  await cluster.hearing();
  refill(course);
  await worked(course);
  await begin();
  refill(course);
  await pause(AWAY_MS);
  await end();
  await worked(course);
  await cluster.hearing();
};

const cutOff = (line: (node: ClusterNode) => ClusterNode['redis']) => (course: Course) => {
  const node = course.random.pick(course.cluster.nodes);
  return during(course, {
    begin: () => {
      line(node).cut();
    },
    end: () => {
      line(node).mend();
    },
  });
};

/** One node after the other is asked to stop and started again. */
const rolled = async (course: Course): Promise<void> => {
  const { cluster, cast, rollings } = course;
  await cluster.hearing();
  await eventually(() => cast.lines.every(({ isLive }) => isLive), 'all lines are live');
  const before = cast.lines.map(({ ends }) => ends.length);
  const codes: unknown[] = [];
  for (const node of cluster.nodes) {
    refill(course);
    await worked(course);
    node.stop();
    codes.push(await node.ended());
    await node.start();
  }
  rollings.push({
    codes,
    ends: cast.lines.flatMap((line, index) => line.ends.slice(before[index])),
  });
};

export const FAULTS = {
  killed: { name: 'a node killed', befall: killed },
  killedStarting: { name: 'a node killed while it starts', befall: killedStarting },
  redisKilled: {
    name: 'Redis killed',
    befall: (course: Course) =>
      during(course, {
        begin: () => course.cluster.redis.kill(),
        end: () => course.cluster.redis.restart(),
      }),
  },
  redisPaused: {
    name: 'Redis paused',
    befall: (course: Course) =>
      during(course, {
        begin: () => {
          course.cluster.redis.freeze();
        },
        end: () => {
          course.cluster.redis.thaw();
        },
      }),
  },
  redisFlushed: {
    name: 'Redis flushed',
    befall: (course: Course) =>
      during(course, {
        begin: () => course.cluster.redis.ask('FLUSHALL'),
        end: () => course.cluster.redis.ask('CLIENT', 'KILL', 'TYPE', 'pubsub'),
      }),
  },
  postgresRestarted: {
    name: 'PostgreSQL restarted',
    befall: (course: Course) =>
      during(course, {
        begin: () => course.cluster.postgres.stop(course.random.pick(['fast', 'crash'])),
        end: () => course.cluster.postgres.start(),
      }),
  },
  cutFromRedis: { name: 'a node cut from Redis', befall: cutOff(({ redis }) => redis) },
  cutFromPostgres: {
    name: 'a node cut from PostgreSQL',
    befall: cutOff(({ database }) => database),
  },
  rolled: { name: 'a rolling restart', befall: rolled },
} as const satisfies Record<string, Fault>;
