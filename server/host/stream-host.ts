// Keeps one stream in memory: a serial queue, decide all that waits, append once, then show.
// Nothing leaves this file before the journal has it: not to watchers, not to the bus, not as an answer.
// Deadlines, deliveries and eviction are the registry's; hiding is the views'.

import type { Actor } from '../../shared/kernel/decider.ts';
import type { CommandId, SeatId } from '../../shared/kernel/ids.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { AppendResult, Expected, NewEntry } from '../ports.ts';
import type { BarrierItem, CommandItem, Item, TextItem } from './items.ts';
import { itemOfSystem } from './items.ts';
import type { StreamDeps } from './stream-deps.ts';
import type { Change, Confirmed, TextAnswer, TextChange, TextReading } from './types.ts';
import type { EpochMs } from '../../shared/kernel/units.ts';
import { later } from '../../shared/kernel/units.ts';
import { Answers } from './answers.ts';
import { planCommands, planText, refusesAll, refusesAnew } from './batch.ts';
import type { AuthoredUpdate, Folded } from './fold.ts';
import { applyTo, beginning, bodyOf, foldEntry, updatesOf } from './fold.ts';
import { loadStream, saveSnapshot } from './load.ts';
import { Told } from './told.ts';
import { WorkQueue } from './work-queue.ts';

/** Races lost in a row before a batch is given up as a fault. */
const MAX_RACES = 200;

export class HostedStream<State, Command, Event> {
  readonly #deps: StreamDeps<State, Command, Event>;
  readonly #answers: Answers;
  readonly #watchers = new Set<(change: Change<State>) => void>();
  readonly #textWatchers = new Set<(change: TextChange) => void>();
  readonly #queue: WorkQueue<Command>;
  readonly #told = new Told();
  #folded: Folded<State>;
  #isLoaded = false;
  #hasBegun = false;
  #snapshotVersion = 0;
  /** As the journal has it; unknown until the first append, and after one that was not seen to succeed here. */
  #wakeAt: EpochMs | undefined | 'unknown' = 'unknown';

  constructor(deps: StreamDeps<State, Command, Event>) {
    this.#deps = deps;
    this.#answers = new Answers(deps.stream, deps.journal);
    this.#folded = beginning(deps.decider.initial);
    this.#queue = new WorkQueue({
      prepare: () => this.#prepare(),
      writesText: (command) => deps.decider.writesText?.(command) ?? false,
      settle: (items) => this.#settle(items),
      failed: (cause) => {
        this.#failed(cause);
      },
    });
  }

  get isIdle(): boolean {
    return this.#queue.isIdle && this.#watchers.size === 0 && this.#textWatchers.size === 0;
  }

  submit(id: CommandId, by: Actor, command: Command): Promise<Answer> {
    return new Promise((done, failed) => {
      this.#queue.push({ kind: 'command', id, by, command, done, failed });
    });
  }

  submitText(by: SeatId, update: Uint8Array): Promise<TextAnswer> {
    return new Promise((done, failed) => {
      this.#queue.push({ kind: 'text', by, update, done, failed });
    });
  }

  confirmed(): Promise<Confirmed<State>> {
    return new Promise((done, failed) => {
      this.#queue.push({
        kind: 'barrier',
        done: () => {
          done(this.#folded);
        },
        failed,
      });
    });
  }

  /** The durable text, to be read at once. */
  async reading(): Promise<TextReading> {
    const { text, stream } = this.#deps;
    if (!text) throw new Error(`${stream} holds no text`);
    if (!this.#isLoaded) await this.confirmed();
    return text;
  }

  watch(listener: (change: Change<State>) => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  watchText(listener: (change: TextChange) => void): () => void {
    this.#textWatchers.add(listener);
    return () => this.#textWatchers.delete(listener);
  }

  /** The version up to which the stream is known here. */
  get version(): number {
    return this.#folded.version;
  }

  /** Another node appended up to `version`; the entries as far as the bus brought them. */
  receive(entries: readonly StoredEntry[], version = entries.at(-1)?.version ?? 0): void {
    this.#told.add(entries, version);
    this.#queue.poke();
  }

  /** Says that entries may have been missed; the journal is asked before anything else is decided. */
  fallBehind(): void {
    this.#told.doubt();
    this.#queue.poke();
  }

  /** What must be said of a time in which nobody could write comes before anything else that is decided. */
  beginAgain(): void {
    this.#hasBegun = false;
    this.#queue.poke();
  }

  async #prepare(): Promise<void> {
    await this.#deps.fresh?.();
    if (!this.#isLoaded) await this.#load();
    if (!this.#hasBegun) await this.#begin();
    await this.#catchUp();
  }

  /** Nothing half-done may stay: the journal is read again before the next decision. */
  #failed(cause: unknown): void {
    this.#told.doubt();
    this.#deps.text?.discard();
    this.#deps.log.error({ stream: this.#deps.stream, err: cause }, 'stream failed');
  }

  async #load(): Promise<void> {
    // Everything is read now.
    this.#told.takeDoubt(0);
    const { folded, snapshotVersion } = await loadStream(this.#deps, this.#answers);
    this.#folded = folded;
    this.#snapshotVersion = snapshotVersion;
    this.#isLoaded = true;
  }

  /** Before anything else is decided: what must be said of the time in which nobody hosted the stream. */
  async #begin(): Promise<void> {
    this.#hasBegun = true;
    let first: readonly { readonly id: CommandId; readonly command: Command }[];
    try {
      await this.#catchUp();
      first = await this.#deps.firstCommands(this.#folded);
    } catch (cause) {
      this.#hasBegun = false;
      throw cause;
    }
    const failed = (): void => {
      this.#hasBegun = false;
    };
    this.#queue.putFirst(first.map(({ id, command }) => itemOfSystem({ id, command, failed })));
    if (this.#folded.version > 0) this.#deps.changed(this.#folded, !this.#deps.isAlone);
  }

  /** Folds what other nodes appended; a gap, or a doubt, is filled from the journal. */
  async #catchUp(): Promise<void> {
    const next = this.#told.takeNext(this.#folded);
    if (next.length > 0) this.#show(next);
    if (this.#told.takeDoubt(this.#folded.version)) await this.#readOn();
  }

  /** True when the journal had something new. */
  async #readOn(): Promise<boolean> {
    const { journal, stream } = this.#deps;
    for (let isNew = false; ; isNew = true) {
      const page = await journal.read(stream, this.#folded.version, 1_000);
      if (page.length === 0) return isNew;
      this.#show(page);
    }
  }

  /** An append proves that what it was decided on is the newest; a refusal that leaves no entry must look. */
  async #hasNews(): Promise<boolean> {
    return !this.#deps.isAlone && (await this.#readOn());
  }

  async #settle(items: readonly Item<Command>[]): Promise<void> {
    const kind = items[0]?.kind;
    if (kind === 'command') await this.#settleCommands(items as CommandItem<Command>[]);
    else if (kind === 'text') await this.#settleText(items as TextItem[]);
    else for (const item of items as BarrierItem[]) item.done();
  }

  async #settleCommands(items: readonly CommandItem<Command>[]): Promise<void> {
    for (let race = 0; race < MAX_RACES; race += 1) {
      await this.#takeTurn();
      const base = this.#folded;
      const plan = planCommands(this.#planDeps(), base.state, items);
      let stored: readonly StoredEntry[] = [];
      if (plan.entries.length > 0) {
        const result = await this.#append({ version: base.version }, plan.entries, plan.state);
        if (!result.ok) {
          await this.#afterRace(result.conflict.version);
          if (result.conflict.version === base.version) await this.#findDoubled(items);
          continue;
        }
        stored = result.entries;
      } else if (race === 0 && refusesAnew(plan) && (await this.#hasNews())) continue;
      const answers = await this.#answers.settle(items, plan.outcomes, stored);
      if (stored.length > 0) this.#show(stored, true);
      items.forEach((item, index) => {
        item.done(answers[index] as Answer);
      });
      return;
    }
    throw new Error(`${this.#deps.stream}: lost ${String(MAX_RACES)} races in a row`);
  }

  /** Where many nodes write into the stream, each waits for a turn of its own, and then knows what others have told. */
  async #takeTurn(): Promise<void> {
    if (!this.#deps.turns?.isContended) return;
    await this.#deps.turns.wait();
    await this.#catchUp();
  }

  /** Somebody was faster. Only what others have not told by now is read: who loses a race must not lose time too. */
  async #afterRace(version: number): Promise<void> {
    this.#deps.turns?.lost();
    this.#told.add([], version);
    await this.#catchUp();
  }

  /** A command of the batch was already stored, long ago or with an answer that was lost. */
  async #findDoubled(items: readonly CommandItem<Command>[]): Promise<void> {
    for (const { id, by } of items) await this.#answers.find(id, by);
    await this.#readOn();
  }

  async #settleText(items: readonly TextItem[]): Promise<void> {
    const { text } = this.#deps;
    if (!text) throw new Error(`${this.#deps.stream} holds no text`);
    for (let race = 0; race < MAX_RACES; race += 1) {
      const plan = planText({ ...this.#planDeps(), text }, this.#folded.state, items);
      // What was checked is either applied as durable text below, or must be checked again.
      text.discard();
      if (race === 0 && plan.lacksText && (await this.#readOn())) continue;
      if (race === 0 && refusesAll(plan) && (await this.#hasNews())) continue;
      if (plan.entry) {
        const { version, lastDecision } = this.#folded;
        // Text commutes, but of two seats that take one client id on two nodes only the first may have it (TXT5).
        const expected = plan.takesClaims ? { version } : { noDecisionSince: lastDecision };
        const result = await this.#append(expected, [plan.entry], undefined);
        if (!result.ok) {
          await this.#afterRace(result.conflict.version);
          continue;
        }
        await this.#showText(result.entries);
      }
      items.forEach((item, index) => {
        const rejection = plan.rejections[index];
        item.done(rejection ? { ok: false, rejection } : { ok: true });
      });
      return;
    }
    throw new Error(`${this.#deps.stream}: lost ${String(MAX_RACES)} races in a row`);
  }

  /** Text of other nodes may have come before ours; it is read first. */
  async #showText(stored: readonly StoredEntry[]): Promise<void> {
    const first = stored[0];
    if (!first || first.version === this.#folded.version + 1) {
      this.#show(stored, true);
      return;
    }
    await this.#readOn();
    this.#deps.published(stored);
  }

  #planDeps() {
    const { decider, chance, journal, text } = this.#deps;
    return {
      decider,
      chance,
      text,
      at: later(journal.now(), this.#folded.at),
      remembered: (id: CommandId, by: Actor) => this.#answers.recent(id, by),
    };
  }

  async #append(
    expected: Expected,
    entries: readonly NewEntry[],
    state: State | undefined,
  ): Promise<AppendResult> {
    const { journal, stream } = this.#deps;
    const wakeAt = state === undefined ? this.#wakeAt : this.#wakeOf(state);
    const isMoved = wakeAt !== this.#wakeAt && wakeAt !== 'unknown';
    const wake = isMoved ? { wakeAt: wakeAt ?? null } : {};
    const result = await journal.append({ stream, expected, entries, ...wake });
    if (!result.ok) return result;
    this.#deps.turns?.won();
    this.#wakeAt = wakeAt;
    return result;
  }

  /** A stream that owes or asks something wants to be loaded at once after a restart. */
  #wakeOf(state: State): EpochMs | undefined {
    const { decider, journal } = this.#deps;
    const isWaiting =
      (decider.owed?.(state).length ?? 0) > 0 || (decider.asks?.(state).length ?? 0) > 0;
    return isWaiting ? journal.now() : decider.wakeAt(state);
  }

  /** Folds durable entries, applies their text, and tells everybody who watches. */
  #show(entries: readonly StoredEntry[], isOwn = false): void {
    const { decider, text } = this.#deps;
    const bodies = entries.map(bodyOf);
    const updates: AuthoredUpdate[] = [];
    const authors = new Set<SeatId>();
    let folded = this.#folded;
    entries.forEach((entry, index) => {
      const body = bodies[index];
      if (!body) return;
      folded = foldEntry(decider, folded, entry, body);
      this.#answers.note(entry, body);
      updates.push(...updatesOf(decider, body, folded.state));
      if (body.kind === 'text') for (const { by } of body.updates) authors.add(by);
    });
    this.#folded = folded;
    if (!isOwn) this.#wakeAt = 'unknown';
    if (text && updates.length > 0) {
      const update = applyTo(text, updates);
      for (const tell of this.#textWatchers) tell({ update, authors: [...authors] });
    }
    if (isOwn) this.#deps.published(entries);
    for (const tell of this.#watchers) tell({ ...folded, entries, bodies });
    this.#deps.changed(folded, !isOwn);
    if (folded.version - this.#snapshotVersion >= this.#deps.snapshotEvery) this.#snapshot();
  }

  /** Written behind the commits: losing one costs time at the next load, nothing else. */
  #snapshot(): void {
    this.#snapshotVersion = this.#folded.version;
    saveSnapshot(this.#deps, this.#folded).catch((cause: unknown) => {
      this.#deps.log.warn({ stream: this.#deps.stream, err: cause }, 'snapshot not written');
    });
  }
}
