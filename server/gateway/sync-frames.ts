// Frames of the y-websocket protocol: reads what a client sent without trusting any length in it, and builds what
// the server sends. Decides nothing; edits inside are looked at by the host alone.

/** Message types of y-websocket, and Parley's own. */
const MESSAGE = { sync: 0, awareness: 1, query: 3, saved: 100 } as const;
const SYNC = { step1: 0, step2: 1, update: 2 } as const;
const MAX_VAR_UINT_BYTES = 8;

export interface Edit {
  readonly update: Uint8Array;
  /** The answer to the server's state vector: all that the server lacked when the client made it. */
  readonly isCatchUp: boolean;
}

export type Inbound =
  | { readonly kind: 'ask'; readonly stateVector: Uint8Array }
  | ({ readonly kind: 'edit' } & Edit)
  | { readonly kind: 'awareness'; readonly update: Uint8Array }
  | { readonly kind: 'query' };

/** Walks over bytes and never past their end: a Node buffer is a window on memory that holds others' frames too. */
export class FrameReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** A whole number in lib0's variable form; undefined when it is cut off or larger than a safe integer. */
  varUint(): number | undefined {
    let value = 0;
    for (let place = 0; place < MAX_VAR_UINT_BYTES; place += 1) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) return undefined;
      this.#at += 1;
      // Multiplied, not shifted: shifts end at 32 bits.
      value += (byte & 0x7f) * 2 ** (7 * place);
      if (byte < 0x80) return Number.isSafeInteger(value) ? value : undefined;
    }
    return undefined;
  }

  /** Bytes with their length before them; undefined when fewer are there than promised. */
  sized(): Uint8Array | undefined {
    const length = this.varUint();
    if (length === undefined || length > this.left) return undefined;
    const start = this.#at;
    this.#at += length;
    return this.#bytes.subarray(start, this.#at);
  }
}

/** A copy in memory of its own, so that nothing that reads too far can reach another client's bytes. */
const owned = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);

/** The state vector of a sheet that as many seats have written as a room can have is a tenth of this. */
const MAX_VECTOR_BYTES = 1024 * 1024;

const isStateVector = (bytes: Uint8Array): boolean => {
  if (bytes.length > MAX_VECTOR_BYTES) return false;
  const reader = new FrameReader(bytes);
  const count = reader.varUint();
  if (count === undefined || count > reader.left) return false;
  for (let index = 0; index < count; index += 1) {
    if (reader.varUint() === undefined || reader.varUint() === undefined) return false;
  }
  return reader.isAtEnd;
};

const readSync = (reader: FrameReader): Inbound | undefined => {
  const type = reader.varUint();
  const content = reader.sized();
  if (content === undefined || !reader.isAtEnd) return undefined;
  switch (type) {
    case SYNC.step1:
      return isStateVector(content) ? { kind: 'ask', stateVector: owned(content) } : undefined;
    case SYNC.step2:
    case SYNC.update:
      return { kind: 'edit', update: owned(content), isCatchUp: type === SYNC.step2 };
    default:
      return undefined;
  }
};

/** What a client's frame says; undefined when it is cut off, has more than it should, or is of no known type. */
export const readFrame = (frame: Uint8Array): Inbound | undefined => {
  const reader = new FrameReader(frame);
  const type = reader.varUint();
  if (type === MESSAGE.sync) return readSync(reader);
  if (type === MESSAGE.query) return reader.isAtEnd ? { kind: 'query' } : undefined;
  if (type !== MESSAGE.awareness) return undefined;
  const update = reader.sized();
  return update && reader.isAtEnd ? { kind: 'awareness', update } : undefined;
};

/** True for the one encoding of an update that brings nothing: no structs, no deletions. */
export const isEmptyUpdate = (update: Uint8Array): boolean =>
  update.length === 2 && update[0] === 0 && update[1] === 0;

/** Adds a whole number in lib0's variable form. */
const pushVarUint = (bytes: number[], value: number): void => {
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
};

const framed = (head: readonly number[], content: Uint8Array): Uint8Array => {
  const start = [...head];
  pushVarUint(start, content.length);
  const frame = new Uint8Array(start.length + content.length);
  frame.set(start);
  frame.set(content, start.length);
  return frame;
};

/** Asks for what the server lacks. */
export const step1Frame = (stateVector: Uint8Array): Uint8Array =>
  framed([MESSAGE.sync, SYNC.step1], stateVector);

export const updateFrame = (update: Uint8Array): Uint8Array =>
  framed([MESSAGE.sync, SYNC.update], update);

const step2Frames = new WeakMap<Uint8Array, Uint8Array>();

/** Answers a state vector. The host hands the same cached bytes to all who join; they are framed once. */
export const step2Frame = (state: Uint8Array): Uint8Array => {
  const known = step2Frames.get(state);
  if (known) return known;
  const frame = framed([MESSAGE.sync, SYNC.step2], state);
  step2Frames.set(state, frame);
  return frame;
};

/** Says how many of a connection's edit frames are durable. */
export const savedFrame = (count: number): Uint8Array => {
  const bytes: number[] = [MESSAGE.saved];
  pushVarUint(bytes, count);
  return Uint8Array.from(bytes);
};

/** One client's awareness; a `text` of "null" takes it away. */
export interface AwarenessLine {
  readonly clientId: number;
  readonly clock: number;
  /** The state as JSON. */
  readonly text: string;
}

/** Awareness of some clients; of none: a frame whose only use is that a quiet provider hears something. */
export const awarenessFrame = (lines: readonly AwarenessLine[]): Uint8Array => {
  const count: number[] = [];
  pushVarUint(count, lines.length);
  const parts: Uint8Array[] = [Uint8Array.from(count)];
  for (const { clientId, clock, text } of lines) {
    const state = Buffer.from(text);
    const head: number[] = [];
    for (const value of [clientId, clock, state.length]) pushVarUint(head, value);
    parts.push(Uint8Array.from(head), state);
  }
  return framed([MESSAGE.awareness], Buffer.concat(parts));
};
