// Somebody who types into the clauses of a sheet through the stock y-websocket provider: words that nobody else types,
// now and then a paragraph, now and then taking back an own word. Goes on while the line is down, and knows only from
// `saved` what is durable.

import * as decoding from 'lib0/decoding';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { countingSocket } from '../../client/net/counting-socket.ts';
import { SaveLedger } from '../../client/net/save-ledger.ts';
import { clauseHash } from '../../shared/sheet/clause-hash.ts';
import { blockText, CLAUSES_ROOT, clauseText } from '../../shared/sheet/text-seed.ts';
import type { Random } from '../../shared/kernel/random.ts';
import { withoutFarewell } from '../support/stock-provider.ts';
import type { Deeds } from './deeds.ts';
import type { SeatToken } from './seat-line.ts';

const MESSAGE_SAVED = 100;
const A_CONNECTION = 40;
const LEAD = 20;

/** One word and how far the server is known to have it. */
export interface Word {
  readonly text: string;
  isSaved: boolean;
  /** It was taken back here. */
  isStruck: boolean;
  isStrikeSaved: boolean;
}

export interface TypistDeps {
  readonly origin: string;
  readonly seat: SeatToken;
  readonly sheetId: string;
  /** Begins every word of this typist; letters only. */
  readonly name: string;
  readonly random: Random;
  readonly deeds: Deeds;
}

const WORD = /<[a-z]+\.\d+>/g;

/** How often each word stands in the clauses of a document. */
export const wordsIn = (doc: Y.Doc): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const clause of doc.getMap<Y.XmlFragment>(CLAUSES_ROOT).values()) {
    for (const [word] of clauseText(clause).matchAll(WORD)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return counts;
};

/** All that a reader sees of a document, as one text: each clause by its hash. */
export const hashesOf = (doc: Y.Doc): string =>
  [...doc.getMap<Y.XmlFragment>(CLAUSES_ROOT)]
    .map(([id, clause]) => `${id} ${clauseHash(clause)}`)
    .sort()
    .join('\n');

export class Typist {
  readonly doc = new Y.Doc();
  readonly sheetId: string;
  readonly name: string;
  readonly words: Word[] = [];
  /** How the server ended connections for good: never, if all goes well. */
  readonly closes: { readonly code: number; readonly reason: string }[] = [];
  /** Codes of all closed connections; undefined where the line broke. */
  readonly ends: (number | undefined)[] = [];
  readonly #provider: WebsocketProvider;
  readonly #ledger = new SaveLedger();
  readonly #random: Random;
  readonly #deeds: Deeds;
  /** What to note once everything typed is saved. */
  #unsaved: (() => void)[] = [];
  #left = 0;
  #isStopped = false;

  constructor({ origin, seat, sheetId, name, random, deeds }: TypistDeps) {
    this.sheetId = sheetId;
    this.name = name;
    this.#random = random;
    this.#deeds = deeds;
    this.doc.clientID = random.between(2, 2 ** 31);
    this.#provider = new WebsocketProvider(
      `${origin.replace('http', 'ws')}/sheets`,
      sheetId,
      this.doc,
      {
        params: { room: seat.roomId, seat: seat.seatId, saved: '1' },
        protocols: ['parley', `parley.token.${seat.token}`],
        disableBc: true,
        maxBackoffTime: 250,
        WebSocketPolyfill: countingSocket({
          opened: () => {
            this.#ledger.opened();
          },
          sentEdits: (isCatchUp) => {
            this.#ledger.sentEdits(isCatchUp);
          },
        }),
      },
    );
    withoutFarewell(this.#provider);
    this.#listen();
    deeds.onEach(() => {
      this.goOn();
    });
  }

  get isSaved(): boolean {
    return this.#provider.synced && this.#unsaved.length === 0;
  }

  /** May make as many edits more, on the line that stands. */
  refill(count: number): void {
    this.#left = count;
    this.goOn();
  }

  stop(): void {
    this.#isStopped = true;
  }

  close(): void {
    this.#provider.destroy();
  }

  goOn(): void {
    const { typed, answered } = this.#deeds.counts;
    const isAhead = typed > LEAD + 3 * answered;
    if (this.#isStopped || isAhead || !this.#provider.synced) return;
    if (this.#unsaved.length > 0 || this.#left <= 0) return;
    this.#edits(this.#random.between(1, 3));
  }

  #listen(): void {
    const provider = this.#provider;
    provider.messageHandlers[MESSAGE_SAVED] = (_encoder, decoder) => {
      this.#ledger.durable(decoding.readVarUint(decoder));
      if (this.#ledger.isSaved) this.#allSaved();
    };
    this.doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin !== provider) this.#ledger.edited();
    });
    provider.on('status', ({ status }) => {
      if (this.#isStopped || this.words.length === 0) return;
      // Typed while the line is down, and again before anything was exchanged over the new one.
      if (status === 'disconnected') this.#edits(this.#random.between(1, 2));
      if (status === 'connected' && this.#random.oneIn(2)) this.#edits(1);
    });
    provider.on('sync', (isSynced: boolean) => {
      if (!isSynced) return;
      this.#left = A_CONNECTION;
      this.goOn();
    });
    provider.on('connection-close', (close) => {
      this.ends.push(close?.code);
    });
    provider.on('closed', (close) => {
      this.closes.push(close);
    });
  }

  #edits(count: number): void {
    for (let n = 0; n < count; n += 1) {
      this.#left -= 1;
      const own = this.words.filter((word) => word.isSaved && !word.isStruck);
      const old = own.length > 0 && this.#random.oneIn(6) ? this.#random.pick(own) : undefined;
      if (old) this.#strike(old);
      else this.#type();
      this.#deeds.note('typed');
    }
  }

  #type(): void {
    const text = `<${this.name}.${String(this.words.length)}>`;
    const word: Word = { text, isSaved: false, isStruck: false, isStrikeSaved: false };
    this.words.push(word);
    this.#unsaved.push(() => {
      word.isSaved = true;
    });
    const clause = this.#random.pick([...this.#clauses()]);
    const paragraphs = clause
      .toArray()
      .filter((block) => block instanceof Y.XmlElement && block.nodeName === 'paragraph');
    const run = paragraphs.length > 0 ? runsOf(this.#random.pick(paragraphs))[0] : undefined;
    if (run && !this.#random.oneIn(6)) {
      run.insert(this.#random.pick(placesIn(blockText(run))), text);
      return;
    }
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(text)]);
    clause.insert(this.#random.between(0, clause.length), [paragraph]);
  }

  #strike(word: Word): void {
    for (const run of [...this.#clauses()].flatMap((clause) => clause.toArray()).flatMap(runsOf)) {
      const at = blockText(run).indexOf(word.text);
      if (at < 0) continue;
      word.isStruck = true;
      this.#unsaved.push(() => {
        word.isStrikeSaved = true;
      });
      run.delete(at, word.text.length);
      return;
    }
    throw new Error(`${word.text} was saved and is not in the text`);
  }

  #clauses(): Iterable<Y.XmlFragment> {
    return this.doc.getMap<Y.XmlFragment>(CLAUSES_ROOT).values();
  }

  #allSaved(): void {
    const noted = this.#unsaved;
    this.#unsaved = [];
    for (const note of noted) {
      note();
      this.#deeds.note('saved');
    }
    this.goOn();
  }
}

const runsOf = (block: Y.XmlElement | Y.XmlText | Y.XmlHook): Y.XmlText[] =>
  block instanceof Y.XmlElement
    ? block.toArray().filter((node): node is Y.XmlText => node instanceof Y.XmlText)
    : [];

/** Where a word can stand without breaking another: at both ends, and behind each word. */
const placesIn = (text: string): number[] => [
  0,
  text.length,
  ...[...text.matchAll(WORD)].map((word) => word.index + word[0].length),
];
