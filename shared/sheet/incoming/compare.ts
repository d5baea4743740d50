// What a file from outside says differently from the sheet: clauses with their redline, values of fields. The reader's
// own view of the sheet is all it is compared with.

import type { TermId } from '../../kernel/ids.ts';
import type { FieldValue } from '../field-types.ts';
import type { Paper, PaperField } from '../paper/types.ts';
import type { Redline, RichNode } from '../redline/types.ts';
import type { Places } from '../references.ts';
import type { Side } from '../../room/types.ts';
import { hashOf } from '../../kernel/hash.ts';
import { canonicalJson } from '../../kernel/json.ts';
import { isClauseForm } from '../clause-form.ts';
import { fieldCells, formatFieldValue } from '../field-text.ts';
import { shown } from '../../kernel/form-faults.ts';
import { fieldFault } from '../field-faults.ts';
import { checkFieldValue } from '../fields.ts';
import { bookmarkOf } from '../paper/bookmarks.ts';
import type { SheetFile } from '../paper/json-form.ts';
import { afterOf } from '../redline/apply.ts';
import { redlineOf } from '../redline/build.ts';
import { tidied } from '../redline/tokens.ts';
import { blocksOf, referenceWords, withReferences } from './blocks.ts';
import type { KnownClause, MatchedBy } from './match.ts';
import { matchClauses } from './match.ts';
import type { IncomingFile, IncomingParagraph } from './types.ts';

export interface ClauseDifference {
  readonly termId: TermId;
  readonly by: MatchedBy | 'id';
  /** The wording of the file. */
  readonly blocks: readonly RichNode[];
  readonly hash: string;
  /** From the text that stands to the wording of the file. */
  readonly redline: Redline;
}

export interface FieldDifference {
  readonly termId: TermId;
  readonly label: string;
  /** What the sheet says, and the file, in words. */
  readonly sheet: string;
  readonly file: string;
  /** Absent where the file has words only, which are never taken for values. */
  readonly value?: FieldValue;
}

export interface Comparison {
  readonly clauses: readonly ClauseDifference[];
  readonly fields: readonly FieldDifference[];
  /** Clauses of the file that say the same. */
  readonly same: number;
  /** Clauses that the file does not have. */
  readonly missing: readonly TermId[];
  readonly unplaced: readonly string[];
}

interface Known {
  readonly clauses: readonly KnownClause[];
  readonly fields: readonly PaperField[];
  readonly places: Places;
}

const knownOf = ({ sections, places }: Paper): Known => {
  const items = sections.flatMap((section) => section.items);
  return {
    clauses: items.flatMap((item) =>
      item.kind === 'clause' && item.redline
        ? [{ id: item.id, blocks: afterOf(item.redline) }]
        : [],
    ),
    fields: items.filter((item): item is PaperField => item.kind === 'field'),
    places: new Map(Object.entries(places)),
  };
};

const difference = (
  { id, blocks }: KnownClause,
  found: { readonly blocks: readonly RichNode[]; readonly by: ClauseDifference['by'] },
): ClauseDifference | undefined => {
  const wording = tidied(found.blocks);
  if (canonicalJson(wording) === canonicalJson(tidied(blocks))) return undefined;
  const redline = redlineOf(blocks, wording);
  return { termId: id, by: found.by, blocks: wording, hash: hashOf(wording), redline };
};

/** With this begins what an export writes in place of what it leaves out. */
const LEFT_OUT = '[redacted: ';

const labelOf = ({ label, lot }: PaperField): string => (lot ? `${label}, ${lot.name}` : label);

/** Cells and words of a value as they stand in an exported table, without what only parts them. */
const wordsOf = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim();

const exportedText = ({ type, value, carrier, shipper }: PaperField): string => {
  const one = (shown: FieldValue): string => {
    const cells = fieldCells(type, shown);
    if (!cells) return formatFieldValue(type, shown);
    const mode = type.kind === 'tiers' ? [formatFieldValue(type, shown).split('; ')[1] ?? ''] : [];
    return [...mode, ...cells.head, ...cells.rows.flat()].filter((cell) => cell !== '').join(' ');
  };
  if (value !== undefined) return one(value);
  const held = [
    ...(carrier === undefined ? [] : [`Carrier: ${one(carrier)}`]),
    ...(shipper === undefined ? [] : [`Shipper: ${one(shipper)}`]),
  ];
  return held.length > 0 ? [...held, 'not agreed'].join(' ') : '—';
};

const fieldsByWords = (file: IncomingFile, { fields }: Known): readonly FieldDifference[] => {
  const rows = new Map(file.rows.map(({ bookmark, text }) => [bookmark, text]));
  return fields.flatMap((field) => {
    const text = rows.get(bookmarkOf('field', field.id));
    if (text === undefined) return [];
    const [said, stands] = [wordsOf(text), wordsOf(exportedText(field))];
    if (said === stands || said.startsWith(LEFT_OUT)) return [];
    return [{ termId: field.id, label: labelOf(field), sheet: stands, file: said }];
  });
};

const isThere = ({ content }: IncomingParagraph): boolean =>
  !content[0]?.text?.startsWith(LEFT_OUT);

/** What a Word file says differently (IMP4, IMP5). `paper` is the uploader's own, sealed and clean. */
export const compareText = (paper: Paper, file: IncomingFile): Comparison => {
  const known = knownOf(paper);
  const matching = matchClauses(file.paragraphs.filter(isThere), known.clauses, known.places);
  const differing: ClauseDifference[] = [];
  for (const clause of known.clauses) {
    const match = matching.clauses.get(clause.id);
    if (!match) continue;
    const words = referenceWords(known.places, clause.blocks);
    const blocks = withReferences(blocksOf(match.paragraphs), words);
    const found = difference(clause, { blocks, by: match.by });
    if (found) differing.push(found);
  }
  return {
    clauses: differing,
    fields: fieldsByWords(file, known),
    same: matching.clauses.size - differing.length,
    missing: known.clauses.flatMap(({ id }) => (matching.clauses.has(id) ? [] : [id])),
    unplaced: matching.unplaced,
  };
};

/** The value that a file gives to a field for a side, and where: what it calls agreed, else what that side wants. */
const valueIn = (
  file: SheetFile,
  id: TermId,
  side: Side | null,
): { readonly value: unknown; readonly place: string } => {
  const field = Object.hasOwn(file.fields, id) ? file.fields[id] : undefined;
  const part = side !== null && field?.value === undefined ? side : 'value';
  return { value: field?.[part], place: `fields.${id}.${part}` };
};

const NO_BLOCKS = 'must be blocks of a clause as a sheet’s own file has them';

export type JsonComparison =
  | ({ readonly ok: true } & Comparison)
  /** With the place first. */
  | { readonly ok: false; readonly fault: string };

/** What a JSON file says differently (IMP6). Every value is checked against its field. */
export const compareSheetFile = (
  paper: Paper,
  file: SheetFile,
  side: Side | null,
): JsonComparison => {
  if (file.template !== paper.template) {
    const fault = `template: must be ${paper.template}, as of this sheet; it is ${shown(file.template)}`;
    return { ok: false, fault };
  }
  const known = knownOf(paper);
  const fields: FieldDifference[] = [];
  for (const field of known.fields) {
    const { value, place } = valueIn(file, field.id, side);
    if (value === undefined) continue;
    const wrong = checkFieldValue(field.type, value);
    if (wrong) return { ok: false, fault: fieldFault(place, value, wrong) };
    const stands = field.value ?? (side === null ? undefined : field[side]);
    if (canonicalJson(value) === canonicalJson(stands ?? null)) continue;
    const said = value as FieldValue;
    fields.push({
      ...{ termId: field.id, label: labelOf(field), value: said },
      sheet: stands === undefined ? '—' : formatFieldValue(field.type, stands),
      file: formatFieldValue(field.type, said),
    });
  }
  const clauses: ClauseDifference[] = [];
  let same = 0;
  for (const clause of known.clauses) {
    const given = Object.hasOwn(file.clauses, clause.id) ? file.clauses[clause.id] : undefined;
    if (given?.text === undefined) continue;
    const blocks: unknown = given.text;
    if (!isClauseForm(blocks))
      return { ok: false, fault: `clauses.${clause.id}.text: ${NO_BLOCKS}` };
    const found = difference(clause, { blocks, by: 'id' });
    if (found) clauses.push(found);
    else same += 1;
  }
  const missing = known.clauses.filter(({ id }) => !Object.hasOwn(file.clauses, id));
  return { ok: true, clauses, fields, same, missing: missing.map(({ id }) => id), unplaced: [] };
};
