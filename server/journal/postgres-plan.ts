// What a group of appends to one stream would store, worked out on where the stream is believed to end. Pure: whether
// that belief was right is settled by the database, and nothing of a plan counts before it says so.

import type { EpochMs } from '../../shared/kernel/units.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { GENESIS_HEAD } from '../../shared/record/entry.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import type { Append, AppendResult } from '../ports.ts';
import { chainEntry } from './chain.ts';
import { repeatsCommand } from './command-ids.ts';
import type { JournalFault } from './fault.ts';
import { corruptEnd } from './page-check.ts';

/** Where a stream ends. Version 0: it does not exist, and `id` is kept for it. */
export interface Tip {
  readonly id: number;
  readonly version: number;
  readonly at: number;
  readonly head: string;
  readonly lastDecision: number;
}

export const emptyTip = (id: number): Tip => ({
  id,
  version: 0,
  at: 0,
  head: GENESIS_HEAD,
  lastDecision: 0,
});

export interface PlannedEntry extends StoredEntry {
  readonly commandId: string | undefined;
}

/** An append and whether the database has said that it has one of its command ids. */
export interface Asked {
  readonly append: Append;
  readonly isDoubled: boolean;
}

export type Verdict = AppendResult | { readonly failed: unknown };

export interface StreamPlan {
  readonly stream: string;
  /** What must still be so for the plan to hold. */
  readonly base: Tip;
  readonly tip: Tip;
  readonly entries: readonly PlannedEntry[];
  /** Undefined leaves it as it is. */
  readonly wakeAt: EpochMs | null | undefined;
  /** One for each append, in order. */
  readonly verdicts: readonly Verdict[];
}

const chainAll = (tip: Tip, { stream, entries }: Append): PlannedEntry[] => {
  let { version, at, head } = tip;
  return entries.map((entry) => {
    version += 1;
    const time = epochMs(Math.max(entry.at, at));
    const stored = chainEntry({ stream, version, at: time, body: entry.body }, head);
    at = stored.at;
    head = stored.head;
    return { ...stored, commandId: entry.commandId };
  });
};

const storedOf = ({ stream, version, at, body, head }: PlannedEntry): StoredEntry => ({
  stream,
  version,
  at,
  body,
  head,
});

const tipAfter = (tip: Tip, { entries }: Append, planned: readonly PlannedEntry[]): Tip => {
  const last = planned.at(-1);
  if (!last) return tip;
  const lastDecision = entries.findLastIndex(({ kind }) => kind === 'decision');
  return {
    id: tip.id,
    version: last.version,
    at: last.at,
    head: last.head,
    lastDecision: planned[lastDecision]?.version ?? tip.lastDecision,
  };
};

const isExpected = (tip: Tip, { expected }: Append): boolean =>
  'version' in expected
    ? expected.version === tip.version
    : tip.lastDecision <= expected.noDecisionSince;

/** A tip that no append can have made: the row is not as it was written. */
const isDamaged = ({ version, at, lastDecision }: Tip): boolean =>
  [version, at, lastDecision].some((number) => !Number.isSafeInteger(number) || number < 0);

/** Decides the appends one after the other, each on what the one before left. */
export const planStream = (stream: string, base: Tip, asked: readonly Asked[]): StreamPlan => {
  let tip = base;
  let wakeAt: EpochMs | null | undefined;
  const entries: PlannedEntry[] = [];
  const commandIds = new Set<string>();
  const decide = ({ append, isDoubled }: Asked): Verdict => {
    if (isDamaged(tip)) throw corruptEnd(stream);
    const ids = append.entries.flatMap(({ commandId }) => commandId ?? []);
    const isNew =
      !isDoubled && !repeatsCommand(append.entries) && ids.every((id) => !commandIds.has(id));
    if (!isNew || !isExpected(tip, append)) {
      return { ok: false, conflict: { version: tip.version } };
    }
    const planned = chainAll(tip, append);
    tip = tipAfter(tip, append, planned);
    entries.push(...planned);
    for (const id of ids) commandIds.add(id);
    if (append.wakeAt !== undefined) wakeAt = append.wakeAt;
    return { ok: true, entries: planned.map(storedOf) };
  };
  const verdicts = asked.map((each): Verdict => {
    try {
      return decide(each);
    } catch (failed) {
      // One that cannot be planned, such as a time that is none, fails alone.
      return { failed };
    }
  });
  return { stream, base, tip, entries, wakeAt, verdicts };
};

/** The plan for a stream that this node can no longer write. */
export const refuseStream = (
  stream: string,
  base: Tip,
  { asked, fault }: { asked: readonly Asked[]; fault: JournalFault },
): StreamPlan => ({
  stream,
  base,
  tip: base,
  entries: [],
  wakeAt: undefined,
  verdicts: asked.map(() => ({ failed: fault })),
});
