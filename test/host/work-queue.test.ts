// The queue of one stream: what is settled, and on which look at the journal.

import { describe, expect, it } from 'vitest';
import type { Item } from '../../server/host/items.ts';
import { WorkQueue } from '../../server/host/work-queue.ts';
import { atRest } from '../support/virtual-time.ts';

const stage = () => {
  const course: string[] = [];
  const names = new Map<Item<never>, string>();
  const looks: (() => void)[] = [];
  const queue: WorkQueue<never> = new WorkQueue<never>({
    prepare: () => {
      course.push('look');
      return new Promise((resolve) => looks.push(resolve));
    },
    settle: (items) => {
      course.push(items.map((item) => names.get(item) ?? '?').join(' '));
      return Promise.resolve();
    },
    failed: () => undefined,
  });
  const item = (name: string): Item<never> => {
    const made: Item<never> = { kind: 'barrier', done: () => undefined, failed: () => undefined };
    names.set(made, name);
    return made;
  };
  const push = (name: string): void => {
    queue.push(item(name));
  };
  const look = async (): Promise<void> => {
    looks.shift()?.();
    await atRest();
  };
  return { course, queue, item, push, look };
};

describe('[HOST9] what is asked for is answered on a look at the journal that began after it was asked', () => {
  it('an item that comes while the journal is read waits for the next reading', async () => {
    const { course, push, look } = stage();
    push('first');
    push('with it');
    await atRest();
    push('late');
    await look();
    expect(course).toEqual(['look', 'first with it', 'look']);
    await look();
    expect(course).toEqual(['look', 'first with it', 'look', 'late']);
  });

  it('what loading puts first is settled with it, before all others', async () => {
    const { course, queue, item, push, look } = stage();
    push('visitor');
    await atRest();
    queue.putFirst([item('interrupt')]);
    await look();
    expect(course).toEqual(['look', 'interrupt visitor']);
  });
});
