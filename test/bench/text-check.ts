// How much the check of a text update costs, next to applying it, on a sheet of 100 KB.

import * as Y from 'yjs';
import type { SheetState } from '../../shared/sheet/types.ts';
import { createTextPart } from '../../server/host/text.ts';
import { CLAUSES_ROOT, seedUpdate } from '../../shared/sheet/text-seed.ts';

const CLAUSES = 40;
const PARAGRAPHS = 5;
const PARAGRAPH_LENGTH = 500;
const WARM_UP = 3_000;
const KEYSTROKES = 6_000;
const WRITER = 77;

export interface TextCheckBench {
  /** Mean time of one check before the update is applied. */
  readonly checkMicros: number;
  /** Mean time of `Y.applyUpdate` with the same updates on a plain document. */
  readonly applyMicros: number;
  /** The first by the second. */
  readonly ratio: number;
}

/** One letter or one deletion at a time, at a place that wanders through the sheet. */
const keystrokes = (seed: Uint8Array, count: number): Uint8Array[] => {
  const doc = new Y.Doc();
  doc.clientID = WRITER;
  const root = doc.getMap<Y.XmlFragment>(CLAUSES_ROOT);
  Y.applyUpdate(doc, seed);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => {
    updates.push(update);
  });
  for (let index = 0; index < count; index += 1) {
    const spot = Math.floor(index / 12);
    const paragraph = root.get(`clause-${String(spot % CLAUSES)}`)?.get(spot % PARAGRAPHS);
    const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : undefined;
    if (!(text instanceof Y.XmlText)) throw new Error('no text to type into');
    const at = ((spot * 7_919) % (PARAGRAPH_LENGTH - 20)) + (index % 12);
    if (index % 6 === 5) text.delete(at, 1);
    else text.insert(at, 'e');
  }
  return updates;
};

const stateOf = (termIds: readonly string[]): SheetState => {
  const open = { carrier: null, shipper: null, agreed: null, award: null, reopened: null };
  return {
    sheetId: 'sheet',
    roomId: 'room',
    kind: 'bilateral',
    parties: { carrierTeamId: 'carrier', shipperTeamId: 'shipper' },
    title: '',
    template: null,
    lots: {},
    lotOrder: [],
    terms: Object.fromEntries(termIds.map((termId) => [termId, open])),
    wordings: {},
    clients: { [String(WRITER)]: 'typist' },
  };
};

/** Types into a sheet of 100 KB; checks each keystroke as a host does, and applies it to a plain document as well. */
export const benchTextCheck = (): TextCheckBench => {
  const clauses = Array.from({ length: CLAUSES }, (_, index) => ({
    id: `clause-${String(index)}`,
    paragraphs: Array.from({ length: PARAGRAPHS }, () => 'word '.repeat(PARAGRAPH_LENGTH / 5)),
  }));
  const seed = seedUpdate(clauses);
  const state = stateOf(clauses.map(({ id }) => id));
  const part = createTextPart();
  part.load(seed);
  const plain = new Y.Doc();
  Y.applyUpdate(plain, seed);
  let [checkMs, applyMs] = [0, 0];
  keystrokes(seed, WARM_UP + KEYSTROKES).forEach((update, index) => {
    const start = performance.now();
    const check = part.check(state, 'typist', update);
    const checked = performance.now();
    Y.applyUpdate(plain, update);
    const applied = performance.now();
    if (!check.ok) throw new Error(`a keystroke was refused: ${check.rejection.code}`);
    part.apply([update]);
    if (index < WARM_UP) return;
    checkMs += checked - start;
    applyMs += applied - checked;
  });
  const checkMicros = (checkMs * 1_000) / KEYSTROKES;
  const applyMicros = (applyMs * 1_000) / KEYSTROKES;
  return { checkMicros, applyMicros, ratio: checkMicros / applyMicros };
};
