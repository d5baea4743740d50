// Who has a cursor on one sheet, on this node and on others: one line a connection, never two owners of one client id.
// Clocks are made here and only grow, whatever clients say. Sends nothing; who may see a line is asked elsewhere.

import type { Cursor, RemoteLine } from './awareness-wire.ts';
import type { AwarenessLine } from './sync-frames.ts';

/** A line that no node has confirmed for this long is gone; one that left is remembered as long. */
const EXPIRY_MS = 45_000;
/** Lines of other nodes that are kept; more than a sheet can sensibly have. */
const MAX_REMOTE_LINES = 4_096;

/** Who a line speaks for, as the server knows it. */
export interface LineOwner {
  readonly seatId: string;
  readonly name: string;
  readonly side: 'carrier' | 'shipper' | null;
}

export class BoardLine {
  readonly clientId: number;
  owner: LineOwner;
  cursor: Cursor | null = null;
  isGone = true;
  /** True while a connection of this node speaks for it. */
  isLocal: boolean;
  /** Among nodes: the newest wins. */
  clock = 0;
  heardMs = 0;
  /** Towards readers of this node. */
  shownClock = 0;
  #text: string | undefined;

  constructor(clientId: number, owner: LineOwner, isLocal: boolean) {
    this.clientId = clientId;
    this.owner = owner;
    this.isLocal = isLocal;
  }

  /** Says where the cursor is; false when that is nothing new. */
  set(owner: LineOwner, cursor: Cursor | null, isGone: boolean): boolean {
    const before = this.isGone ? undefined : this.#stateText();
    this.owner = owner;
    this.cursor = cursor;
    this.isGone = isGone;
    this.#text = undefined;
    return (isGone ? undefined : this.#stateText()) !== before;
  }

  /** As readers get it. A change needs a clock of its own; a mere repetition only one that is not older. */
  shown(nowMs: number, isChange: boolean): AwarenessLine {
    this.shownClock = Math.max(this.shownClock + (isChange ? 1 : 0), nowMs);
    return this.#as(this.isGone);
  }

  /** As a reader gets it from whom the line is now hidden. */
  hidden(nowMs: number): AwarenessLine {
    this.shownClock = Math.max(this.shownClock + 1, nowMs);
    return this.#as(true);
  }

  /** As other nodes get it. */
  told(nowMs: number): RemoteLine {
    this.clock = Math.max(this.clock + 1, nowMs);
    const { clientId, clock, owner, cursor, isGone } = this;
    const { seatId, name, side } = owner;
    return { clientId, clock, seatId, name, side, cursor, isGone };
  }

  #as(isGone: boolean): AwarenessLine {
    const text = isGone ? 'null' : this.#stateText();
    return { clientId: this.clientId, clock: this.shownClock, text };
  }

  #stateText(): string {
    const { name, side } = this.owner;
    this.#text ??= JSON.stringify({ user: { name, side }, cursor: this.cursor });
    return this.#text;
  }
}

/** What became of a line that another node told of. */
export type Merge =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'changed' | 'same' | 'yielded'; readonly line: BoardLine }
  /** The other node takes away what a connection of this node speaks for: say again that it is here. */
  | { readonly kind: 'disputed'; readonly line: BoardLine };

export class AwarenessBoard {
  readonly #lines = new Map<number, BoardLine>();
  #remoteLines = 0;

  get size(): number {
    return this.#lines.size;
  }

  lines(): Iterable<BoardLine> {
    return this.#lines.values();
  }

  /**
   * A connection wants to speak under a client id. Undefined when the id is another's; the same seat takes its own
   * line over (`mayTakeOver`), for a browser that lost its line comes back before the old one is found dead.
   */
  claim(clientId: number, owner: LineOwner, mayTakeOver: boolean): BoardLine | undefined {
    const known = this.#lines.get(clientId);
    if (!known) {
      const line = new BoardLine(clientId, owner, true);
      this.#lines.set(clientId, line);
      return line;
    }
    if (known.owner.seatId !== owner.seatId || !mayTakeOver) return undefined;
    if (!known.isLocal) this.#remoteLines -= 1;
    known.isLocal = true;
    return known;
  }

  /** No connection of this node speaks for the line any more; it is remembered for a while. */
  leave(line: BoardLine, nowMs: number): void {
    line.isLocal = false;
    line.heardMs = nowMs;
    this.#remoteLines += 1;
  }

  /** Takes in what another node says; lost, repeated and reordered messages do no harm. */
  merge(told: RemoteLine, nowMs: number): Merge {
    const { clientId, seatId, name, side, cursor, isGone } = told;
    const owner: LineOwner = { seatId, name, side };
    const known = this.#lines.get(clientId);
    if (!known) {
      if (this.#remoteLines >= MAX_REMOTE_LINES) return { kind: 'nothing' };
      const line = new BoardLine(clientId, owner, false);
      this.#lines.set(clientId, line);
      this.#remoteLines += 1;
      line.clock = told.clock;
      line.heardMs = nowMs;
      // One that is already gone is kept too, lest a message that was overtaken brings it back.
      const isShown = line.set(owner, cursor, isGone);
      return { kind: isShown ? 'changed' : 'same', line };
    }
    if (known.owner.seatId !== seatId || told.clock <= known.clock) return { kind: 'nothing' };
    known.clock = told.clock;
    if (known.isLocal && isGone) return { kind: 'disputed', line: known };
    const wasLocal = known.isLocal;
    if (wasLocal) this.leave(known, nowMs);
    known.heardMs = nowMs;
    const isChanged = known.set(owner, cursor, isGone);
    if (wasLocal) return { kind: 'yielded', line: known };
    return { kind: isChanged ? 'changed' : 'same', line: known };
  }

  /** Forgets lines that nobody has confirmed for 45 s; answers those that were still shown, now gone. */
  expire(nowMs: number): readonly BoardLine[] {
    const ended: BoardLine[] = [];
    for (const line of this.#lines.values()) {
      if (line.isLocal || nowMs - line.heardMs < EXPIRY_MS) continue;
      this.#lines.delete(line.clientId);
      this.#remoteLines -= 1;
      if (line.isGone) continue;
      line.isGone = true;
      ended.push(line);
    }
    return ended;
  }
}
