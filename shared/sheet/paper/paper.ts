// Makes the paper of a sheet for one reader. The one place where exports hide: it starts from the reader's own view, so
// nothing can go out that the page would not show.

import type { TermId } from '../../kernel/ids.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { FieldValue } from '../field-types.ts';
import type { Redline } from '../redline/types.ts';
import type { Place } from '../references.ts';
import type { ClauseTemplate, FieldTemplate, SheetState, SheetView, TermView } from '../types.ts';
import type {
  Edition,
  Paper,
  PaperAuthor,
  PaperClause,
  PaperComment,
  PaperField,
  PaperReading,
} from './types.ts';
import { offAwardOf } from '../off-award.ts';
import { numberOf, placesOf } from '../references.ts';
import { lotTermId } from '../template.ts';
import { paperSignatures } from './paper-signatures.ts';
import type { Redactions } from './redactions.ts';
import { redactionsOf } from './redactions.ts';
import { withWholeReferences } from './whole-references.ts';

/** A clause's text for the paper; from and to the same wording where it is read clean. */
export interface PaperText {
  readonly hash: string;
  readonly redline: Redline;
}

export interface PaperRequest {
  readonly edition: Edition;
  readonly reading: PaperReading;
  readonly asOfMs: EpochMs;
  readonly authors: Readonly<Record<string, PaperAuthor>>;
  readonly comments: readonly PaperComment[];
  readonly hasInternal?: true;
  /** Fields that are private to a side are in it, as far as the reader sees them; never in a redacted edition. */
  readonly hasOwnFields?: boolean;
  /** Undefined where the sheet has no text for a clause. */
  readonly textOf: (termId: TermId) => PaperText | undefined;
}

const NOTHING_LEFT_OUT: Redactions = { reasonFor: () => undefined, strange: [] };
const OPEN: TermView = { state: 'open' };

const valuesOf = (
  term: TermView,
  edition: Edition,
): Pick<PaperField, 'value' | 'carrier' | 'shipper'> => {
  const agreed: FieldValue | undefined = term.carrier?.value ?? term.shipper?.value;
  if (term.state === 'agreed') return agreed === undefined ? {} : { value: agreed };
  // What is not agreed is nobody's to publish.
  if (edition === 'redacted') return {};
  return {
    ...(term.carrier && { carrier: term.carrier.value }),
    ...(term.shipper && { shipper: term.shipper.value }),
  };
};

interface Making {
  readonly view: SheetView;
  readonly request: PaperRequest;
  readonly redactions: Redactions;
}

const fieldItem = (
  field: FieldTemplate,
  { view, request, redactions }: Making,
  lot?: PaperField['lot'],
): PaperField => {
  const id = lot ? lotTermId(field.id, lot.id) : field.id;
  const term = view.terms[id] ?? OPEN;
  const redacted = redactions.reasonFor(field);
  const offAward = request.edition === 'sealed' ? offAwardOf(term) : undefined;
  return {
    ...{ kind: 'field', id, label: field.label, type: field.type },
    ...(lot && { lot }),
    confidentiality: field.confidentiality,
    state: term.state,
    ...(redacted === undefined ? valuesOf(term, request.edition) : { redacted }),
    ...(redacted === undefined && term.award && { isAward: true }),
    ...(redacted === undefined && offAward && { offAward }),
  };
};

const fieldItems = (field: FieldTemplate, making: Making): readonly PaperField[] => {
  if (field.award === undefined) return [fieldItem(field, making)];
  const lots = Object.values(making.view.lots).sort((a, b) => a.order - b.order);
  return lots.map(({ id, name }) => fieldItem(field, making, { id, name }));
};

const clauseItem = (
  { id, heading }: ClauseTemplate,
  { view, request, redactions }: Making,
  number: string,
): PaperClause => {
  const redacted = redactions.reasonFor({ id });
  const state = view.terms[id]?.state ?? 'open';
  const isShown = redacted === undefined && (request.edition === 'sealed' || state === 'agreed');
  const text = isShown ? request.textOf(id) : undefined;
  return {
    ...{ kind: 'clause', id, number, heading, state },
    ...(text && { hash: text.hash, redline: withWholeReferences(text.redline) }),
    ...(redacted !== undefined && { redacted }),
  };
};

/**
 * The paper of a sheet from a reader's own view of it (EXP1). A redacted edition is made from text that stands alone:
 * `request.reading` is then `clean`, or Error is thrown, for what was removed is nobody's to publish.
 */
export const paperOf = (sheet: SheetState, view: SheetView, request: PaperRequest): Paper => {
  const { edition, reading, asOfMs } = request;
  const isRedacted = edition === 'redacted';
  if (isRedacted && reading !== 'clean') throw new Error('a redacted edition is read clean');
  const redactions = isRedacted ? redactionsOf(sheet) : NOTHING_LEFT_OUT;
  const making: Making = { view, request, redactions };
  const places = placesOf(view.template);
  const isShown = ({ privateTo }: FieldTemplate): boolean =>
    privateTo === undefined || (!isRedacted && request.hasOwnFields === true);
  const sections = view.template.sections.map(({ id, title, terms }) => ({
    id,
    number: numberOf(places, id),
    title,
    items: [
      ...terms.flatMap((term) =>
        term.kind === 'field' && isShown(term) ? fieldItems(term, making) : [],
      ),
      ...terms.flatMap((term) =>
        term.kind === 'clause' ? [clauseItem(term, making, numberOf(places, term.id))] : [],
      ),
    ],
  }));
  const lots = Object.values(view.lots).sort((a, b) => a.order - b.order);
  // Who signed names people, and what was signed has what is left out here.
  const signatures = isRedacted ? undefined : paperSignatures(view);
  return {
    ...{ edition, reading, asOfMs, sections },
    title: isRedacted ? view.template.title : view.title,
    template: view.template.id,
    lots: lots.map(({ id, name, window }) => ({ id, name, window })),
    authors: isRedacted ? {} : request.authors,
    comments: isRedacted ? [] : request.comments,
    ...(!isRedacted && request.hasInternal && { hasInternal: true }),
    ...(signatures && { signatures }),
    places: Object.fromEntries<Place>(places),
    strangeRedactions: redactions.strange,
  };
};
