// What is left to do before an agreement goes to the regulator, with the days that follow from it. Computed from the
// papers of one reader: what that one does not see is not asked for.

import { z } from 'zod';
import type { TermId } from '../../kernel/ids.ts';
import type { FieldValue } from '../field-types.ts';
import type { SheetView } from '../types.ts';
import type { Paper, PaperClause, PaperField } from './types.ts';
import {
  EXTENSION_DAYS,
  FILING_DAYS,
  earliestEffective,
  effectiveAfterApprovals,
  lastDay,
  latestExtensionFiling,
} from '../derive/filing-dates.ts';
import { formatFieldValue } from '../field-text.ts';
import { offAwardText } from '../off-award-text.ts';
import { afterOf } from '../redline/apply.ts';
import type { RichNode } from '../redline/types.ts';
import { missingForReader, requiredForReader } from '../signing/standing.ts';
import type { FilingChecklist, FilingItem } from './filing-types.ts';
import { filedTooEarly, signaturesItem } from './filing-signatures.ts';

/** Days on which approvals came, as the reader knows them. */
export const approvalsSchema = z.array(z.iso.date()).max(20);

export interface FilingAsk {
  /** The reader's own, clean. */
  readonly sealed: Paper;
  readonly redacted: Paper;
  readonly approvedOn: readonly string[];
  /** The reader's own view: what is required of it, and how far it is signed. */
  readonly signed: Pick<SheetView, 'signing' | 'template' | 'terms'>;
}

const COVERAGE_ID = 'cost-coverage';
/** Full coverage in basis points. */
const FULL_COVERAGE = 10_000;
/** Shorter texts stand in any clause by chance. */
const MIN_QUOTE = 5;
const MAX_NAMED = 6;

type Fields = ReadonlyMap<TermId, PaperField>;

const fieldsOf = ({ sections }: Paper): Fields =>
  new Map(
    sections.flatMap(({ items }) =>
      items.flatMap((item) => (item.kind === 'field' ? [[item.id, item] as const] : [])),
    ),
  );

const agreed = (fields: Fields, id: TermId): FieldValue | undefined => fields.get(id)?.value;

const textOf = (fields: Fields, id: TermId): string | undefined => {
  const value = agreed(fields, id);
  return typeof value === 'string' ? value : undefined;
};

const numberOf = (fields: Fields, id: TermId): number | undefined => {
  const value = agreed(fields, id);
  return typeof value === 'number' ? value : undefined;
};

const named = (names: readonly string[]): string => {
  const more = names.length - MAX_NAMED;
  const shown = names.slice(0, MAX_NAMED).join('; ');
  return more > 0 ? `${shown} and ${String(more)} more` : shown;
};

/** The same terms as the line of signing counts (SIG1): those that both sides know. */
const agreement = ({ sealed, signed }: FilingAsk): FilingItem => {
  const required = requiredForReader(signed);
  const missing = new Set(missingForReader(signed));
  const open = sealed.sections.flatMap(({ items }) => items.filter(({ id }) => missing.has(id)));
  const names = open.map((item) => (item.kind === 'field' ? item.label : item.heading));
  return {
    ...{ id: 'agreement', label: 'Everything required is agreed' },
    state: open.length === 0 ? 'done' : 'missing',
    words:
      open.length === 0
        ? 'all required fields and clauses'
        : `${String(missing.size)} of ${String(required.length)} open: ${named(names)}`,
  };
};

/** Required of one side alone, which both sides need not agree on; coverage has an item of its own. */
const ofOneSide = ({ signed: { template } }: FilingAsk, fields: Fields): readonly FilingItem[] =>
  template.sections
    .flatMap(({ terms }) => terms)
    .flatMap((term): readonly FilingItem[] => {
      if (term.kind !== 'field' || !term.privateTo || !term.isRequired) return [];
      const field = fields.get(term.id);
      if (!field || term.id === COVERAGE_ID || field.value !== undefined) return [];
      const words = `not entered by the ${term.privateTo}, which needs it to sign`;
      return [{ id: term.id, label: term.label, state: 'missing', words }];
    });

const entered = (fields: Fields, id: TermId): readonly FilingItem[] => {
  const field = fields.get(id);
  if (!field) return [];
  const { label, type, value } = field;
  if (value === undefined) return [{ id, label, state: 'missing', words: 'not agreed' }];
  const on = type.kind === 'date' && typeof value === 'string' && { on: value };
  return [{ id, label, state: 'done', words: formatFieldValue(type, value), ...on }];
};

const filingDate = ({ signed }: FilingAsk, fields: Fields): readonly FilingItem[] =>
  entered(fields, 'filing-date').map((item) => {
    const wrong = item.on === undefined ? undefined : filedTooEarly(signed, item.on);
    return wrong === undefined ? item : { ...item, state: 'wrong', words: wrong };
  });

/** The first day of the agreement, as its fields say; words where it cannot be said. */
const effectOf = (
  fields: Fields,
  approvedOn: readonly string[],
): { on?: string; words: string } => {
  if (textOf(fields, 'effective-mode') === 'approvals') {
    const days = numberOf(fields, 'effective-days');
    if (days === undefined) return { words: 'the business days after approvals are not agreed' };
    const on = effectiveAfterApprovals(approvedOn, days);
    const rule = `${String(days)} business days after the last approval`;
    return on === undefined ? { words: `${rule}; no approval is there yet` } : { on, words: rule };
  }
  const on = textOf(fields, 'effective-date');
  return on === undefined ? { words: 'no day is agreed' } : { on, words: 'as agreed' };
};

const days = (fields: Fields, approvedOn: readonly string[]): readonly FilingItem[] => {
  const filed = textOf(fields, 'filing-date');
  const earliest = filed === undefined ? undefined : earliestEffective(filed);
  const effect = effectOf(fields, approvedOn);
  const isTooEarly = earliest !== undefined && effect.on !== undefined && effect.on < earliest;
  const months = numberOf(fields, 'term-months');
  const last =
    effect.on !== undefined && months !== undefined ? lastDay(effect.on, months) : undefined;
  const waits = 'follows from the days above';
  return [
    {
      ...{ id: 'earliest', label: 'Earliest day of effect' },
      state: earliest === undefined ? 'missing' : 'done',
      words: `day of filing + ${String(FILING_DAYS)} days`,
      ...(earliest !== undefined && { on: earliest }),
    },
    {
      ...{ id: 'effect', label: 'Takes effect' },
      state: isTooEarly ? 'wrong' : effect.on === undefined ? 'missing' : 'done',
      words: isTooEarly ? `${effect.words}, which is before ${earliest}` : effect.words,
      ...(effect.on !== undefined && { on: effect.on }),
    },
    {
      ...{ id: 'last-day', label: 'Last day in force' },
      state: last === undefined ? 'missing' : 'done',
      words: last === undefined ? waits : `${String(months)} months from the first`,
      ...(last !== undefined && { on: last }),
    },
    {
      ...{ id: 'extension', label: 'File an extension by' },
      state: last === undefined ? 'missing' : 'note',
      words: `${String(EXTENSION_DAYS)} days before the last day`,
      ...(last !== undefined && { on: latestExtensionFiling(last) }),
    },
  ];
};

const plainTextOf = ({ text = '', content = [] }: RichNode): string =>
  text + content.map(plainTextOf).join(' ');

/** Values that are left out and yet stand in a clause that is published. */
const quotes = (sealed: Fields, redacted: Paper): readonly string[] => {
  const left = redacted.sections
    .flatMap(({ items }) => items)
    .filter((item): item is PaperField => item.kind === 'field' && item.redacted !== undefined);
  const clauses = redacted.sections
    .flatMap(({ items }) => items)
    .filter((item): item is PaperClause => item.kind === 'clause' && item.redline !== undefined)
    .map(({ number, heading, redline }) => ({
      name: `${number} ${heading}`,
      text: afterOf(redline ?? { rows: [] })
        .map(plainTextOf)
        .join(' '),
    }));
  return left.flatMap(({ id, label, type }) => {
    const value = sealed.get(id)?.value;
    if (value === undefined || !['money', 'text', 'percent'].includes(type.kind)) return [];
    const said = formatFieldValue(type, value);
    if (said.length < MIN_QUOTE) return [];
    const bare = said.replaceAll('\u00a0', ' ');
    return clauses
      .filter(({ text }) => text.replaceAll('\u00a0', ' ').includes(bare))
      .map(({ name }) => `${name} says the value of ${label}`);
  });
};

const redactions = ({ redacted }: FilingAsk, fields: Fields): readonly FilingItem[] => {
  const left = redacted.sections
    .flatMap(({ items }) => items)
    .filter((item) => item.redacted !== undefined);
  const strange = redacted.strangeRedactions;
  const quoted = quotes(fields, redacted);
  return [
    {
      ...{ id: 'redactions', label: 'Redactions' },
      state: strange.length > 0 ? 'wrong' : 'done',
      words:
        strange.length > 0
          ? `these name no field, clause or section: ${named(strange)}`
          : `${String(left.length)} left out, each with a reason`,
    },
    {
      ...{ id: 'quotes', label: 'Nothing sealed in what is published' },
      state: quoted.length > 0 ? 'wrong' : 'done',
      words: quoted.length > 0 ? named(quoted) : 'no clause says a value that is left out',
    },
  ];
};

const coverage = (fields: Fields): readonly FilingItem[] => {
  const field = fields.get(COVERAGE_ID);
  if (!field) return [];
  const { id, label, type, value } = field;
  if (typeof value !== 'number') return [{ id, label, state: 'missing', words: 'not entered' }];
  const isEnough = value >= FULL_COVERAGE;
  const words = formatFieldValue(type, value);
  return [
    {
      id,
      label,
      state: isEnough ? 'done' : 'wrong',
      words: isEnough ? words : `${words}: below 100 %`,
    },
  ];
};

const SIDE_NAMES = { carrier: 'carrier', shipper: 'shipper' } as const;

/** Values that took the place of an award's: allowed, and told to whoever files and whoever approves (AWD2). */
const awards = (fields: Fields): readonly FilingItem[] => {
  const filled = [...fields.values()].filter(({ isAward, offAward }) => isAward ?? offAward);
  if (filled.length === 0) return [];
  const off = filled.flatMap(({ label, lot, type, offAward }) =>
    offAward
      ? [
          `${label}, ${lot?.name ?? ''}: ${offAwardText(type, offAward, (side) => SIDE_NAMES[side])}`,
        ]
      : [],
  );
  return [
    {
      ...{ id: 'off-award', label: 'Values as the awards gave them' },
      state: off.length > 0 ? 'note' : 'done',
      words: off.length > 0 ? named(off) : `${String(filled.length)} from the auction`,
    },
  ];
};

/** The checklist of a sheet (FILE1, FILE2, FILE4). */
export const filingChecklist = (ask: FilingAsk): FilingChecklist => {
  const fields = fieldsOf(ask.sealed);
  const dockets = entered(fields, 'dockets').map((item): FilingItem =>
    item.state === 'missing' ? { ...item, state: 'note' } : item,
  );
  const items = [
    agreement(ask),
    ...signaturesItem(ask.signed),
    ...entered(fields, 'filing-type'),
    ...filingDate(ask, fields),
    ...(fields.has('filing-date') ? days(fields, ask.approvedOn) : []),
    ...awards(fields),
    ...coverage(fields),
    ...ofOneSide(ask, fields),
    ...redactions(ask, fields),
    ...dockets,
  ];
  return { items, isReady: items.every(({ state }) => state === 'done' || state === 'note') };
};
