// What waits in a host's queue.

import type { Actor } from '../../shared/kernel/decider.ts';
import type { CommandId, SeatId } from '../../shared/kernel/ids.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { TextAnswer } from './types.ts';

export interface CommandItem<Command> {
  readonly kind: 'command';
  readonly id: CommandId;
  readonly by: Actor;
  readonly command: Command;
  readonly done: (answer: Answer) => void;
  readonly failed: (cause: unknown) => void;
}

export interface TextItem {
  readonly kind: 'text';
  readonly by: SeatId;
  readonly update: Uint8Array;
  readonly done: (answer: TextAnswer) => void;
  readonly failed: (cause: unknown) => void;
}

/** Asks for the durable state once everything before it is settled. */
export interface BarrierItem {
  readonly kind: 'barrier';
  readonly done: () => void;
  readonly failed: (cause: unknown) => void;
}

export type Item<Command> = CommandItem<Command> | TextItem | BarrierItem;

/** The most items that are decided together. */
const MAX_BATCH_ITEMS = 1_000;

/**
 * Takes the items at the head of the queue that may share one append, of the first `most`: all commands or all text.
 * They are kept apart because a command may depend on the hash of text, which is known once text is applied; for the same
 * reason a command that may write text is the last of its batch.
 */
export const takeBatch = <Command>(
  queue: Item<Command>[],
  most: number,
  writesText: (command: Command) => boolean = () => false,
): Item<Command>[] => {
  const kind = queue[0]?.kind;
  const limit = Math.min(queue.length, most, MAX_BATCH_ITEMS);
  const isLast = (item: Item<Command> | undefined): boolean =>
    item?.kind === 'command' && writesText(item.command);
  let count = 1;
  while (count < limit && queue[count]?.kind === kind && !isLast(queue[count - 1])) count += 1;
  return queue.splice(0, count);
};

/** A command of the server's own that nobody waits for. */
export const itemOfSystem = <Command>(
  item: Pick<CommandItem<Command>, 'id' | 'command' | 'failed'>,
): CommandItem<Command> => ({
  ...item,
  kind: 'command',
  by: { kind: 'system' },
  done: () => undefined,
});
