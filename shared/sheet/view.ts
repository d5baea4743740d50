// What one reader may see of a sheet. Who may read it at all is asked of room/seats.ts; what is hidden inside is
// decided here: fields that are private to a side, whatever is derived from them, and names of seats that the reader
// may not know.

import type { TermId } from '../kernel/ids.ts';
import type { Side } from '../room/types.ts';
import type {
  Position,
  SectionTemplate,
  SheetState,
  SheetView,
  Template,
  TermMove,
  TermState,
  TermView,
} from './types.ts';
import type { SheetAudience, SheetReader } from './reader.ts';
import type { MoveView, PositionView } from './term-views.ts';
import { viewComments } from './comments/view.ts';
import { agreedTextHash } from './agreed-text.ts';
import { shownValue } from './fields.ts';
import { isTermOff } from './off-award.ts';
import { openTerms } from './open-terms.ts';
import { viewOffers } from './offers/view.ts';
import { viewSigning } from './signing/view.ts';

const NO_TEMPLATE: Template = { id: '', title: '', sections: [] };

const isFor = ({ side, isRegulator }: SheetReader, part: { readonly privateTo?: Side }): boolean =>
  part.privateTo === undefined || part.privateTo === side || isRegulator === true;

/** What one reader has of a template. */
interface Shown {
  readonly template: Template;
  readonly hidden: ReadonlySet<TermId>;
}

// A template never changes, and views compare parts that are the same object at no cost.
const shownBefore = new WeakMap<Template, Map<string, Shown>>();

const show = (template: Template, reader: SheetReader): Shown => {
  const terms = template.sections.flatMap((section) => section.terms);
  const hidden = terms.filter((term) => term.kind === 'field' && !isFor(reader, term));
  const sections = template.sections.map((section) => shownSection(section, reader));
  return { template: { ...template, sections }, hidden: new Set(hidden.map(({ id }) => id)) };
};

const shownTo = (template: Template, reader: SheetReader): Shown => {
  const key = `${reader.side ?? ''} ${String(reader.isRegulator)}`;
  const known = shownBefore.get(template) ?? new Map<string, Shown>();
  const shown = known.get(key) ?? show(template, reader);
  shownBefore.set(template, known.set(key, shown));
  return shown;
};

/**
 * Whether a reader may know that a term is there (SHT14). Everything that shows terms asks here: views, exports,
 * bundles, notices. No field that an award fills is private, so ids with a lot are never hidden.
 */
export const maySeeTerm = (template: Template, termId: TermId, reader: SheetReader): boolean =>
  !shownTo(template, reader).hidden.has(termId);

const shownSection = (section: SectionTemplate, reader: SheetReader): SectionTemplate => ({
  ...section,
  terms: section.terms.filter((term) => term.kind === 'clause' || isFor(reader, term)),
  ...(section.derived && { derived: section.derived.filter((each) => isFor(reader, each)) }),
});

/** A template without what is private to others; the numbers of its clauses do not change. */
export const templateFor = (template: Template, reader: SheetReader): Template =>
  shownTo(template, reader).template;

const positionView = (position: Position, nameOf: SheetAudience['nameOf']): PositionView => ({
  value: shownValue(position.value),
  atMs: position.atMs,
  by: position.bySeatId === null ? '' : nameOf(position.bySeatId),
  ...(position.reason !== null && { reason: position.reason }),
});

/** Whose answer is awaited (SHT8): nobody's while nothing is said, then that of the side that did not speak last. */
const moveOf = ({ carrier, shipper, agreed }: TermState): Side | 'either' | undefined => {
  if (agreed || (!carrier && !shipper)) return undefined;
  if (!carrier) return 'carrier';
  if (!shipper) return 'shipper';
  if (carrier.atMs === shipper.atMs) return 'either';
  return carrier.atMs > shipper.atMs ? 'shipper' : 'carrier';
};

const stateOf = ({ carrier, shipper, agreed }: TermState): TermView['state'] =>
  agreed ? 'agreed' : carrier || shipper ? 'proposed' : 'open';

const moveView = (move: TermMove, nameOf: SheetAudience['nameOf']): MoveView => ({
  kind: move.kind,
  ...(move.side && { side: move.side }),
  ...(move.value && { value: shownValue(move.value) }),
  atMs: move.atMs,
  by: move.bySeatId === null ? '' : nameOf(move.bySeatId),
  ...(move.reason !== null && { reason: move.reason }),
  ...(move.isOffAward && { isOffAward: true }),
});

const termView = (term: TermState, nameOf: SheetAudience['nameOf']): TermView => {
  const { carrier, shipper, agreed, award, awarded, reopened, moves } = term;
  const isOffAward = isTermOff(term);
  const move = moveOf(term);
  return {
    state: stateOf(term),
    ...(carrier && { carrier: positionView(carrier, nameOf) }),
    ...(shipper && { shipper: positionView(shipper, nameOf) }),
    ...(move && { move }),
    ...(agreed && { agreedAtMs: agreed.atMs }),
    // An agreed value that took the place of the award did not come from the clock (SHT10).
    ...(award && !(agreed && isOffAward) && { award }),
    ...(awarded && { awarded: shownValue(awarded) }),
    ...(isOffAward && { isOffAward }),
    ...(reopened && {
      reopened: {
        atMs: reopened.atMs,
        by: reopened.bySeatId === null ? '' : nameOf(reopened.bySeatId),
        reason: reopened.reason,
      },
    }),
    ...(moves && { moves: moves.map((move) => moveView(move, nameOf)) }),
  };
};

/** The sheet as one audience may see it. */
export const viewSheet = (
  sheet: SheetState,
  { nameOf, seatId, ...reader }: SheetAudience,
): SheetView => {
  const { side } = reader;
  const { template, hidden } = shownTo(sheet.template ?? NO_TEMPLATE, reader);
  const shown = Object.entries(sheet.terms).filter(([id]) => !hidden.has(id));
  const terms = Object.fromEntries(shown.map(([termId, term]) => [termId, termView(term, nameOf)]));
  const agreedHash = agreedTextHash(sheet);
  const signing = viewSigning(sheet, { nameOf, ...reader });
  return {
    sheetId: sheet.sheetId,
    roomId: sheet.roomId,
    kind: sheet.kind,
    title: sheet.title,
    template,
    lots: Object.fromEntries(
      sheet.lotOrder.flatMap((lotId, order) => {
        const lot = sheet.lots[lotId];
        return lot ? [[lotId, { ...lot, order }]] : [];
      }),
    ),
    terms,
    ...(side && { side }),
    openPoints: openTerms({ terms, ...signing }).length,
    ...viewOffers(
      sheet,
      { nameOf, ...reader },
      shown.map(([termId]) => termId),
    ),
    ...signing,
    ...(agreedHash !== undefined && { agreedHash }),
    ...viewComments(sheet, { nameOf, side, seatId }),
  };
};
