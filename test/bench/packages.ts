// `npm run bench -- packages`: the award of 1,200 packages of 10 teams for 20 lots, with its reasons, on a real server
// with people in the room: how long it takes, and how long the thread that serves everybody is held up meanwhile.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { follow, joinAll } from './people.ts';
import type { AwardFigures } from './packages-server.ts';

const SEEDS = [1, 2, 3, 4, 5] as const;

const whole = (ms: number): string => Math.round(ms).toLocaleString('en-US');

type Say = (line: string) => void;

/** One award in a process of its own, with a seat of each kind following the room. */
const measureAward = async (seed: number): Promise<AwardFigures> => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const child = fork(join(import.meta.dirname, 'packages-server.ts'), [folder, String(seed)]);
  const heard = async <T>(): Promise<T> => {
    const message = once(child, 'message') as Promise<[T]>;
    const ended = once(child, 'exit').then(() => Promise.reject(new Error('the server ended')));
    const [value] = await Promise.race([message, ended]);
    return value;
  };
  try {
    const { origin, links } = await heard<{ origin: string; links: readonly string[] }>();
    const sessions = await joinAll(origin, links);
    const seats = await Promise.all([...sessions.values()].map((each) => follow(origin, each)));
    const answer = heard<AwardFigures>();
    child.send('award');
    const figures = await answer;
    for (const seat of seats) seat.socket.disconnect();
    const stopped = heard<'stopped'>();
    child.send('stop');
    await stopped;
    return figures;
  } finally {
    child.kill();
    rmSync(folder, { recursive: true });
  }
};

export const benchPackages = async (say: Say): Promise<void> => {
  say(
    'Packages: 20 lots, 10 teams, 1,200 bids, with reasons, on a server with 7 seats in the room',
  );
  for (const seed of SEEDS) {
    const { awardMs, heldUp, idle, isProved } = await measureAward(seed);
    say(
      `  market ${String(seed)}  award ${whole(awardMs)} ms (bar: at most 2,000), ${isProved ? 'proved' : 'not proved'}; thread held up at most ${whole(heldUp.ownMs)} ms by its own work (bar: 20), ${whole(heldUp.wallMs)} ms by the clock (idle ${whole(idle.wallMs)})`,
    );
  }
};
