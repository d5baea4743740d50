// A public room that a thousand people watch: from the instant at which something is said until every line has it. The
// lines are plain WebSockets in this process, as light as can be; they still share the machine with the server.

import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { PROTOCOL_VERSION } from '../../shared/protocol/messages.ts';
import type { BotSession } from '../support/http-client.ts';
import { joinAsBot } from '../support/http-client.ts';
import { eventually } from '../support/patience.ts';
import { SeatClient } from '../support/seat-client.ts';

const LINES = 1_000;
const WORDS = 60;
const EVERY_MS = 230;
const OPENED_AT_ONCE = 50;

interface Started {
  readonly origin: string;
  readonly links: Readonly<Record<'moderator', string>>;
}

const heard = async <T>(child: ChildProcess): Promise<T> => {
  const [message] = (await once(child, 'message')) as [T];
  return message;
};

const asked = <T>(child: ChildProcess, what: 'usage' | 'link' | 'stop'): Promise<T> => {
  const answer = heard<T>(child);
  child.send(what);
  return answer;
};

/** Speaks as much of Socket.IO as it takes to watch a room; calls back for each delta. */
const observe = (origin: string, session: BotSession, onDelta: () => void): Promise<WebSocket> => {
  const { roomId, seatId, token } = session;
  const socket = new WebSocket(
    `${origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
  );
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data: Buffer) => {
      // The first characters tell what it is; nothing else of it is read.
      const kind = data.toString('latin1', 0, 10);
      if (kind.startsWith('42["delta"')) onDelta();
      else if (kind.startsWith('2')) socket.send('3');
      else if (kind.startsWith('0')) {
        socket.send(`40${JSON.stringify({ protocol: PROTOCOL_VERSION, roomId, seatId, token })}`);
      } else if (kind.startsWith('40')) {
        socket.send(`420${JSON.stringify(['watch', { topic: { kind: 'room', id: roomId } }])}`);
      } else if (kind.startsWith('430')) resolve(socket);
      else if (kind.startsWith('44')) reject(new Error(data.toString()));
    });
  });
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const quantile = (values: readonly number[], part: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
};

/** What each line needed for each word, in milliseconds since it was sent; the wait for the release is part of it. */
const measure = async (moderator: SeatClient, spans: number[], sent: { atMs: number }) => {
  for (let word = 1; word <= WORDS; word += 1) {
    sent.atMs = performance.now();
    const command = { type: 'PostMessage', to: { kind: 'table' }, text: `Word ${String(word)}` };
    await moderator.must(command as never);
    await eventually(
      () => spans.length >= word * LINES,
      () => `all lines have word ${String(word)}: ${String(spans.length)}`,
    );
    // Not in step with the grid of releases: waits for it are of every length.
    await pause(EVERY_MS + ((word * 37) % 100));
  }
};

/** Says what a thousand observers of one room get, and how soon. */
export const benchObservers = async (say: (line: string) => void): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-observers-'));
  const child = fork(join(import.meta.dirname, 'sizing-server.ts'), [folder], {
    execArgv: ['--expose-gc'],
  });
  try {
    const { origin, links } = await heard<Started>(child);
    const session = await joinAsBot({ origin }, await asked<string>(child, 'link'));
    const moderator = new SeatClient(origin, await joinAsBot({ origin }, links.moderator));
    await (await moderator.connected()).watch();
    const spans: number[] = [];
    const sent = { atMs: 0 };
    const lines: WebSocket[] = [];
    while (lines.length < LINES) {
      const opened = Array.from({ length: OPENED_AT_ONCE }, () =>
        observe(origin, session, () => spans.push(performance.now() - sent.atMs)),
      );
      lines.push(...(await Promise.all(opened)));
    }
    const before = await asked<{ cpuMicros: number }>(child, 'usage');
    await measure(moderator, spans, sent);
    const after = await asked<{ cpuMicros: number }>(child, 'usage');
    const micros = (after.cpuMicros - before.cpuMicros) / spans.length;
    say('Observers: 1,000 lines watch a public room, a word every quarter of a second');
    say(
      `  from the act to each line  p50 ${quantile(spans, 0.5).toFixed(0)}, p99 ${quantile(spans, 0.99).toFixed(0)}, longest ${Math.max(...spans).toFixed(0)} ms (${String(spans.length)} samples; up to 100 ms are the wait for the release; bar: p99 at most 250)`,
    );
    say(`  server's CPU               ${micros.toFixed(1)} µs a delivered delta`);
    moderator.close();
    for (const line of lines) line.terminate();
    await asked(child, 'stop');
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
};
