// What stands in a PDF that PDFKit wrote, as its reader sees it: streams inflated, and glyphs turned into letters by the
// table that each font brings along. A search of the bytes alone finds no word, since they hold numbers of glyphs.

import { inflateSync } from 'node:zlib';

interface PdfObject {
  readonly number: string;
  readonly head: string;
  /** Inflated where it was deflated. */
  readonly stream: string;
}

const OBJECT = /(\d+) 0 obj\n([\s\S]*?)\nendobj/g;
const STREAM = /\nstream\r?\n/;
const FONT_NAME = /\/(F\d+) (\d+) 0 R/g;
const TABLE = /<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g;
/** The start of a line of text, a font, or a run of glyphs. */
const STEP = /([-\d.]+) Tm|\/(F\d+) [-\d.]+ Tf|\[([^\]]*)\] TJ/g;

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

const objectsOf = (file: string): readonly PdfObject[] =>
  [...file.matchAll(OBJECT)].map(([, number = '', body = '']) => {
    const found = STREAM.exec(body);
    const head = found ? body.slice(0, found.index) : body;
    const from = head.length + (found?.[0].length ?? 0);
    // Counted and not searched for its end: its last byte may well be one of a line's end.
    const data = body.slice(from, from + Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0));
    const isDeflated = head.includes('/FlateDecode');
    const stream = isDeflated ? latin(inflateSync(Buffer.from(data, 'latin1'))) : data;
    return { number, head, stream };
  });

const lettersOf = (units: string): string =>
  (units.match(/[0-9a-f]{4}/g) ?? [])
    .map((unit) => String.fromCharCode(Number.parseInt(unit, 16)))
    .join('');

type Glyphs = ReadonlyMap<number, string>;

const glyphsOf = (table: string): Glyphs => {
  const glyphs = new Map<number, string>();
  for (const [, from = '', letters = ''] of table.matchAll(TABLE)) {
    for (const [place, [, units = '']] of [...letters.matchAll(/<([^>]*)>/g)].entries()) {
      glyphs.set(Number.parseInt(from, 16) + place, lettersOf(units));
    }
  }
  return glyphs;
};

/** Letters of each font by the name that pages call it by. */
const fontsOf = (objects: readonly PdfObject[]): ReadonlyMap<string, Glyphs> => {
  const byNumber = new Map(objects.map((object) => [object.number, object]));
  const fonts = new Map<string, Glyphs>();
  for (const { head } of objects) {
    for (const [, name = '', number = ''] of head.matchAll(FONT_NAME)) {
      const table = /\/ToUnicode (\d+) 0 R/.exec(byNumber.get(number)?.head ?? '')?.[1];
      if (table === undefined) throw new Error(`the font ${name} says no letters`);
      fonts.set(name, glyphsOf(byNumber.get(table)?.stream ?? ''));
    }
  }
  return fonts;
};

/** Runs of letters by line; a run is a word or part of one. */
const linesIn = (content: string, fonts: ReadonlyMap<string, Glyphs>): readonly string[][] => {
  const lines: string[][] = [];
  let [font, height]: [Glyphs | undefined, string] = [undefined, ''];
  for (const [, place, name, run] of content.matchAll(STEP)) {
    if (place !== undefined && place !== height) lines.push([]);
    if (place !== undefined) height = place;
    if (name !== undefined) font = fonts.get(name);
    if (run === undefined) continue;
    const codes = [...run.matchAll(/<([0-9a-f]*)>/g)].map(([, code]) => code).join('');
    const letters = (codes.match(/.{4}/g) ?? []).map((code) => {
      const letter = font?.get(Number.parseInt(code, 16));
      if (letter === undefined) throw new Error('a glyph without a letter');
      return letter;
    });
    lines.at(-1)?.push(letters.join(''));
  }
  return lines;
};

/**
 * The words of all pages, line by line, each line twice: its runs put together, as words that change their look inside
 * are read, and each by itself, as cells of a table are. Throws Error for a glyph that no font explains.
 */
export const pdfText = (bytes: Uint8Array): string => {
  const objects = objectsOf(latin(bytes));
  const fonts = fontsOf(objects);
  const pages = new Set(
    objects.flatMap(({ head }) => /\/Contents (\d+) 0 R/.exec(head)?.[1] ?? []),
  );
  return objects
    .flatMap(({ number, stream }) => (pages.has(number) ? linesIn(stream, fonts) : []))
    .map((runs) => `${runs.join('')}\n${runs.join(' ')}`)
    .join('\n');
};

/** Everything else in the file: its objects as they stand, and what their streams hold. */
export const pdfInnards = (bytes: Uint8Array): string =>
  objectsOf(latin(bytes))
    .map(({ head, stream }) => `${head}\n${stream}`)
    .join('\n');
