// One encoding a commit, and how long a busy sheet gathers.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { step2Frame, updateFrame } from '../../server/gateway/sync-frames.ts';
import type { TextFollower } from '../../server/gateway/sync-sheet.ts';
import { SheetText } from '../../server/gateway/sync-sheet.ts';
import { GatheringWindow } from '../../server/gateway/sync-window.ts';
import { FakeSheetHost } from '../support/sync-host.ts';
import { VirtualTime } from '../support/virtual-time.ts';

class Follower implements TextFollower {
  readonly reader = { seatId: 'public', mayWrite: false };
  readonly isOpen = true;
  readonly frames: Uint8Array[] = [];
  readonly whole: Uint8Array[] = [];

  send(): void {
    throw new Error('a reader is asked nothing');
  }

  sendWhole(frame: Uint8Array): void {
    this.whole.push(frame);
  }

  sendText(frame: Uint8Array): void {
    this.frames.push(frame);
  }

  hold(): void {
    this.frames.length = 0;
  }

  release(): void {
    this.frames.length = 0;
  }

  settled(): Promise<void> {
    return Promise.resolve();
  }
}

/** A sheet with `readers` followers, and how often text was encoded for them. */
const busySheet = async (readers: number) => {
  const time = new VirtualTime();
  const host = new FakeSheetHost();
  let encodings = 0;
  const text = new SheetText({
    ...{ host, clock: time, timers: time },
    encode: (update) => {
      encodings += 1;
      return updateFrame(update);
    },
  });
  const followers = Array.from({ length: readers }, () => new Follower());
  await Promise.all(followers.map((follower) => text.answer(follower, Uint8Array.of(0))));
  return { time, host, text, followers, encodings: () => encodings };
};

/** The text that frames of updates make. */
const textOf = (frames: readonly Uint8Array[]): string => {
  const doc = new Y.Doc();
  for (const frame of frames) {
    const start = frame.length > 2 + 127 ? 4 : 3;
    Y.applyUpdate(doc, frame.subarray(start));
  }
  return doc.getText('terms').toString();
};

describe('fan-out', () => {
  it('[SYN4] a commit is encoded once for all readers', async () => {
    const { host, followers, encodings } = await busySheet(300);
    host.write('a');
    host.write('b');
    expect(encodings()).toBe(2);
    for (const at of [0, 1]) {
      expect(new Set(followers.map(({ frames }) => frames[at])).size).toBe(1);
    }
  });

  it('[SYN4] without readers nothing is encoded', async () => {
    const { host, encodings } = await busySheet(0);
    host.write('a');
    expect(encodings()).toBe(0);
  });

  it('[SYN4] the same document is framed once for all who join', () => {
    const state = Uint8Array.of(0, 0);
    expect(step2Frame(state)).toBe(step2Frame(state));
    expect(step2Frame(state.slice())).not.toBe(step2Frame(state));
  });

  it('[SYN6] on a busy sheet several commits become one frame, within 40 ms, and none is lost', async () => {
    const { time, host, followers, encodings } = await busySheet(1_000);
    for (let commit = 0; commit < 100; commit += 1) {
      host.write('x');
      await time.advance(10);
    }
    await time.advance(40);
    expect(encodings()).toBeLessThan(60);
    expect(textOf(followers[0]?.frames ?? [])).toBe('x'.repeat(100));
    expect(followers.every(({ frames }) => frames.length === encodings())).toBe(true);
  });

  it('[SYN6] a closed sheet sends nothing more', async () => {
    const { time, host, text, followers } = await busySheet(1_000);
    for (let commit = 0; commit < 30; commit += 1) host.write('x');
    const before = followers[0]?.frames.length;
    text.close();
    await time.advance(100);
    expect(followers[0]?.frames.length).toBe(before);
    expect(host.watcherCount).toBe(0);
  });
});

/** Windows that a sheet has, one a commit, at a steady rate. */
const windowsAt = (readers: number, commitsPerSecond: number): number[] => {
  let nowMs = 0;
  const window = new GatheringWindow(() => nowMs);
  return Array.from({ length: 5 * commitsPerSecond }, () => {
    nowMs += 1_000 / commitsPerSecond;
    return window.afterCommit(readers);
  });
};

describe('the gathering window', () => {
  it('[SYN6] a calm sheet waits for nothing, even with a thousand readers', () => {
    expect(Math.max(...windowsAt(1_000, 8))).toBe(0);
    expect(Math.max(...windowsAt(4, 200))).toBe(0);
  });

  it('[SYN6] two writers and a thousand readers wait less than 15 ms, ten writers 40 ms', () => {
    expect(windowsAt(1_000, 20).at(-1)).toBeLessThan(15);
    expect(windowsAt(500, 100).at(-1)).toBeGreaterThanOrEqual(39);
    expect(windowsAt(1_000, 400).at(-1)).toBe(40);
  });

  it('[SYN6] after a pause the first commit goes at once again', () => {
    let nowMs = 0;
    const window = new GatheringWindow(() => nowMs);
    for (let commit = 0; commit < 500; commit += 1) {
      nowMs += 1;
      window.afterCommit(1_000);
    }
    nowMs += 10_000;
    expect(window.afterCommit(1_000)).toBe(0);
  });

  it('[SYN6] it is never below 0 and never above 40 ms, and grows with readers', () => {
    const steps = fc.array(fc.nat(2_000), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(steps, fc.nat(5_000), (waits, readers) => {
        let nowMs = 0;
        const few = new GatheringWindow(() => nowMs);
        const many = new GatheringWindow(() => nowMs);
        for (const wait of waits) {
          nowMs += wait;
          const [less, more] = [few.afterCommit(readers), many.afterCommit(2 * readers)];
          expect(less).toBeGreaterThanOrEqual(0);
          expect(more).toBeLessThanOrEqual(40);
          expect(more).toBeGreaterThanOrEqual(less);
        }
      }),
    );
  });
});
