// Decides a batch without touching anything: state and items in, entries and outcomes out.
// If the append then conflicts, the plan is thrown away and made anew from the newer state.

import type { Actor, Decider } from '../../shared/kernel/decider.ts';
import type { EpochMs } from '../../shared/kernel/units.ts';
import type { Rejection } from '../../shared/kernel/rejection.ts';
import type { TextUpdate } from '../../shared/record/entry.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { Chance, NewEntry } from '../ports.ts';
import type { CommandItem, TextItem } from './items.ts';
import type { TextPart } from './types.ts';
import type { TextOwner } from '../../shared/sheet/text-check.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import type { Outcome } from './outcome.ts';
import { ID_TAKEN, actorKey } from './outcome.ts';

const SALT_BYTES = 16;
const ENTROPY_BYTES = 32;

export interface CommandPlan<State> {
  readonly state: State;
  readonly entries: readonly NewEntry[];
  readonly outcomes: readonly Outcome[];
}

export interface PlanDeps<State, Command, Event> {
  readonly decider: Decider<State, Command, Event>;
  readonly chance: Chance;
  readonly at: EpochMs;
  readonly remembered: (id: string, by: Actor) => Answer | undefined;
  readonly text: TextPart | undefined;
}

/** Decides commands one after the other, each on the state the one before left. */
export const planCommands = <State, Command, Event>(
  deps: PlanDeps<State, Command, Event>,
  base: State,
  items: readonly CommandItem<Command>[],
): CommandPlan<State> => {
  const entries: NewEntry[] = [];
  const outcomes: Outcome[] = [];
  const inBatch = new Map<string, Decided>();
  let state = base;
  for (const item of items) {
    const { id, by } = item;
    const first = sameInBatch(inBatch.get(id), by) ?? rememberedOutcome(deps.remembered(id, by));
    if (first) {
      outcomes.push(first);
      continue;
    }
    const step = planOne(deps, state, item, entries.length);
    state = step.state;
    if (step.entry) entries.push(step.entry);
    inBatch.set(id, { by, outcome: step.outcome });
    outcomes.push(step.outcome);
  }
  return { state, entries, outcomes };
};

interface Decided {
  readonly by: Actor;
  readonly outcome: Outcome;
}

const sameInBatch = (before: Decided | undefined, by: Actor): Outcome | undefined => {
  if (!before || actorKey(before.by) === actorKey(by)) return before?.outcome;
  // What was refused without a trace has not used the id up.
  const isStored = before.outcome.kind === 'entry';
  return isStored ? { kind: 'answer', answer: ID_TAKEN, isRemembered: true } : undefined;
};

const rememberedOutcome = (answer: Answer | undefined): Outcome | undefined =>
  answer && { kind: 'answer', answer, isRemembered: true };

interface Step<State> {
  readonly state: State;
  readonly entry?: NewEntry;
  readonly outcome: Outcome;
}

const planOne = <State, Command, Event>(
  deps: PlanDeps<State, Command, Event>,
  before: State,
  item: CommandItem<Command>,
  index: number,
): Step<State> => {
  const { decider, chance, at, text } = deps;
  let entropy: string | undefined;
  const decision = decider.decide(before, item.command, {
    by: item.by,
    id: item.id,
    at,
    entropy: () => (entropy ??= chance.hex(ENTROPY_BYTES)),
    ...(text && {
      clauseHash: (termId: string) => text.clauseHash(termId),
      wording: (termId: string) => text.authored(termId),
      rewrite: (wordings, clientId) => text.rewrite(wordings, clientId),
    }),
  });
  const rejection = decision.ok ? undefined : decision.rejection;
  // A refusal without events stays out of the record, and so does a tick that found nothing to do.
  if (decision.events.length === 0 && (rejection ?? item.by.kind === 'system')) {
    const answer: Answer = rejection ? { ok: false, rejection } : { ok: true };
    return { state: before, outcome: { kind: 'answer', answer, isRemembered: false } };
  }
  let state = before;
  const context = { at, by: item.by, id: item.id };
  for (const event of decision.events) state = decider.evolve(state, event, context);
  const body = canonicalJson({
    kind: 'decision',
    id: item.id,
    by: item.by,
    events: decision.events,
    ...(rejection && { rejection }),
    salt: chance.hex(SALT_BYTES),
  });
  return {
    state,
    entry: { kind: 'decision', at, commandId: item.id, body },
    outcome: { kind: 'entry', index, rejection },
  };
};

/** Whether a plan refuses something afresh; an answer that was remembered was proven when it was given. */
export const refusesAnew = ({ outcomes }: CommandPlan<unknown>): boolean =>
  outcomes.some((one) => one.kind === 'answer' && !one.answer.ok && !one.isRemembered);

export interface TextPlan<State> {
  readonly state: State;
  readonly entry: NewEntry | undefined;
  /** Whether the entry takes client ids that belonged to nobody. */
  readonly takesClaims: boolean;
  /** Accepted updates in order, to be applied once durable. */
  readonly updates: readonly Uint8Array[];
  /** One an item: the refusal, or undefined when it was taken. */
  readonly rejections: readonly (Rejection | undefined)[];
  /** Something was refused for want of text that another node may have taken already. */
  readonly lacksText: boolean;
}

/** Refusals that more text could turn round: what an update builds on, or sends again, is not known here. */
const WANTS_TEXT: readonly string[] = ['text/gap', 'text/client-id'];

/** Checks text updates one after the other; those that pass become one entry. */
export const planText = <State>(
  deps: PlanDeps<State, unknown, unknown> & { readonly text: TextPart },
  base: State,
  items: readonly TextItem[],
): TextPlan<State> => {
  const accepted: TextUpdate[] = [];
  const updates: Uint8Array[] = [];
  const rejections: (Rejection | undefined)[] = [];
  let state = base;
  for (const { by, update } of items) {
    // The states of all streams with a text part say whose client ids are.
    const check = deps.text.check(state as TextOwner, by, update);
    rejections.push(check.ok ? undefined : check.rejection);
    if (!check.ok || !check.changes) continue;
    const isClaim = check.claims.length > 0;
    if (isClaim && deps.decider.evolveClaims) {
      state = deps.decider.evolveClaims(state, by, check.claims);
    }
    updates.push(update);
    accepted.push({
      by,
      update: Buffer.from(update.buffer, update.byteOffset, update.length).toString('base64'),
      ...(isClaim && { claims: check.claims }),
    });
  }
  const plan = {
    ...{ state, updates, rejections },
    takesClaims: accepted.some(({ claims }) => claims !== undefined),
    lacksText: rejections.some((rejection) => WANTS_TEXT.includes(rejection?.code ?? '')),
  };
  if (accepted.length === 0) return { ...plan, entry: undefined };
  const body = canonicalJson({
    kind: 'text',
    updates: accepted,
    salt: deps.chance.hex(SALT_BYTES),
  });
  return { ...plan, entry: { kind: 'text', at: deps.at, body } };
};

/** Whether text was refused and none taken. */
export const refusesAll = ({ entry, rejections }: TextPlan<unknown>): boolean =>
  entry === undefined && rejections.some((rejection) => rejection !== undefined);
