// What one hosted stream is given: its rules, the journal, and whom it tells.

import type { Decider } from '../../shared/kernel/decider.ts';
import type { CommandId, StreamName } from '../../shared/kernel/ids.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import type { Chance, Journal, Log } from '../ports.ts';
import type { Turns } from './turns.ts';
import type { Confirmed, TextPart } from './types.ts';

export interface StreamDeps<State, Command, Event> {
  readonly stream: StreamName;
  readonly decider: Decider<State, Command, Event>;
  readonly journal: Journal;
  readonly chance: Chance;
  readonly log: Log;
  readonly snapshotEvery: number;
  /** True where no other node can append, so that nothing need be read to be sure. */
  readonly isAlone?: boolean;
  readonly text?: TextPart;
  /** When to write where other nodes write too; absent: at once. */
  readonly turns?: Turns;
  /** Resolves once it is known how long nobody could write; absent where time alone changes nothing. */
  readonly fresh?: () => Promise<void>;
  /** System commands to decide before anything else, given where the stream ended when it was loaded. */
  readonly firstCommands: (
    loaded: Confirmed<State>,
  ) => Promise<readonly { id: CommandId; command: Command }[]>;
  /** Told after each commit of this node, for other nodes. */
  readonly published: (entries: readonly StoredEntry[]) => void;
  /** Told after loading and after each change of state, and whether another node may have made it. */
  readonly changed: (confirmed: Confirmed<State>, isOfOthers: boolean) => void;
}
