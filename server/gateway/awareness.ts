// Cursors of one sheet: built from who the server knows a connection to be, gathered for a moment, and sent only to
// those who may know of that seat. A connection speaks for one client id and for no other; nothing here outlives it.

import type { Bus, CancelTimer, Clock, Timers, Unsubscribe } from '../ports.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import type { BoardLine, LineOwner } from './awareness-board.ts';
import { AwarenessBoard } from './awareness-board.ts';
import type { AwarenessSignal, ClaimedLine } from './awareness-wire.ts';
import { decodeSignal, encodeSignal, readClientState, splitAwareness } from './awareness-wire.ts';
import { awarenessFrame } from './sync-frames.ts';

/** Cursors move together at most this often. */
const GATHER_MS = 50;
/** Lines a client may send beyond twice those it was sent: stock clients send them back. */
const SPARE_LINES = 256;
/** Lines beyond which it no longer matters how many a client was sent; one for each seat a room may have. */
const MAX_SENT_LINES = 3_000;
const TEXT = new TextDecoder();

/** What the relay needs of a connection. */
export interface AwarenessMember {
  readonly reader: LineOwner & { maySee(otherSeatId: string): boolean };
  send(frame: Uint8Array): void;
}

export interface AwarenessDeps {
  readonly sheetId: string;
  readonly bus: Pick<Bus, 'signal' | 'onSignal'>;
  readonly timers: Timers;
  readonly clock: Clock;
  /** Longest state of one client, in bytes. */
  readonly maxStateBytes: number;
}

export type Reception = 'taken' | 'malformed' | 'too-large';

/** What the relay remembers of a connection: at most one line and one unread state. */
interface Seated {
  line: BoardLine | undefined;
  /** The client id it used first, its own or not: a line under that id is never sent to it. */
  firstId: number | undefined;
  /** The newest state it sent; read when the gathered cursors are sent. */
  text: string | undefined;
  lastText: string | undefined;
  /** Whether it was ever sent others' lines, which a stock client sends back: no id is claimed from such a frame. */
  hasSeen: boolean;
  /** How many lines it was ever sent, at most MAX_SENT_LINES. */
  sentLines: number;
}

export class AwarenessRelay {
  readonly #deps: AwarenessDeps;
  readonly #topic: string;
  readonly #board = new AwarenessBoard();
  readonly #members = new Map<AwarenessMember, Seated>();
  readonly #changed = new Set<BoardLine>();
  /** Changes that began on this node. */
  readonly #untold = new Set<BoardLine>();
  readonly #unheard: Unsubscribe;
  #cancelFlush: CancelTimer | undefined;

  constructor(deps: AwarenessDeps) {
    this.#deps = deps;
    this.#topic = `awareness:${deps.sheetId}`;
    this.#unheard = deps.bus.onSignal(this.#topic, (payload) => {
      this.#heard(payload);
    });
    this.#tell({ kind: 'ask' });
  }

  joined(member: AwarenessMember): void {
    this.#members.set(member, {
      line: undefined,
      firstId: undefined,
      text: undefined,
      lastText: undefined,
      hasSeen: false,
      sentLines: 0,
    });
  }

  /** Takes in a client's awareness update: of all it says only where this client's own cursor is. */
  received(member: AwarenessMember, update: Uint8Array): Reception {
    const { maxStateBytes } = this.#deps;
    const seated = this.#members.get(member);
    if (!seated) return 'taken';
    // As large as what a stock client may send back of others' states, and its own. Bounds that followed the lines
    // on the board would let a client find out how many are hidden from it (WALL4).
    if (update.length > maxStateBytes * (seated.sentLines + 2)) return 'too-large';
    const lines = splitAwareness(update, 2 * seated.sentLines + SPARE_LINES);
    if (!lines) return 'malformed';
    const own = seated.line
      ? lines.findLast(isOf(seated.line))
      : this.#claim(member, seated, lines);
    if (!seated.hasSeen) this.#send([member], this.#shownLines(), false);
    if (!own) return 'taken';
    if (own.text.length > maxStateBytes) return 'too-large';
    this.#takeState(seated, TEXT.decode(own.text));
    return 'taken';
  }

  /** Sends a member all that it may see; without anybody to see, an empty frame. */
  query(member: AwarenessMember): void {
    this.#send([member], this.#shownLines(), false);
  }

  left(member: AwarenessMember): void {
    const line = this.#members.get(member)?.line;
    this.#members.delete(member);
    if (!line) return;
    this.#board.leave(line, this.#deps.clock.now());
    const wasShown = line.set(line.owner, null, true);
    if (wasShown) this.#changeOwn(line);
  }

  /** The reader of a connection has other rights or another name than `before`. */
  readerChanged(member: AwarenessMember, before: AwarenessMember['reader']): void {
    const seated = this.#members.get(member);
    if (!seated) return;
    if (seated.line?.set(ownerOf(member), seated.line.cursor, seated.line.isGone)) {
      this.#changeOwn(seated.line);
    }
    if (!seated.hasSeen) return;
    const nowMs = this.#deps.clock.now();
    const others = this.#shownLines().filter(({ clientId }) => clientId !== seated.firstId);
    const turned = others.flatMap((line) => {
      const [did, does] = [before, member.reader].map((reader) => reader.maySee(line.owner.seatId));
      if (did === does) return [];
      return [does ? line.shown(nowMs, true) : line.hidden(nowMs)];
    });
    if (turned.length === 0) return;
    seated.sentLines = Math.min(MAX_SENT_LINES, seated.sentLines + turned.length);
    member.send(awarenessFrame(turned));
  }

  /**
   * Says again to these members who is here, even if nobody is: a stock client forgets a cursor it has not heard of
   * for 30 s, and reconnects when it has heard nothing at all for so long.
   */
  repeat(members: Iterable<AwarenessMember>): void {
    this.#send(members, this.#shownLines(), false);
  }

  /** Tells other nodes that the cursors of this one are still there, and drops those they no longer speak of. */
  renew(): void {
    const nowMs = this.#deps.clock.now();
    const ended = this.#board.expire(nowMs);
    this.#send(this.#members.keys(), ended, true);
    this.#tellOwn();
  }

  close(): void {
    this.#cancelFlush?.();
    // The last to leave is told of, or other nodes would show it until it expires.
    if (this.#cancelFlush) this.#flush();
    this.#unheard();
  }

  #claim(
    member: AwarenessMember,
    seated: Seated,
    lines: readonly ClaimedLine[],
  ): ClaimedLine | undefined {
    const living = lines.filter(({ isNull }) => !isNull);
    if (!seated.hasSeen) seated.firstId ??= living[0]?.clientId;
    const own = living.find(({ clientId }) => {
      seated.line = this.#board.claim(clientId, ownerOf(member), !seated.hasSeen);
      return seated.line !== undefined;
    });
    if (!own || !seated.line) return undefined;
    seated.firstId = own.clientId;
    this.#unseat(seated.line, seated);
    return own;
  }

  /** The connection that spoke for a line before does so no longer. */
  #unseat(line: BoardLine, keeper: Seated | undefined): void {
    for (const other of this.#members.values()) {
      if (other !== keeper && other.line === line) other.line = undefined;
    }
  }

  #takeState(seated: Seated, text: string): void {
    // A stock client repeats its state every 15 s; the server renews states itself.
    if (text === seated.lastText) return;
    seated.text = text;
    seated.lastText = text;
    this.#flushSoon();
  }

  #shownLines(): readonly BoardLine[] {
    return [...this.#board.lines()].filter(({ isGone }) => !isGone);
  }

  #change(line: BoardLine): void {
    this.#changed.add(line);
    this.#flushSoon();
  }

  #changeOwn(line: BoardLine): void {
    this.#untold.add(line);
    this.#change(line);
  }

  #flushSoon(): void {
    if (this.#cancelFlush) return;
    const { timers, clock } = this.#deps;
    // On a fixed grid of time: when cursors move says nothing about who moved first (WALL2).
    this.#cancelFlush = timers.after(durationMs(GATHER_MS - (clock.now() % GATHER_MS)), () => {
      this.#cancelFlush = undefined;
      this.#flush();
    });
  }

  #flush(): void {
    for (const [member, seated] of this.#members) this.#readState(member, seated);
    const changed = [...this.#changed];
    const untold = [...this.#untold];
    this.#changed.clear();
    this.#untold.clear();
    this.#send(this.#members.keys(), changed, true);
    this.#tellLines(untold);
  }

  #readState(member: AwarenessMember, seated: Seated): void {
    const { line, text } = seated;
    seated.text = undefined;
    const state = line && text !== undefined ? readClientState(text) : undefined;
    if (!line || !state) return;
    const isChanged = line.set(ownerOf(member), state.isGone ? null : state.cursor, state.isGone);
    if (!isChanged) return;
    this.#changed.add(line);
    this.#untold.add(line);
  }

  /** Sends lines to those who may see them, made once a set of lines. Of changes that are all hidden nothing is sent. */
  #send(members: Iterable<AwarenessMember>, lines: readonly BoardLine[], isChange: boolean): void {
    if (isChange && lines.length === 0) return;
    const nowMs = this.#deps.clock.now();
    const shown = new Map(lines.map((line) => [line, line.shown(nowMs, isChange)]));
    const visibleTo = visibleBySeat(lines);
    const frames = new Map<string, Uint8Array>();
    for (const member of members) {
      const seated = this.#members.get(member);
      if (!seated || (isChange && !seated.hasSeen)) continue;
      seated.hasSeen = true;
      const visible = visibleTo(member.reader).filter(
        ({ clientId }) => clientId !== seated.firstId,
      );
      if (isChange && visible.length === 0) continue;
      const key = visible.map(({ clientId }) => clientId).join();
      const frame = frames.get(key) ?? awarenessFrame(visible.flatMap((l) => shown.get(l) ?? []));
      frames.set(key, frame);
      seated.sentLines = Math.min(MAX_SENT_LINES, seated.sentLines + visible.length);
      member.send(frame);
    }
  }

  #heard(payload: Uint8Array): void {
    const signal = decodeSignal(payload);
    if (!signal) return;
    if (signal.kind === 'ask') {
      this.#tellOwn();
      return;
    }
    const nowMs = this.#deps.clock.now();
    for (const told of signal.lines) {
      const merged = this.#board.merge(told, nowMs);
      if (merged.kind === 'nothing' || merged.kind === 'same') continue;
      if (merged.kind === 'yielded') this.#unseat(merged.line, undefined);
      if (merged.kind === 'disputed') this.#tellLines([merged.line]);
      else this.#change(merged.line);
    }
  }

  #tellOwn(): void {
    this.#tellLines([...this.#board.lines()].filter(({ isLocal, isGone }) => isLocal && !isGone));
  }

  #tellLines(lines: readonly BoardLine[]): void {
    if (lines.length === 0) return;
    const nowMs = this.#deps.clock.now();
    this.#tell({ kind: 'lines', lines: lines.map((line) => line.told(nowMs)) });
  }

  #tell(signal: AwarenessSignal): void {
    this.#deps.bus.signal(this.#topic, encodeSignal(signal));
  }
}

/** Asks the walls once a seat, not once a connection. */
const visibleBySeat = (lines: readonly BoardLine[]) => {
  const known = new Map<string, readonly BoardLine[]>();
  return (reader: AwarenessMember['reader']): readonly BoardLine[] => {
    const visible =
      known.get(reader.seatId) ?? lines.filter(({ owner }) => reader.maySee(owner.seatId));
    known.set(reader.seatId, visible);
    return visible;
  };
};

const isOf =
  (line: BoardLine) =>
  ({ clientId }: ClaimedLine): boolean =>
    clientId === line.clientId;

const ownerOf = ({ reader: { seatId, name, side } }: AwarenessMember): LineOwner => ({
  seatId,
  name,
  side,
});
