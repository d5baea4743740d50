// All appends of a node, in one line: what comes while a commit is under way forms the next one, over all streams. An
// append ends stored, refused by where its stream ends, or in a fault; a fault that says `unavailable` may have been
// stored all the same, which who asked finds out by its command id.

import type { QueryConfig } from 'pg';
import type { Append, AppendResult } from '../ports.ts';
import { corruptEntry } from './page-check.ts';
import { faultOf, JournalFault } from './fault.ts';
import type { LostStream } from './postgres-append.ts';
import { appendStatements } from './postgres-append.ts';
import { isOfOneStream } from './postgres-fault.ts';
import type { PostgresLine } from './postgres-line.ts';
import type { StreamPlan } from './postgres-plan.ts';
import { emptyTip, planStream, refuseStream } from './postgres-plan.ts';
import type { Moment, Tips } from './postgres-tips.ts';

interface Waiting {
  readonly append: Append;
  readonly askedAt: Moment;
  readonly bytes: number;
  isDoubled: boolean;
  readonly done: (result: AppendResult) => void;
  readonly failed: (cause: JournalFault) => void;
}

interface Group {
  readonly waiting: readonly Waiting[];
  readonly plan: StreamPlan;
}

/** Bounds of one statement: how long others wait behind it, and what the server takes at once. */
const MAX_BATCH_APPENDS = 2_000;
const MAX_BATCH_BYTES = 8 * 1024 * 1024;

const bytesOf = ({ entries }: Append): number =>
  entries.reduce((sum, { body }) => sum + body.length, 0);

export class PostgresWriter {
  readonly #line: PostgresLine;
  readonly #tips: Tips;
  readonly #statements: ReturnType<typeof appendStatements>;
  readonly #waiting: Waiting[] = [];
  /** By stream: resolves once everything asked so far is settled. */
  readonly #settling = new Map<string, Promise<void>>();
  /** Verdicts that are known and not told yet: the next statement is on its way before anybody acts on the last. */
  readonly #untold: (() => void)[] = [];
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(line: PostgresLine, tips: Tips, schema: string) {
    this.#line = line;
    this.#tips = tips;
    this.#statements = appendStatements(schema);
  }

  append(append: Append): Promise<AppendResult> {
    const { stream } = append;
    const result = new Promise<AppendResult>((done, failed) => {
      if (this.#isClosed) {
        failed(new JournalFault('closed', 'the journal is closed'));
        return;
      }
      const askedAt = this.#tips.mark();
      this.#waiting.push({
        append,
        askedAt,
        bytes: bytesOf(append),
        isDoubled: false,
        done,
        failed,
      });
      this.#running ??= this.#run();
    });
    const settling = result.then(
      () => undefined,
      () => undefined,
    );
    this.#settling.set(stream, settling);
    void settling.then(() => {
      if (this.#settling.get(stream) === settling) this.#settling.delete(stream);
    });
    return result;
  }

  /** Resolves once every append to the stream that was asked for before is stored, refused or failed. */
  async settled(stream: string): Promise<void> {
    await this.#settling.get(stream);
  }

  /** What is under way is finished, what waits is refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#refuseWaiting();
    await this.#running;
  }

  async #run(): Promise<void> {
    // Everything that is asked for in the same turn goes together.
    await Promise.resolve();
    while (this.#waiting.length > 0 && !this.#isClosed) {
      const batch = this.#take();
      try {
        await this.#pass(batch);
      } catch (cause) {
        this.#fail(batch, faultOf(cause, this.#line.place));
      }
      if (this.#waiting.length > 0) continue;
      this.#tell();
      // Who was told may ask for more at once.
      await Promise.resolve();
    }
    this.#tell();
    this.#refuseWaiting();
    this.#running = undefined;
  }

  #tell(): void {
    for (const tell of this.#untold.splice(0)) tell();
  }

  #fail(batch: readonly Waiting[], fault: JournalFault): void {
    const failed = new Set(batch);
    const others = this.#waiting.splice(0).filter((each) => !failed.has(each));
    this.#waiting.push(...others);
    for (const each of batch) each.failed(fault);
  }

  #refuseWaiting(): void {
    if (!this.#isClosed) return;
    for (const { failed } of this.#waiting.splice(0)) {
      failed(new JournalFault('closed', 'the journal is closed'));
    }
  }

  #take(): Waiting[] {
    let count = 0;
    let bytes = 0;
    for (const next of this.#waiting) {
      bytes += next.bytes;
      if (count > 0 && (count >= MAX_BATCH_APPENDS || bytes > MAX_BATCH_BYTES)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  /** One attempt for each append of the batch; those that lost a race come again with the next one. */
  async #pass(batch: readonly Waiting[]): Promise<void> {
    const byStream = Map.groupBy(batch, ({ append }) => append.stream);
    await this.#look([...byStream.keys()].filter((stream) => !this.#tips.get(stream)));
    let groups = this.#plan(byStream);
    const doubtful = groups.filter((group) => this.#isDoubtful(group));
    if (doubtful.length > 0) {
      await this.#look(doubtful.map(({ plan }) => plan.stream));
      groups = this.#plan(byStream);
    }
    await this.#store(groups);
  }

  #plan(byStream: ReadonlyMap<string, readonly Waiting[]>): Group[] {
    return [...byStream].flatMap(([stream, waiting]) => {
      const tip = this.#tips.get(stream);
      if (!tip) throw new Error(`nothing is known of ${stream}`);
      const fault = this.#tips.faultOf(stream);
      const plan = fault
        ? refuseStream(stream, tip, { asked: waiting, fault })
        : planStream(stream, tip, waiting);
      return { waiting, plan };
    });
  }

  /** Nothing to store and all refused, on a tip that may be behind. */
  #isDoubtful({ plan, waiting }: Group): boolean {
    return (
      plan.entries.length === 0 &&
      waiting.some(({ askedAt }) => !this.#tips.isFresh(plan.stream, askedAt))
    );
  }

  async #look(streams: readonly string[]): Promise<void> {
    if (streams.length === 0) return;
    this.#tell();
    const lookedAt = this.#tips.mark();
    const tips = await this.#statements.tips((query) => this.#line.read(query), streams);
    for (const [stream, tip] of tips) this.#tips.learn(stream, tip, lookedAt);
  }

  async #store(groups: readonly Group[]): Promise<void> {
    const writing = groups.filter(({ plan }) => plan.entries.length > 0);
    for (const group of groups) if (!writing.includes(group)) this.#settle(group);
    if (writing.length === 0) return;
    const lookedAt = this.#tips.mark();
    try {
      const plans = writing.map(({ plan }) => plan);
      const write = <Row extends object>(query: QueryConfig) =>
        this.#line.write<Row>(query, () => {
          this.#tell();
        });
      const lost = await this.#statements.append(write, plans);
      await this.#comeAgain(this.#settleStored(writing, { lost, lookedAt }));
    } catch (cause) {
      this.#tell();
      await this.#afterFailure(writing, cause);
    }
  }

  /** Tells who was stored, and gives those who were not. */
  #settleStored(
    groups: readonly Group[],
    { lost, lookedAt }: { lost: readonly LostStream[]; lookedAt: Moment },
  ): Group[] {
    const actual = new Map(lost.map(({ id, tip }) => [id, tip]));
    return groups.filter((group) => {
      const { stream, base, tip } = group.plan;
      const isStored = !actual.has(base.id);
      const now = isStored ? tip : (actual.get(base.id) ?? emptyTip(base.id));
      this.#tips.learn(stream, now, lookedAt);
      // Somebody else has just made it, under another id.
      if (!isStored && now.version === 0 && base.version === 0) this.#tips.forget(stream);
      if (isStored) this.#settle(group);
      return !isStored;
    });
  }

  /** A stream that did not move although it ends where it should has one of the commands already. */
  async #comeAgain(beaten: readonly Group[]): Promise<void> {
    if (beaten.length === 0) return;
    // First in line again before anything is awaited: later appends to the same streams must stay behind.
    this.#waiting.unshift(...beaten.flatMap(({ waiting }) => waiting));
    const unmoved = beaten.filter(
      ({ plan }) => this.#tips.get(plan.stream)?.head === plan.base.head,
    );
    if (unmoved.length === 0) return;
    const plans = unmoved.map(({ plan }) => plan);
    const known = await this.#statements.known((query) => this.#line.read(query), plans);
    for (const { plan, waiting } of unmoved) {
      const ids = known.get(plan.base.id);
      for (const each of waiting) {
        each.isDoubled ||= each.append.entries.some(
          ({ commandId }) => commandId !== undefined && ids?.has(commandId),
        );
      }
    }
  }

  /** Nothing was stored, or nothing is known. One stream that is damaged must not keep the others from being written. */
  async #afterFailure(groups: readonly Group[], cause: unknown): Promise<void> {
    const fault = faultOf(cause, this.#line.place);
    if (isOfOneStream(fault) && groups.length > 1) {
      for (const group of groups) await this.#store([group]);
      return;
    }
    for (const { plan, waiting } of groups) {
      const own = this.#faultOf(plan, fault);
      for (const { failed } of waiting) failed(own);
    }
  }

  /** An entry where the stream says it has not come yet: the row or the entry is not as it was written. */
  #faultOf({ stream, base }: StreamPlan, fault: JournalFault): JournalFault {
    const { code } = (fault.cause ?? {}) as { code?: unknown };
    const isTaken = code === '23505' || fault.kind === 'corrupt';
    return isTaken ? corruptEntry(stream, base.version + 1, fault.cause) : fault;
  }

  #settle({ plan, waiting }: Group): void {
    this.#untold.push(() => {
      plan.verdicts.forEach((verdict, index) => {
        const each = waiting[index];
        if ('failed' in verdict) each?.failed(faultOf(verdict.failed, this.#line.place));
        else each?.done(verdict);
      });
    });
  }
}
