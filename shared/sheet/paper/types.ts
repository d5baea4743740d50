// A sheet as one reader takes it out of the room: what every exported file is written from. Nothing that the reader may
// not see, and in a redacted edition nothing that is left out, is anywhere in it: writers of files decide no secrets.

import type { LotId, TermId } from '../../kernel/ids.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { Side } from '../../room/types.ts';
import type { FieldType, FieldValue } from '../field-types.ts';
import type { OffAward } from '../off-award.ts';
import type { Redline } from '../redline/types.ts';
import type { Place } from '../references.ts';
import type { SheetLot } from '../award-types.ts';
import type { FieldTemplate, TermView } from '../types.ts';
import type { PaperSignatures } from './paper-signatures.ts';

/** `sealed`: all that its reader may see. `redacted`: to be published, each thing that is left out with its reason. */
export type Edition = 'sealed' | 'redacted';

/** `redline`: from the base to the text that stands; `clean`: the text that stands alone. */
export type PaperReading = 'redline' | 'clean';

/** What the text is compared with: as it was last agreed (else the template's), or always the template's. */
export type PaperBase = 'agreed' | 'template';

export interface PaperField {
  readonly kind: 'field';
  /** With its lot, where there is one for each lot. */
  readonly id: TermId;
  readonly label: string;
  readonly lot?: { readonly id: LotId; readonly name: string };
  readonly type: FieldType;
  readonly confidentiality: FieldTemplate['confidentiality'];
  readonly state: TermView['state'];
  /** What is agreed. */
  readonly value?: FieldValue;
  /** Positions, while they are not agreed. A redacted edition has none. */
  readonly carrier?: FieldValue;
  readonly shipper?: FieldValue;
  /** True where the value came from the auction. */
  readonly isAward?: true;
  /** What an award gave where something else stands, or is proposed. A redacted edition has none. */
  readonly offAward?: OffAward;
  /** Why it is left out; then it has no values. */
  readonly redacted?: string;
}

export interface PaperClause {
  readonly kind: 'clause';
  readonly id: TermId;
  readonly number: string;
  readonly heading: string;
  readonly state: TermView['state'];
  /** Hash of its canonical JSON; absent where it is left out. */
  readonly hash?: string;
  /** `by` names an author of the paper. */
  readonly redline?: Redline;
  /** Why it is left out. */
  readonly redacted?: string;
}

export interface PaperSection {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly items: readonly (PaperField | PaperClause)[];
}

/** Who made a change, and in which minute, both by the record; absent where nobody knows or the reader may not. */
export interface PaperAuthor {
  readonly name?: string;
  readonly side?: Side;
  readonly atMs?: EpochMs;
}

/** A remark on a clause or a field: on words of it where `stretch` says so, else beside the heading. */
export interface PaperComment {
  /** A clause, or a field. */
  readonly clauseId: TermId;
  /** Units of the clause as it stands, the second not included, and the words there (sheet/comments/passages.ts). */
  readonly stretch?: { readonly from: number; readonly to: number; readonly words: string };
  readonly author: PaperAuthor;
  readonly text: string;
}

export interface Paper {
  readonly edition: Edition;
  readonly reading: PaperReading;
  /** Of a redacted edition the title of the template: that of a sheet can name its parties. */
  readonly title: string;
  readonly template: string;
  /** The last entry of the sheet's record when it was made. */
  readonly asOfMs: EpochMs;
  readonly lots: readonly SheetLot[];
  readonly sections: readonly PaperSection[];
  readonly authors: Readonly<Record<string, PaperAuthor>>;
  readonly comments: readonly PaperComment[];
  /** Some of them are for one side's eyes alone. */
  readonly hasInternal?: true;
  /** While the sheet is frozen or signed. A redacted edition has none. */
  readonly signatures?: PaperSignatures;
  /** What references lead to, by the id that wording names. */
  readonly places: Readonly<Record<string, Place>>;
  /** What `redactions` of the sheet name and the template does not have. */
  readonly strangeRedactions: readonly string[];
}
