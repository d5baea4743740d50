// How text travels between stock providers: only when durable, to all, none lost on the way in.

import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Stage } from '../support/sync-stage.ts';
import { openStage, roundTrip, until } from '../support/sync-stage.ts';

let stage: Stage;

afterEach(async () => {
  await stage.stop();
});

/** An update frame whose text one client types, letter by letter. */
const typing = (letters: string): number[][] => {
  const doc = new Y.Doc();
  const frames: number[][] = [];
  doc.on('update', (update: Uint8Array) => frames.push([0, 2, update.length, ...update]));
  for (const [at, letter] of [...letters].entries()) doc.getText('terms').insert(at, letter);
  return frames;
};

describe('text between stock providers', () => {
  it('[SYN1] two who write at once end with the same text, which is the stored one', async () => {
    stage = await openStage();
    const carrier = await stage.synced('carrier');
    const north = await stage.synced('north');
    carrier.type('The carrier ');
    north.type('and the shipper ');
    carrier.type('agree');
    await until(() => carrier.text.length === 33 && north.text.length === 33, 'all arrived');
    expect(carrier.text).toBe(north.text);
    expect(stage.host.text).toBe(north.text);
  });

  it('[SYN1] text typed before connecting is asked for and reaches the others', async () => {
    stage = await openStage();
    const north = await stage.synced('north');
    const doc = new Y.Doc();
    doc.getText('terms').insert(0, 'typed on the train');
    await stage.synced('carrier', { doc });
    await until(() => north.text === 'typed on the train', 'offline text arrived');
  });

  it('[SYN2] nobody is shown an edit that is not durable', async () => {
    stage = await openStage();
    const carrier = await stage.synced('carrier');
    const north = await stage.synced('north');
    const release = stage.host.commits.hold();
    carrier.type('secret until stored');
    await until(() => stage.host.submitted.length > 0, 'handed in');
    await north.flushed();
    const late = await stage.synced('harbor');
    expect([north.text, late.text]).toEqual(['', '']);
    release();
    await until(() => north.text !== '' && late.text !== '', 'shown');
    expect(north.text).toBe('secret until stored');
  });

  it('[SYN3] a commit during a join reaches the joiner, and nothing comes before its document', async () => {
    stage = await openStage();
    stage.host.write('before ');
    const release = stage.host.joins.hold();
    const joiner = stage.provider('north');
    await until(() => stage.sync.connections() === 1, 'let in');
    const bare = await stage.opened('harbor');
    bare.send([0, 0, 1, 0]);
    await roundTrip(bare.socket);
    stage.host.write('during ');
    stage.host.write('after');
    await roundTrip(bare.socket);
    expect(bare.frames).toEqual([]);
    release();
    await until(() => joiner.text === 'before during after', 'nothing lost');
    await until(() => bare.texts().length === 3, 'document and two commits');
    expect(bare.texts().map(([, kind]) => kind)).toEqual([1, 2, 2]);
  });

  it('[SYN3] a client that never asked for the text is sent none', async () => {
    stage = await openStage();
    const silent = await stage.opened('north');
    const asking = await stage.following('harbor');
    stage.host.write('hello');
    await until(() => asking.texts().length === 2, 'the asking one got it');
    expect(silent.texts()).toEqual([]);
  });

  it('[SYN5] the sender of an edit gets no echo, another window of the same seat gets it', async () => {
    stage = await openStage();
    const sender = await stage.following('north');
    const window = await stage.following('north');
    const [frame = []] = typing('x');
    sender.send(frame);
    await until(() => window.texts().length === 2, 'the other window has it');
    await roundTrip(sender.socket);
    expect(sender.texts()).toHaveLength(1);
  });

  it('[SYN5] what the same seat writes elsewhere reaches its only connection here', async () => {
    stage = await openStage();
    const here = await stage.following('north');
    stage.host.write('from the other node', 'north');
    await until(() => here.texts().length === 2, 'arrived');
  });

  it('[SYN5] what the same seat writes elsewhere is no echo of the edit that is in hand here', async () => {
    stage = await openStage();
    const here = await stage.following('north');
    const release = stage.host.commits.hold();
    here.send(typing('x')[0] ?? []);
    await until(() => stage.host.submitted.length === 1, 'in hand');
    stage.host.write('from the other node', 'north');
    await until(() => here.texts().length === 2, 'arrived');
    release();
  });

  it('[SYN5] edits of others in the same commit reach the sender', async () => {
    stage = await openStage();
    const north = await stage.synced('north');
    const harbor = await stage.synced('harbor');
    const release = stage.host.commits.hold();
    north.type('n');
    await until(() => stage.host.submitted.length === 1, 'first in hand');
    harbor.type('h');
    north.type('m');
    await until(() => stage.host.submitted.length === 2, 'second waits');
    release();
    await until(() => north.text.length === 3 && harbor.text.length === 3, 'converged');
    expect(north.text).toBe(harbor.text);
  });

  it('[SYN10] "saved" counts an edit only when it is durable, and only for who asked', async () => {
    stage = await openStage();
    const asking = await stage.following('north', { query: '&saved=1' });
    const other = await stage.following('harbor');
    const release = stage.host.commits.hold();
    const letters = typing('abc');
    for (const frame of letters) asking.send(frame);
    other.send(typing('z')[0] ?? []);
    await until(() => stage.host.submitted.length === 2, 'first edits in hand');
    await roundTrip(asking.socket);
    expect(asking.ofType(100)).toEqual([]);
    release();
    await until(() => asking.ofType(100).length === 3, 'all durable');
    expect(asking.ofType(100).map(([, count]) => count)).toEqual([1, 2, 3]);
    expect(other.ofType(100)).toEqual([]);
    expect(stage.count('edit-accepted')).toBe(4);
  });

  it('[SYN10] a step 2 that brings nothing counts as an edit frame, after those before it', async () => {
    stage = await openStage();
    const client = await stage.following('north', { query: '&saved=1' });
    const release = stage.host.commits.hold();
    client.send(typing('a')[0] ?? []);
    client.send([0, 1, 2, 0, 0]);
    await until(() => stage.host.submitted.length === 1, 'in hand');
    await roundTrip(client.socket);
    expect(client.ofType(100)).toEqual([]);
    release();
    await until(() => client.ofType(100).length === 2, 'both counted');
  });

  it('[SYN24] an edit that arrived before its window was closed is stored all the same', async () => {
    stage = await openStage();
    const client = await stage.following('north');
    const release = stage.host.commits.hold();
    for (const frame of typing('abc')) client.send(frame);
    await until(() => stage.host.submitted.length === 1, 'first in hand');
    client.socket.close();
    await until(() => stage.sync.connections() === 0, 'gone');
    release();
    await until(() => stage.host.text === 'abc', 'all stored');
  });
});
