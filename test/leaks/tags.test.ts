// Whether an old tag can be resumed depends on one's own absence alone: a view that was kept because somebody hidden
// went on watching would tell that somebody is there.

import { afterEach, describe, expect, it } from 'vitest';
import type { BotSession } from '../support/http-client.ts';
import { ask, joinAsBot } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { SeatClient, sit } from '../support/seat-client.ts';
import { until } from '../support/sync-stage.ts';
import { released as releasedIn } from '../support/released.ts';
import { VirtualTime } from '../support/virtual-time.ts';

type Live = LiveServer<VirtualTime>;

let live: Live;

const leads = (): Promise<number> => live.figure('parley_connections{role="lead"}');

const released = <T>(waiting: Promise<T>): Promise<T> => releasedIn(live.time, waiting);

// A server that stops waits a moment for its lines, so time has to run.
afterEach(async () => {
  await released(live.close());
});

const gone = async (client: SeatClient): Promise<void> => {
  const before = await leads();
  client.close();
  let now = before;
  await until(() => {
    void leads().then((count) => (now = count));
    return now < before;
  }, 'the server has noticed');
};

/** Comes, watches room and common sheet with the tags of the last time, and says which of them were resumed. */
class Comer {
  readonly #session: BotSession;
  readonly #tags = new Map<string, string>();
  #client: SeatClient | undefined;

  constructor(session: BotSession) {
    this.#session = session;
  }

  async come(): Promise<boolean[]> {
    this.#client = await new SeatClient(live.origin, this.#session).connected();
    const client = this.#client;
    await released(client.watch());
    const topics = [client.room, client.sheet('Auction terms')];
    const resumed: boolean[] = [];
    for (const topic of topics) {
      const tag = this.#tags.get(topic.id);
      const message = { topic, ...(tag !== undefined && { tag }) };
      const result = await released(client.socket.emitWithAck('watch', message));
      if (!result.ok) throw new Error(result.error.code);
      this.#tags.set(topic.id, result.value.tag);
      resumed.push(result.value.view === undefined);
    }
    return resumed;
  }

  async go(): Promise<void> {
    if (this.#client) await gone(this.#client);
  }
}

/** What becomes of the tags of one who comes back twice, when a rival stays all the while or when nobody does. */
const course = async (rivalStays: boolean): Promise<boolean[][]> => {
  live = await startLive({ time: new VirtualTime() });
  if (rivalStays) {
    const rival = await sit(live, 'harbor-lead');
    await released(rival.watch());
    await rival.watch(rival.sheet('Auction terms'));
  }
  const comer = new Comer(await joinAsBot(live, await live.link('northwind-lead')));
  const resumed = [await comer.come()];
  for (const awayMs of [50_000, 70_000]) {
    await comer.go();
    await live.time.advance(awayMs);
    resumed.push(await comer.come());
  }
  await comer.go();
  return resumed;
};

/** Posts a message over HTTP and watches at once; says whether the first view has it. */
const firstView = async (rivalStays: boolean): Promise<boolean> => {
  live = await startLive({ time: new VirtualTime() });
  if (rivalStays) await released((await sit(live, 'harbor-lead')).watch());
  const session = await joinAsBot(live, await live.link('northwind-lead'));
  const text = 'a note to ourselves';
  await ask(live, `/api/rooms/${session.roomId}/commands?seat=${session.seatId}`, {
    token: session.token,
    body: {
      id: '018f0000-0000-7000-8000-000000000001',
      command: { type: 'PostMessage', to: { kind: 'team' }, text },
    },
  });
  const client = await new SeatClient(live.origin, session).connected();
  await released(client.watch());
  const shown = JSON.stringify(client.view).includes(text);
  client.close();
  return shown;
};

describe('tags', () => {
  it.each([true, false])(
    '[WALL5] a first view is as old with a rival who watches (%s) as without',
    async (rivalStays) => {
      expect(await firstView(rivalStays)).toBe(true);
    },
  );

  it.each([true, false])(
    '[WALL5] go on for a minute of absence and not for longer, with a rival who stays: %s',
    async (rivalStays) => {
      expect(await course(rivalStays)).toEqual([
        [false, false],
        [true, true],
        [false, false],
      ]);
    },
  );
});
