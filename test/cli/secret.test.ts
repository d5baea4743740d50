// The administrator's secret is replaced: the old one and whoever came in by it no longer count.

import { expect, it } from 'vitest';
import { openSqliteJournal } from '../../server/journal/sqlite.ts';
import { ask } from '../support/http-client.ts';
import { startLive } from '../support/live-server.ts';
import { mustOperate, operate, Scratch } from '../support/records.ts';
import { SkippableTime } from '../support/skippable-time.ts';

it('[ACC7] after parley secret the new one lets in, the old one and its sessions do not', async () => {
  using scratch = new Scratch();
  const words = ['secret', '--data', scratch.path];
  expect(await operate(words)).toMatchObject({
    code: 1,
    warned: [`parley: there is no journal in ${scratch.path}`],
  });
  const time = new SkippableTime();
  const started = async () => {
    const journal = await openSqliteJournal({ folder: scratch.path, clock: time });
    const live = await startLive({ time, journal });
    const enter = (secret: string) => ask(live, '/api/admin/enter', { body: { secret } });
    const isAdmin = async (cookie: string) => {
      const [me, rooms] = [
        await ask(live, '/api/me', { cookie }),
        await ask(live, '/api/rooms', { cookie }),
      ];
      return [me.body['isAdmin'], rooms.status];
    };
    const close = () => live.close().then(() => journal.close());
    return { live, enter, isAdmin, close };
  };
  const first = await started();
  const old = first.live.adminSecret ?? '';
  const { cookie = '' } = await first.enter(old);
  expect(await first.isAdmin(cookie)).toEqual([true, 200]);
  expect(await operate(words)).toMatchObject({
    code: 1,
    warned: [`parley: another server is using the journal in ${scratch.path}`],
  });
  await first.close();

  const line = await mustOperate(words);
  const fresh =
    /^Administrator’s secret \(shown this once\): ([0-9a-f]{32})$/.exec(line)?.[1] ?? '';
  expect(fresh).not.toBe(old);

  const second = await started();
  try {
    expect(second.live.adminSecret).toBeUndefined();
    expect(await second.isAdmin(cookie)).toEqual([false, 403]);
    expect((await second.enter(old)).status).toBe(403);
    const again = await second.enter(fresh);
    expect(await second.isAdmin(again.cookie ?? '')).toEqual([true, 200]);
  } finally {
    await second.close();
  }
});
