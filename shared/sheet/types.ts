// The words of a term sheet: template, terms, positions, agreement. Text itself is in Yjs (text.ts);
// here a clause appears only as the hash of its canonical JSON.

import type { LotId, OfferId, RoomId, SeatId, SheetId, TeamId, TermId } from '../kernel/ids.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { Side } from '../room/types.ts';
import type { AwardCommand, AwardLink, SheetLot } from './award-types.ts';
import type { FieldType, FieldValue } from './field-types.ts';
import type {
  OfferBook,
  OfferCommand,
  OfferEvent,
  OfferView,
  Target,
  Targets,
  VersionBook,
  VersionView,
} from './offers/types.ts';
import type {
  CommentBook,
  CommentCommand,
  CommentEvent,
  CommentId,
  CommentView,
} from './comments/types.ts';
import type { SigningCommand, SigningEvent, SigningState, SigningView } from './signing/types.ts';
import type { AgreedTextTold, SettleText, ShowsText, TellsText } from './agreed-text-types.ts';
import type { MoveView, PositionView } from './term-views.ts';
import type { AuthoredClause } from './redline/authored.ts';

export interface FieldTemplate {
  readonly kind: 'field';
  readonly id: TermId;
  readonly label: string;
  readonly type: FieldType;
  readonly help: string;
  /** Who may take a position; an award may fill it for both. */
  readonly sides: readonly Side[];
  readonly isRequired: boolean;
  /** In the filing: to be published, for the parties, or in the sealed version alone. */
  readonly confidentiality: 'public' | 'parties' | 'sealed';
  /** Only this side, which alone takes positions on it, and the regulator ever see that the field is there. */
  readonly privateTo?: Side;
  /** Which part of an award fills it; such a field exists once a lot, as `<id>.<lotId>`. */
  readonly award?: 'price' | 'volume' | 'window';
  /** A table that a certificate gives a row for a sale of which the shipper won too many lots for fields (schedules.ts). */
  readonly listsSchedules?: true;
  /** Its chosen options are the offices that sign for this side, in the order of the options. */
  readonly signs?: Side;
  /** Of its options, with `signs`: those that sign with a passkey only. */
  readonly passkeyFor?: readonly string[];
  /** Of a field private to a side: that side cannot sign while it is below. */
  readonly toSign?: { readonly atLeast: number };
}

export interface ClauseTemplate {
  readonly kind: 'clause';
  readonly id: TermId;
  readonly heading: string;
  /** Paragraphs of the opening wording. */
  readonly text: readonly string[];
  /** The wording a side may fall back to. */
  readonly fallback: readonly string[];
  readonly isRequired: boolean;
  /** Fields that awards fill: when an award changes one of them, the agreed clause is looked at again (AWD1). */
  readonly dependsOn?: readonly TermId[];
}

/** Where an input of a formula comes from: a field of the sheet, or an assumption. */
export type DerivedInput = { readonly term: TermId } | { readonly assumption: string };

/** Something that is computed from fields and shown beside them. */
export interface DerivedTemplate {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  /** A name in the table of formulas (derive/evaluate.ts). */
  readonly formula: string;
  /** The formula's inputs by their names; those that it can do without may be absent. */
  readonly inputs: Readonly<Record<string, DerivedInput>>;
  /** As of a field. Needed where an input is private. */
  readonly privateTo?: Side;
}

/** A value that is no term: everybody tries values of their own, starting from this one. */
export interface AssumptionTemplate {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly type: FieldType;
  readonly value: FieldValue;
}

/** Its number is its place in the template (references.ts); nobody writes one down. */
export interface SectionTemplate {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  readonly terms: readonly (FieldTemplate | ClauseTemplate)[];
  readonly assumptions?: readonly AssumptionTemplate[];
  readonly derived?: readonly DerivedTemplate[];
}

export interface Template {
  readonly id: string;
  /** Of a template that an administrator keeps: counts from 1. */
  readonly version?: number;
  readonly title: string;
  readonly sections: readonly SectionTemplate[];
  /** Proper names that are written with capitals and need no definition. */
  readonly names?: readonly string[];
}

/** A field's value, or for a clause the hash of its canonical JSON (64 hexadecimal digits). */
export type PositionValue =
  | { readonly kind: 'field'; readonly value: FieldValue }
  | { readonly kind: 'clause'; readonly hash: string };

export interface Position {
  readonly value: PositionValue;
  readonly atMs: EpochMs;
  readonly bySeatId: SeatId | null;
  readonly reason: string | null;
}

/** One step of a term's history. */
export interface TermMove {
  readonly kind: 'taken' | 'withdrawn' | 'agreed' | 'reopened' | 'awarded';
  /** Whose position it was; absent where both sides are meant, and in what was reopened. */
  readonly side?: Side;
  /** Absent where there is none, or where it is too long to be one step. */
  readonly value?: PositionValue;
  readonly atMs: EpochMs;
  readonly bySeatId: SeatId | null;
  readonly reason: string | null;
  /** The value is another one than the award of the term gave. */
  readonly isOffAward?: true;
}

export interface TermState {
  readonly carrier: Position | null;
  readonly shipper: Position | null;
  /** Set while both positions are equal, or the one of the only side that may speak; the term is then locked. */
  readonly agreed: { readonly atMs: EpochMs; readonly value: PositionValue } | null;
  readonly award: AwardLink | null;
  /** What the award said; stays whatever is agreed in its place. */
  readonly awarded?: PositionValue;
  /** How it came here, the newest last; absent while nothing was done. */
  readonly moves?: readonly TermMove[];
  /** A clause's hash when it was last agreed; stays when it is reopened. */
  readonly agreedHash?: string;
  /** Set until the term is agreed again; for good where that takes the place of an award. */
  readonly reopened: {
    readonly atMs: EpochMs;
    readonly bySeatId: SeatId | null;
    readonly reason: string;
    /** It was opened by this award of something that it depends on. */
    readonly award?: AwardLink;
  } | null;
}

export interface SheetParties {
  readonly carrierTeamId: TeamId;
  readonly shipperTeamId: TeamId | null;
}

export type SheetCommand =
  | OfferCommand
  | SigningCommand
  | CommentCommand
  /** By the server only. The event holds the document's first update, made from the template. */
  | {
      readonly type: 'CreateSheet';
      readonly sheetId: SheetId;
      readonly roomId: RoomId;
      readonly kind: 'bilateral' | 'common';
      readonly parties: SheetParties;
      readonly title: string;
      readonly template: string;
      /** The template itself, where it is none of the program's own. */
      readonly copy?: Template;
      readonly lots: readonly SheetLot[];
    }
  /** For a clause `value.hash` is the text the author saw; it must be the text that stands. */
  | {
      readonly type: 'TakePosition';
      readonly side: Side;
      readonly termId: TermId;
      readonly value: PositionValue;
      readonly reason?: string;
    }
  | { readonly type: 'WithdrawPosition'; readonly side: Side; readonly termId: TermId }
  /** `side` is the seat's own; without it no term that is private to a side can be reopened. */
  | {
      readonly type: 'ReopenTerm';
      readonly side?: Side;
      readonly termId: TermId;
      readonly reason: string;
    }
  | AwardCommand
  | SettleText
  | { readonly type: 'TickSheet' };

export type SheetEvent =
  | OfferEvent
  | SigningEvent
  | CommentEvent
  | {
      readonly type: 'SheetCreated';
      readonly sheetId: SheetId;
      readonly roomId: RoomId;
      readonly kind: 'bilateral' | 'common';
      readonly parties: SheetParties;
      readonly title: string;
      readonly template: Template;
      readonly lots: readonly SheetLot[];
      readonly seed: string;
      /** Levels that a segment of its record has at least; absent in sheets from before there were comments: 5. */
      readonly recordLevels?: number;
    }
  | {
      readonly type: 'PositionTaken';
      readonly side: Side;
      readonly termId: TermId;
      readonly value: PositionValue;
      readonly reason: string | null;
      /** Taken by the acceptance of this offer; for the offering side by its offer. */
      readonly offerId?: OfferId;
    }
  /** How a clause read when a side first spoke about these words; comes before the position. */
  | ({
      readonly type: 'WordingKept';
      readonly termId: TermId;
      readonly hash: string;
      /** Proposed by who acts, and not the text of the clause: `runs` is empty. */
      readonly isOffered?: true;
    } & AuthoredClause)
  | { readonly type: 'PositionWithdrawn'; readonly side: Side; readonly termId: TermId }
  | { readonly type: 'TermAgreed'; readonly termId: TermId; readonly value: PositionValue }
  | {
      readonly type: 'TermReopened';
      readonly termId: TermId;
      readonly reason: string;
      /** Reopened by this award, on which the clause depends. */
      readonly award?: AwardLink;
    }
  | {
      readonly type: 'AwardTaken';
      /** Absent where it is a schedule of many. */
      readonly lot?: SheetLot;
      /** Both sides' position on each term that the award fills. */
      readonly positions: Readonly<Record<TermId, PositionValue>>;
      readonly link: AwardLink;
    }
  | AgreedTextTold;

/** A clause as it once read. */
export interface KeptWording extends AuthoredClause {
  readonly hash: string;
  readonly atMs: EpochMs;
  /** Who proposed it, where it was never the text. */
  readonly offeredBy?: SeatId;
  /** Characters of its canonical form; absent in wordings that were kept before they were counted. */
  readonly size?: number;
}

export interface SheetState extends TellsText {
  readonly sheetId: SheetId;
  readonly roomId: RoomId;
  readonly kind: 'bilateral' | 'common';
  readonly parties: SheetParties;
  readonly title: string;
  readonly template: Template | null;
  readonly lots: Readonly<Record<LotId, SheetLot>>;
  readonly lotOrder: readonly LotId[];
  /** Every term of the sheet, per-lot fields as `<id>.<lotId>`. */
  readonly terms: Readonly<Record<TermId, TermState>>;
  /** By clause: wordings that a side took a position on, the newest last. */
  readonly wordings: Readonly<Record<TermId, readonly KeptWording[]>>;
  readonly offers?: OfferBook;
  readonly targets?: Targets;
  readonly versions?: VersionBook;
  readonly signing?: SigningState;
  readonly comments?: CommentBook;
  /** Yjs client id → the seat that used it first. */
  readonly clients: Readonly<Record<string, SeatId>>;
}

/** One term as a viewer of the sheet receives it; absent keys mean "none". */
export interface TermView {
  readonly carrier?: PositionView;
  readonly shipper?: PositionView;
  readonly state: 'open' | 'proposed' | 'agreed';
  /** Whose move it is while one side has taken a position or both differ. */
  readonly move?: Side | 'either';
  readonly agreedAtMs?: number;
  readonly award?: AwardLink;
  /** What an award gave to the term, whatever stands now. */
  readonly awarded?: FieldValue;
  /** What is agreed, or a position, is another value than the award's (off-award.ts says which). */
  readonly isOffAward?: true;
  /** `by` is empty where an award opened it. */
  readonly reopened?: { readonly atMs: number; readonly by: string; readonly reason: string };
  /** How it came here, the newest last: the last 40 moves. */
  readonly moves?: readonly MoveView[];
}

export interface SheetView extends ShowsText {
  readonly sheetId: SheetId;
  readonly roomId: RoomId;
  readonly kind: 'bilateral' | 'common';
  readonly title: string;
  readonly template: Template;
  readonly lots: Readonly<Record<LotId, SheetLot & { readonly order: number }>>;
  readonly terms: Readonly<Record<TermId, TermView>>;
  /** Side that the viewer acts for; absent for readers. */
  readonly side?: Side;
  readonly openPoints: number;
  readonly offers?: Readonly<Record<OfferId, OfferView>>;
  /** The viewer's own side's alone. */
  readonly targets?: Readonly<Record<TermId, Target>>;
  readonly versions?: {
    /** What was agreed before the first of them. */
    readonly base: Readonly<Record<TermId, FieldValue>>;
    readonly list: Readonly<Record<string, VersionView>>;
  };
  /** Absent on the common sheet, which nobody signs. */
  readonly signing?: SigningView;
  /** Threads that the reader may see, by id; absent where there are none. */
  readonly comments?: Readonly<Record<CommentId, CommentView>>;
}
