// A Redis that dies, freezes, forgets, is busy or speaks nonsense: what nodes hear then, what they are told they may
// have missed, and what it costs the node that tells.

import { afterEach, beforeEach, expect, it } from 'vitest';
import { entriesChannel, signalChannel } from '../../server/bus/redis-names.ts';
import { caughtUp, entriesOf, listening, signalsHeard } from '../support/bus-contract.ts';
import { heldBytes } from '../support/memory.ts';
import type { RedisNode } from '../support/redis-bus.ts';
import { openRedisNode, openRedisNodes } from '../support/redis-bus.ts';
import { openRelay } from '../support/relay.ts';
import type { RedisServer } from '../support/redis.ts';
import { describeWithRedis, startRedis } from '../support/redis.ts';
import { until } from '../support/sync-stage.ts';

describeWithRedis('Redis in trouble', () => {
  let redis: RedisServer;
  let here: RedisNode;
  let there: RedisNode;
  const closing: RedisNode[] = [];

  beforeEach(async () => {
    redis = await startRedis();
    const [one, two] = await openRedisNodes([redis.url], 2);
    if (!one || !two) throw new Error('two nodes');
    [here, there] = [one, two];
    closing.push(one, two);
  });

  afterEach(async () => {
    for (const { bus } of closing.splice(0)) await bus.close();
    await redis.dispose();
  });

  const areConnected = (isConnected: boolean): Promise<void> =>
    until(
      () => [here, there].every(({ bus }) => bus.isConnected() === isConnected),
      `both nodes are connected: ${String(isConnected)}`,
    );

  /** Gaps told in all streams from now on. */
  const gapsOf = ({ bus }: RedisNode) => {
    const gaps: (string | undefined)[] = [];
    bus.onGap((stream) => gaps.push(stream));
    return gaps;
  };

  it('[BUS8] killed and started again: a gap at both ends, then streams are heard as before', async () => {
    const { heard } = await listening(there.bus, 'room:a');
    const gaps = gapsOf(there);
    await redis.kill();
    await areConnected(false);
    expect(gaps).toContain(undefined);
    gaps.length = 0;
    await redis.restart();
    await areConnected(true);
    await until(() => gaps.includes(undefined), 'a gap is told at the return');
    here.bus.publish('room:a', entriesOf('room:a', ['{}']));
    await until(() => heard.length > 0, 'the stream is heard again');
  });

  it('[BUS8] what a node that was cut off has stored it tells by version once it is back', async () => {
    const { heard } = await listening(there.bus, 'room:a');
    const relay = await openRelay(redis.port);
    const cut = openRedisNode([`redis://127.0.0.1:${String(relay.port)}`]);
    closing.push(cut);
    await until(() => cut.bus.isConnected(), 'it is connected');
    relay.cut();
    await until(() => !cut.bus.isConnected(), 'it is cut off');
    const entries = entriesOf('room:a', ['{}', '{}', '{}']);
    for (const entry of entries) cut.bus.publish('room:a', [entry]);
    cut.bus.publish('sheet:b', entriesOf('sheet:b', ['{}']));
    expect(cut.count('untold')).toBe(4);
    relay.mend();
    await until(() => heard.length > 0, 'the version is heard');
    expect(heard).toEqual([{ entries: [], version: 3 }]);
    await caughtUp(cut.bus, there.bus);
    expect(heard).toHaveLength(1);
    await relay.dispose();
  });

  it('[BUS8] streams that were asked for while Redis was away are heard afterwards', async () => {
    await redis.kill();
    await areConnected(false);
    const waiting = listening(there.bus, 'room:later');
    await redis.restart();
    const { heard } = await waiting;
    here.bus.publish('room:later', entriesOf('room:later', ['{}']));
    await until(() => heard.length > 0, 'the stream is heard');
  });

  it('[BUS8] a node starts without Redis, and joins when there is one', async () => {
    await redis.kill();
    const late = openRedisNode([redis.url]);
    closing.push(late);
    const waiting = listening(late.bus, 'room:a');
    await until(() => late.log.lines.length > 0, 'it says that Redis is away');
    expect(late.bus.isConnected()).toBe(false);
    late.bus.signal('awareness:a', new Uint8Array(1));
    expect(late.count('signal-dropped')).toBe(1);
    await redis.restart();
    const { heard } = await waiting;
    await areConnected(true);
    here.bus.publish('room:a', entriesOf('room:a', ['{}']));
    await until(() => heard.length > 0, 'it hears');
  });

  it('[BUS8] a frozen Redis counts as away, and telling it goes on to cost nothing', async () => {
    const { heard } = await listening(there.bus, 'room:a');
    redis.freeze();
    await areConnected(false);
    const gaps = gapsOf(there);
    for (let count = 0; count < 100; count += 1) {
      here.bus.publish('room:a', entriesOf('room:a', ['{}', '{}']));
    }
    expect(here.count('untold')).toBe(100);
    redis.thaw();
    await areConnected(true);
    await until(() => heard.length > 0, 'the stream is heard');
    expect(gaps).toContain(undefined);
    await caughtUp(here.bus, there.bus);
    expect(heard.map(({ version }) => version)).toEqual([2]);
  });

  it('[BUS8] a Redis that takes nothing in holds back a bounded number of bytes', async () => {
    await listening(there.bus, 'room:a');
    redis.freeze();
    const large = entriesOf('room:a', [`{"x":"${'y'.repeat(60_000)}"}`]);
    const before = heldBytes();
    for (let count = 0; count < 2_000; count += 1) {
      here.bus.publish('room:a', large);
      here.bus.signal('awareness:a', new Uint8Array(50_000));
    }
    expect(heldBytes() - before).toBeLessThan(60 * 1024 * 1024);
    expect(here.count('signal-dropped')).toBeGreaterThan(1_800);
    redis.thaw();
    await caughtUp(here.bus, there.bus);
  });

  it('[BUS8] paused by its operator, it goes on where it was', async () => {
    const { heard } = await listening(there.bus, 'room:a');
    // Nobody can end such a pause before its time; it is long enough for a machine that is busy with other things.
    await redis.ask('CLIENT', 'PAUSE', '8000', 'ALL');
    here.bus.publish('room:a', entriesOf('room:a', ['{}']));
    await areConnected(false);
    await areConnected(true);
    await until(() => heard.length > 0, 'what was told before is heard');
  });

  it('[BUS8] a flushed Redis has lost nothing that anybody needs', async () => {
    const { heard } = await listening(there.bus, 'room:a');
    await redis.ask('FLUSHALL');
    expect(await redis.ask('DBSIZE')).toBe(0);
    here.bus.publish('room:a', entriesOf('room:a', ['{}']));
    await caughtUp(here.bus, there.bus);
    expect(heard).toHaveLength(1);
    expect(await redis.ask('DBSIZE')).toBe(0);
  });

  it('[BUS8] a connection that is cut by the server is made again, with all it heard', async () => {
    const { heard } = await listening(there.bus, 'room:a');
    const gaps = gapsOf(there);
    await redis.ask('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await until(() => gaps.includes(undefined), 'a gap is told');
    await areConnected(true);
    await signalsHeard(here.bus, there.bus, 'awareness:a');
    here.bus.publish('room:a', entriesOf('room:a', ['{}']));
    await caughtUp(here.bus, there.bus);
    expect(heard).toHaveLength(1);
  });

  it('[BUS10] what is not of ours is counted and left alone', async () => {
    const { heard } = await listening(there.bus, 'room:a');
    const signals: string[] = [];
    there.bus.onSignal('awareness:a', (bytes) => signals.push(Buffer.from(bytes).toString()));
    await signalsHeard(here.bus, there.bus, 'awareness:b');
    const [first] = entriesOf('room:a', ['{}']);
    const entry = `1 1001 ${first?.head ?? ''} {}`;
    const nonsense = [
      '',
      '\n',
      'parley1',
      'x'.repeat(100_000),
      'parley2 ab entries 1\n',
      'parley1 AB entries 1\n',
      'parley1 ab entries -1\n',
      'parley1 ab entries 99999999999999999999\n',
      'parley1 ab entries 1\n1 1001 short {}',
      `parley1 ab entries 2\n${entry}`,
      `parley1 ab entries 1\n${entry}\n${entry}`,
      `parley1 ab entries 0\n${entry.replace('1 ', '0 ')}`,
      'parley1 ab signal\nx',
    ];
    for (const text of nonsense) await redis.ask('PUBLISH', entriesChannel('test', 'room:a'), text);
    await redis.ask('PUBLISH', signalChannel('test', 'awareness:a'), 'x');
    await redis.ask('PUBLISH', entriesChannel('test', 'room:a'), `parley1 ab entries 1\n${entry}`);
    await until(() => heard.length > 0, 'what is of ours is heard');
    expect(there.count('malformed')).toBe(nonsense.length + 1);
    expect(heard).toEqual([{ entries: [first], version: 1 }]);
    expect(signals).toEqual([]);
  });

  it('[BUS10] a listener that fails keeps nothing from the others', async () => {
    const { heard } = await listening(there.bus, 'room:a');
    there.bus.subscribe('room:b', () => {
      throw new Error('a bug');
    });
    await signalsHeard(here.bus, there.bus, 'awareness:a');
    here.bus.publish('room:b', entriesOf('room:b', ['{}']));
    here.bus.publish('room:a', entriesOf('room:a', ['{}']));
    await caughtUp(here.bus, there.bus);
    expect(heard).toHaveLength(1);
    expect(there.log.lines.map(({ level }) => level)).toContain('error');
  });

  it('[BUS6] a node does not hear itself', async () => {
    const own = await listening(here.bus, 'room:a');
    const { heard } = await listening(there.bus, 'room:a');
    here.bus.publish('room:a', entriesOf('room:a', ['{}']));
    await caughtUp(here.bus, there.bus);
    await caughtUp(there.bus, here.bus);
    expect([own.heard.length, heard.length]).toEqual([0, 1]);
  });

  it('[BUS7] two installations with prefixes of their own share one Redis unheard', async () => {
    const [other, another] = [1, 2].map(() => openRedisNode([redis.url], { prefix: 'other' }));
    if (!other || !another) throw new Error('two nodes');
    closing.push(other, another);
    const { heard } = await listening(other.bus, 'room:a');
    await listening(there.bus, 'room:a');
    here.bus.publish('room:a', entriesOf('room:a', ['{}']));
    await caughtUp(here.bus, there.bus);
    await caughtUp(another.bus, other.bus);
    expect(heard).toEqual([]);
  });
});

describeWithRedis('Redis with a password', () => {
  it('[BUS11] lets in who has it, and the log names it to nobody', async () => {
    const redis = await startRedis({ options: ['--requirepass', 'correct-horse'] });
    const wrong = openRedisNode([redis.url.replace('//', '//:battery-staple@')]);
    const right = openRedisNode([redis.url.replace('//', '//:correct-horse@')]);
    try {
      await until(() => right.bus.isConnected(), 'the right password connects');
      await until(() => wrong.log.lines.length > 0, 'the wrong one is said to fail');
      expect(wrong.bus.isConnected()).toBe(false);
      const said = [...wrong.log.lines, ...right.log.lines].map(({ fields, message }) => {
        const { err } = fields as { err?: Error };
        return `${message} ${String(err?.stack)} ${JSON.stringify(err ?? {})}`;
      });
      expect(said.join()).toContain('WRONGPASS');
      expect(said.join()).not.toMatch(/battery-staple|correct-horse/);
    } finally {
      await wrong.bus.close();
      await right.bus.close();
      await redis.dispose();
    }
  });
});
