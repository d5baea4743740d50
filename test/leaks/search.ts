// Finds canaries in recorded bytes, in every form in which they may travel: plain, inside base64 or hexadecimal text, with
// zero bytes between letters, as numbers in mills and dollars, as numbers of the Yjs encoding.

import type { Line } from './tap.ts';

/** Words that are searched begin with these letters and are 16 long. */
export const WORD_MARK = 'zq';
const WORD = /zq[a-z]{14}/g;
const NUMBER = /(?<![\w.])\d+(?:\.\d+)?(?!\w)/g;
const HEX = /[0-9a-f]{12,}/g;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const BASE64 = /[A-Za-z0-9+/_-]{24,}/g;
const HEX_TEXT = /(?:[0-9a-f]{2}){16,}/gi;

/** Where each form was seen first, by the common order of all lines. */
export type Sightings = ReadonlyMap<string, number>;

/** A number that Yjs and y-protocols write in seven bits a byte. */
const varUint = (value: number): Buffer => {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
};

/** The forms in which a number of mills or blocks is looked for. */
export const numberForms = (value: number): readonly string[] => [
  String(value),
  (value / 1_000).toFixed(3),
  // Pieces a day of so many blocks.
  String(value * 100),
];

class Finder {
  readonly #found = new Map<string, number>();

  get sightings(): Sightings {
    return this.#found;
  }

  look(line: Line, tokens: readonly string[], clientIds: readonly number[]): void {
    const bytes = Buffer.concat(line.pieces);
    const ends: number[] = [];
    for (const piece of line.pieces) ends.push((ends.at(-1) ?? 0) + piece.length);
    const placeOf = (offset: number): number => {
      const index = ends.findIndex((end) => end > offset);
      return line.places[index] ?? Number.POSITIVE_INFINITY;
    };
    const note = (form: string, offset: number): void => {
      const place = placeOf(offset);
      if (place < (this.#found.get(form) ?? Number.POSITIVE_INFINITY)) this.#found.set(form, place);
    };
    const text = bytes.toString('latin1');
    for (const pattern of [WORD, NUMBER, HEX, UUID]) {
      for (const { 0: form, index } of text.matchAll(pattern)) note(form, index);
    }
    for (const { form, index } of hiddenWords(text)) note(form, index);
    for (const token of tokens) {
      const index = text.indexOf(token);
      if (index >= 0) note(token, index);
    }
    for (const clientId of clientIds) {
      const index = bytes.indexOf(varUint(clientId));
      if (index >= 0) note(`client ${String(clientId)}`, index);
    }
  }
}

/** Words inside encoded text, with the place where that text begins. */
function* hiddenWords(text: string): Generator<{ form: string; index: number }> {
  for (const { 0: run, index } of text.matchAll(BASE64)) {
    for (let shift = 0; shift < 4; shift += 1) {
      const inner = Buffer.from(run.slice(shift), 'base64').toString('latin1');
      for (const [form] of inner.matchAll(WORD)) yield { form, index };
    }
  }
  for (const { 0: run, index } of text.matchAll(HEX_TEXT)) {
    for (const shift of [0, 1]) {
      const inner = Buffer.from(run.slice(shift), 'hex').toString('latin1');
      for (const [form] of inner.matchAll(WORD)) yield { form, index };
    }
  }
  const isWide = text.includes(`${WORD_MARK[0] ?? ''}\0${WORD_MARK[1] ?? ''}\0`);
  if (isWide)
    for (const [form] of text.replaceAll('\0', '').matchAll(WORD)) yield { form, index: 0 };
}

/** Everything that can be a canary on these lines, and where it came first. Tokens and client ids are looked for as such. */
export const searchLines = (
  lines: readonly Line[],
  tokens: readonly string[],
  clientIds: readonly number[],
): Sightings => {
  const finder = new Finder();
  for (const line of lines) finder.look(line, tokens, clientIds);
  return finder.sightings;
};
