// What a server says of the things it depends on, over HTTP, as a proxy and an operator ask.

import { expect, it } from 'vitest';
import { JournalFault } from '../../server/journal/fault.ts';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import type { Journal } from '../../server/ports.ts';
import { ask } from '../support/http-client.ts';
import { startLive } from '../support/live-server.ts';
import { SkippableTime } from '../support/skippable-time.ts';
import { until } from '../support/until.ts';

it('[OPS6] /readyz names what is away: writes of the journal, the journal, the other nodes', async () => {
  const time = new SkippableTime();
  const inner = createMemoryJournal({ clock: time });
  let away: readonly ('write' | 'read')[] = [];
  const fault = () => Promise.reject(new JournalFault('unavailable', 'gone for now'));
  const journal: Journal = {
    ...inner,
    beat: (node, at) => (away.includes('write') ? fault() : inner.beat(node, at)),
    lastBeat: () => (away.includes('read') ? fault() : inner.lastBeat()),
  };
  const live = await startLive({ time, journal });
  const saysOf = async (state: string): Promise<unknown> => {
    const answer = await until(`journal ${state}`, async () => {
      const { status, body } = await ask(live, '/readyz');
      return body['journal'] === state && { status, body };
    });
    return answer;
  };
  try {
    const ready = { ready: true, nodes: 'alone' };
    expect(await saysOf('writable')).toEqual({
      ...{ status: 200, body: { ...ready, journal: 'writable' } },
    });
    away = ['write'];
    // Reads go on, so nobody is better off without this node.
    expect(await saysOf('readable')).toEqual({
      ...{ status: 200, body: { ...ready, journal: 'readable' } },
    });
    away = ['write', 'read'];
    expect(await saysOf('away')).toEqual({
      ...{ status: 503, body: { ready: false, journal: 'away', nodes: 'alone' } },
    });
    expect((await ask(live, '/healthz')).status).toBe(200);
    away = [];
    await saysOf('writable');
    const said = live.log.lines.filter(({ message }) => message.startsWith('the journal takes'));
    expect(said.map(({ message }) => message)).toEqual([
      'the journal takes no writes',
      'the journal takes writes again',
    ]);
  } finally {
    await live.close();
  }
});
