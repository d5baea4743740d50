// Reads a Yjs update (version 1) from a stranger. Every length is checked against the bytes that are there before
// anything is allocated or decoded, which Yjs does not do: it takes memory for counts that are lies, and reads past
// the end into whatever else the same buffer holds. What is read here Yjs reads in exactly the same way.

import { decodeUtf8 } from 'lib0/string';
import type { Rejection } from '../kernel/rejection.ts';
import { reject } from '../kernel/rejection.ts';
import { isElementName, isMark } from './text-form.ts';

/** The name of one character or element: who made it, and how many that client had made before. */
export interface WireId {
  readonly client: number;
  readonly clock: number;
}

/** What a struct brings. `gc` has no place, `skip` stands for something left out, `clause` is a whole fragment. */
export type WireContent =
  'gc' | 'skip' | 'deleted' | 'string' | 'format' | 'text' | 'clause' | ElementContent;

export interface ElementContent {
  readonly element: string;
}

export interface WireStruct {
  readonly clock: number;
  /** How many clock values it takes: UTF-16 units for text, 1 for an element. */
  readonly length: number;
  readonly content: WireContent;
  /** For strings only. */
  readonly text: string | undefined;
  readonly origin: WireId | undefined;
  readonly rightOrigin: WireId | undefined;
  /** Given only when there is neither origin: an element, or the name of a root. */
  readonly parent: WireId | string | undefined;
  /** Map key or attribute name. */
  readonly key: string | undefined;
}

export interface WireSection {
  readonly client: number;
  readonly structs: readonly WireStruct[];
}

export interface WireRange {
  readonly clock: number;
  readonly length: number;
}

export interface WireDeletes {
  readonly client: number;
  /** Ascending, without overlap. */
  readonly ranges: readonly WireRange[];
}

export interface WireUpdate {
  readonly sections: readonly WireSection[];
  readonly deletes: readonly WireDeletes[];
}

/** A struct or range longer than this was never typed. */
const MAX_LENGTH = 2 ** 31 - 1;
const MAX_VARUINT_BYTES = 8;

/** Takes reading out of the middle of an update; never leaves this file. */
class Unreadable extends Error {
  readonly rejection: Rejection;

  constructor(rejection: Rejection) {
    super(rejection.code);
    this.rejection = rejection;
  }
}

const malformed = (): Unreadable => new Unreadable(reject('text/malformed'));
const foreign = (what: string): Unreadable => new Unreadable(reject('text/content', { what }));

/**
 * The structs and deletions of an update, or `text/malformed`, or `text/content` for kinds no clause holds, or
 * `text/too-large` for more structs than `maxStructs`.
 */
export const readUpdate = (bytes: Uint8Array, maxStructs: number): WireUpdate | Rejection => {
  try {
    return new Reader(bytes, maxStructs).update();
  } catch (cause) {
    if (cause instanceof Unreadable) return cause.rejection;
    throw cause;
  }
};

class Reader {
  readonly #bytes: Uint8Array;
  readonly #maxStructs: number;
  #structsLeft: number;
  #at = 0;

  constructor(bytes: Uint8Array, maxStructs: number) {
    this.#bytes = bytes;
    this.#maxStructs = maxStructs;
    this.#structsLeft = maxStructs;
  }

  update(): WireUpdate {
    const sections = this.#distinct(() => this.#section());
    const deletes = this.#distinct(() => this.#deletes());
    if (this.#at !== this.#bytes.length) throw malformed();
    return { sections, deletes };
  }

  /** Yjs lets a second section of the same client replace the first, so there must be none. */
  #distinct<Part extends { readonly client: number }>(read: () => Part): Part[] {
    const count = this.#uint();
    const parts: Part[] = [];
    const clients = new Set<number>();
    for (let done = 0; done < count; done += 1) {
      const part = read();
      if (clients.has(part.client)) throw malformed();
      clients.add(part.client);
      parts.push(part);
    }
    return parts;
  }

  #section(): WireSection {
    const count = this.#uint();
    const client = this.#uint();
    let clock = this.#uint();
    if (count === 0 || count > this.#bytes.length - this.#at) throw malformed();
    // Small ones are a few bytes each, and all of them have to be traced.
    this.#structsLeft -= count;
    if (this.#structsLeft < 0) {
      throw new Unreadable(reject('text/too-large', { maximumStructs: this.#maxStructs }));
    }
    const structs: WireStruct[] = [];
    for (let done = 0; done < count; done += 1) {
      const struct = this.#struct(clock);
      clock += struct.length;
      if (clock > Number.MAX_SAFE_INTEGER) throw malformed();
      structs.push(struct);
    }
    return { client, structs };
  }

  #struct(clock: number): WireStruct {
    const info = this.#byte();
    const kind = info & 0b1_1111;
    if (kind === 0 || kind === 10) return this.#bare(clock, kind === 0 ? 'gc' : 'skip');
    const origin = (info & 0b1000_0000) !== 0 ? this.#id() : undefined;
    const rightOrigin = (info & 0b0100_0000) !== 0 ? this.#id() : undefined;
    const hasParent = origin === undefined && rightOrigin === undefined;
    const parent = hasParent ? this.#parent() : undefined;
    const key = hasParent && (info & 0b0010_0000) !== 0 ? this.#string() : undefined;
    const text = kind === 4 ? this.#text() : undefined;
    const length = kind === 1 ? this.#length() : (text?.length ?? 1);
    return { clock, length, content: this.#content(kind), text, origin, rightOrigin, parent, key };
  }

  #bare(clock: number, content: 'gc' | 'skip'): WireStruct {
    const length = this.#length();
    const none = {
      text: undefined,
      origin: undefined,
      rightOrigin: undefined,
      parent: undefined,
      key: undefined,
    };
    return { clock, length, content, ...none };
  }

  #content(kind: number): WireContent {
    switch (kind) {
      case 1:
        return 'deleted';
      case 4:
        return 'string';
      case 6:
        return this.#format();
      case 7:
        return this.#type();
      default:
        throw foreign(`kind ${String(kind)}`);
    }
  }

  /** Any other value would be a mark that differs from itself: editors would rewrite it for ever. */
  #format(): WireContent {
    if (!isMark(this.#string())) throw foreign('mark');
    const value = this.#string();
    if (value !== 'null' && value !== '{}') throw foreign('mark value');
    return 'format';
  }

  #type(): WireContent {
    const type = this.#uint();
    if (type === 6) return 'text';
    // Nobody may add one, but whoever sends the whole document sends those of the seed too.
    if (type === 4) return 'clause';
    if (type !== 3) throw foreign(`type ${String(type)}`);
    const element = this.#string();
    if (!isElementName(element)) throw foreign('element');
    return { element };
  }

  #parent(): WireId | string {
    const isRoot = this.#uint();
    if (isRoot > 1) throw malformed();
    return isRoot === 1 ? this.#string() : this.#id();
  }

  #deletes(): WireDeletes {
    const client = this.#uint();
    const count = this.#uint();
    const ranges: WireRange[] = [];
    let end = 0;
    for (let done = 0; done < count; done += 1) {
      const clock = this.#uint();
      const length = this.#length();
      if (clock < end) throw malformed();
      end = clock + length;
      ranges.push({ clock, length });
    }
    return { client, ranges };
  }

  #id(): WireId {
    const client = this.#uint();
    return { client, clock: this.#uint() };
  }

  #length(): number {
    const length = this.#uint();
    if (length === 0 || length > MAX_LENGTH) throw malformed();
    return length;
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw malformed();
    this.#at += 1;
    return byte;
  }

  #uint(): number {
    let value = 0;
    let factor = 1;
    for (let read = 0; read < MAX_VARUINT_BYTES; read += 1) {
      const byte = this.#byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) throw malformed();
        return value;
      }
      factor *= 0x80;
    }
    throw malformed();
  }

  #slice(): Uint8Array {
    const length = this.#uint();
    if (length > this.#bytes.length - this.#at) throw malformed();
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  #string(): string {
    const slice = this.#slice();
    try {
      return decodeUtf8(slice);
    } catch (cause) {
      // What Yjs could not decode either; anything else is a fault.
      if (cause instanceof TypeError) throw malformed();
      throw cause;
    }
  }

  #text(): string {
    const text = this.#string();
    if (text === '') throw malformed();
    return text;
  }
}
