// A sheet of 100 KB for benchmarks of the page: the demo on the real program, its clauses filled and once agreed, then
// reopened and edited here and there, so that there is something to compare.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as Y from 'yjs';
import type { SeatCommand } from '../../shared/protocol/schemas.ts';
import { clauseHash } from '../../shared/sheet/clause-hash.ts';
import { blockText, CLAUSES_ROOT, clauseText } from '../../shared/sheet/text-seed.ts';
import type { SeatClient, SheetText } from '../support/seat-client.ts';
import { eventually } from '../support/patience.ts';
import type { Program } from '../support/program.ts';
import { startProgram } from '../support/program.ts';
import type { Sessions } from './people.ts';
import { follow, joinAll, sessionOf } from './people.ts';

const SHEET_BYTES = 100 * 1024;
const PARAGRAPH_WORDS = 90;
const EDIT_EVERY_WORDS = 100;
const VOCABULARY =
  'the carrier shall deliver every parcel tendered before entry unless notice was given by the shipper in writing'.split(
    ' ',
  );

export interface LargeSheet {
  readonly origin: string;
  /** The shipper's lead, for a browser. */
  readonly link: string;
  readonly title: string;
  readonly bytes: number;
  readonly clauseIds: readonly string[];
  /** The carrier's lead writes here, in a process that is not the browser. */
  readonly writer: Y.Doc;
  close(): Promise<void>;
}

type Clauses = readonly (readonly [termId: string, fragment: Y.XmlFragment])[];

export const clausesOf = (doc: Y.Doc): Clauses => [
  ...doc.getMap<Y.XmlFragment>(CLAUSES_ROOT).entries(),
];

export const bytesOf = (doc: Y.Doc): number =>
  clausesOf(doc).reduce((sum, [, clause]) => sum + Buffer.byteLength(clauseText(clause)), 0);

const prose = (seed: number): string =>
  Array.from(
    { length: PARAGRAPH_WORDS },
    (_, at) => VOCABULARY[(seed * 7 + at * at + at) % VOCABULARY.length] ?? '',
  ).join(' ');

/** Adds paragraphs to every clause in turn until the sheet has its size. */
const fill = (doc: Y.Doc): void => {
  const clauses = clausesOf(doc);
  let bytes = bytesOf(doc);
  for (let turn = 0; bytes < SHEET_BYTES; turn += 1) {
    const words = prose(turn);
    const element = new Y.XmlElement('paragraph');
    element.insert(0, [new Y.XmlText(words)]);
    clauses[turn % clauses.length]?.[1].push([element]);
    bytes += words.length;
  }
};

const amendClause = (clause: Y.XmlFragment): void => {
  for (const block of clause.toArray()) {
    const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
    if (!(text instanceof Y.XmlText)) continue;
    const words = blockText(block).split(' ');
    const at = words.slice(0, Math.min(EDIT_EVERY_WORDS, words.length) >> 1).join(' ').length;
    text.insert(at, ' amended');
  }
};

/** A word more in a hundred, in every clause: an update a clause, since more would be refused as too many at once. */
const amend = (doc: Y.Doc): void => {
  for (const [, clause] of clausesOf(doc)) {
    doc.transact(() => {
      amendClause(clause);
    });
  }
};

/** Commands one after the other, as fast as the server takes them. */
const giveAll = async (client: SeatClient, sheetId: string, commands: readonly SeatCommand[]) => {
  const topic = { kind: 'sheet', id: sheetId } as const;
  for (const command of commands) {
    for (;;) {
      const result = await client.give(command, { topic });
      if (result.ok && result.value.ok) break;
      const code = result.ok ? !result.value.ok && result.value.rejection.code : result.error.code;
      if (code !== 'protocol/rate') throw new Error(`${command.type}: ${String(code)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
};

const areSame = (one: Y.Doc, other: Y.Doc): boolean => {
  const hashes = new Map(clausesOf(other).map(([id, clause]) => [id, clauseHash(clause)]));
  return clausesOf(one).every(([id, clause]) => hashes.get(id) === clauseHash(clause));
};

const sideActs = (side: 'carrier' | 'shipper', doc: Y.Doc): readonly SeatCommand[] =>
  clausesOf(doc).map(([termId, clause]) => ({
    ...{ type: 'TakePosition', side, termId },
    value: { kind: 'clause', hash: clauseHash(clause) },
  }));

const reopenings = (doc: Y.Doc): readonly SeatCommand[] =>
  clausesOf(doc).map(([termId]) => ({
    ...{ type: 'ReopenTerm', side: 'carrier', termId, reason: 'To be gone through again' },
  }));

const writeAll = async (
  sheetId: string,
  carrier: SeatClient,
  shipper: SeatClient,
): Promise<SheetText> => {
  const [writer, reader] = [await carrier.text(sheetId), await shipper.text(sheetId)];
  const [doc, copy] = [writer.provider.doc, reader.provider.doc];
  // What another seat sees is durable.
  const isSeen = (): Promise<void> => eventually(() => areSame(doc, copy), 'the text is seen');
  fill(doc);
  await isSeen();
  await giveAll(carrier, sheetId, sideActs('carrier', doc));
  await giveAll(shipper, sheetId, sideActs('shipper', doc));
  await giveAll(carrier, sheetId, reopenings(doc));
  amend(doc);
  await isSeen();
  return writer;
};

const linkOf = (program: Program, sessions: Sessions, seatId: string): string => {
  const links = program.output().match(/http\S+\/join#\S+/g) ?? [];
  const found = links[[...sessions.keys()].indexOf(seatId)];
  if (found === undefined) throw new Error(`no link for ${seatId}`);
  return found;
};

/** Starts the program and prepares the sheet. Close it in the end. */
export const openLargeSheet = async (): Promise<LargeSheet> => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-sheet-'));
  const program = startProgram(['--port', '0', '--data', folder, '--log-level', 'silent']);
  const [, origin = ''] = await program.says(/running at (http:\/\/\S+)/);
  await program.says(/Stop it with/);
  const sessions = await joinAll(origin, program.output().match(/http\S+\/join#\S+/g) ?? []);
  const carrier = await follow(origin, sessionOf(sessions, 'usps-lead'));
  const shipper = await follow(origin, sessionOf(sessions, 'northwind-lead'));
  const title = 'USPS and Northwind Retail';
  const { provider } = await writeAll(carrier.sheet(title).id, carrier, shipper);
  shipper.close();
  return {
    ...{ origin, title },
    link: linkOf(program, sessions, 'northwind-lead'),
    bytes: bytesOf(provider.doc),
    clauseIds: clausesOf(provider.doc).map(([id]) => id),
    writer: provider.doc,
    close: async () => {
      carrier.close();
      program.child.kill('SIGTERM');
      await program.ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
