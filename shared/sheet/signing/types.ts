// The words of signing: a sheet is frozen under one hash, signed by both sides in their order, and final once all have
// signed. Whoever opens it again before that voids what was signed; it stays in the record.

import type { SeatId, TermId } from '../../kernel/ids.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { Side } from '../../room/types.ts';
import type {
  OfferedProof,
  PasskeyCommand,
  PasskeyEvent,
  PasskeyProof,
  PasskeyState,
  PasskeyView,
} from '../passkeys/types.ts';

/** For whom in its house somebody signs, such as `counsel`: an option of the template's sign-off field. */
export type Office = string;

/** Offices of each side in the order of signature. */
export type SigningOrder = Readonly<Record<Side, readonly Office[]>>;

export interface Moment {
  readonly atMs: EpochMs;
  readonly bySeatId: SeatId | null;
}

export interface Signature extends Moment {
  readonly id: string;
  readonly side: Side;
  readonly office: Office;
  /** Of the person who signs. */
  readonly name: string;
  readonly title: string;
  /** The frozen hash that was signed. */
  readonly hash: string;
  /** The signatory proved it with a passkey as well. */
  readonly passkey?: PasskeyProof;
  /** Set once the sheet was opened again: the signature counts no more. */
  readonly voided?: Moment & { readonly reason: string };
}

export interface SigningState {
  /** Set while the sheet is frozen, and for good once it is signed. */
  readonly frozen: (Moment & { readonly hash: string; readonly order: SigningOrder }) | null;
  /** All that were given, void ones too, the newest last; the oldest void ones are in the journal alone. */
  readonly signatures: readonly Signature[];
  /** Number of the next signature. */
  readonly next: number;
  /** Offices that a lead gave to a seat of its team. */
  readonly signers: Readonly<Partial<Record<Side, Readonly<Record<Office, SeatId>>>>>;
  /** Keys of seats of either side; absent as long as there never was one. */
  readonly passkeys?: PasskeyState;
  /** The last time that a frozen sheet was opened again. */
  readonly reopened?: Moment & { readonly reason: string };
  /** When the last signature made the sheet final. */
  readonly signedAtMs?: EpochMs;
}

export type SigningCommand =
  | PasskeyCommand
  /** `hash` is that of the view: what the lead saw is what is frozen. */
  | { readonly type: 'FreezeSheet'; readonly side: Side; readonly hash: string }
  | { readonly type: 'ReopenSheet'; readonly side: Side; readonly reason: string }
  | {
      readonly type: 'SignSheet';
      readonly side: Side;
      readonly office: Office;
      readonly name: string;
      readonly title: string;
      /** The frozen hash that the signatory saw. */
      readonly hash: string;
      /** The office was given to this seat; members sign in no other way. Absent: a lead, for an office of nobody. */
      readonly isAssigned?: true;
      readonly passkey?: OfferedProof;
    }
  /** A lead gives an office to a seat of its team, or takes it back (null). */
  | {
      readonly type: 'AssignSigner';
      readonly side: Side;
      readonly office: Office;
      readonly seatId: SeatId | null;
    };

export type SigningEvent =
  | PasskeyEvent
  | { readonly type: 'SheetFrozen'; readonly hash: string; readonly order: SigningOrder }
  /** Voids all signatures. Comes before the act that opened the sheet, where it was opened by one. */
  | { readonly type: 'SheetReopened'; readonly reason: string }
  | {
      readonly type: 'SignatureGiven';
      readonly signatureId: string;
      readonly side: Side;
      readonly office: Office;
      readonly name: string;
      readonly title: string;
      readonly hash: string;
      readonly passkey?: PasskeyProof;
    }
  /** Follows the last signature: the sheet is final. */
  | { readonly type: 'SheetSigned'; readonly hash: string }
  | {
      readonly type: 'SignerAssigned';
      readonly side: Side;
      readonly office: Office;
      readonly seatId: SeatId | null;
    };

/** `ready`: all that is required is agreed, and a lead may freeze the sheet. `signed` is final. */
export type SigningStage = 'open' | 'ready' | 'frozen' | 'signed';

export interface SignatureView {
  readonly side: Side;
  readonly office: Office;
  readonly name: string;
  readonly title: string;
  readonly hash: string;
  readonly passkey?: PasskeyProof;
  readonly atMs: number;
  /** Name of the seat; empty where the reader may not know it. */
  readonly by: string;
  readonly voided?: { readonly atMs: number; readonly by: string; readonly reason: string };
}

/** How a sheet stands on its way to signature; absent keys mean "none". */
export interface SigningView {
  readonly stage: SigningStage;
  /** Required terms that both sides know and that are not agreed. */
  readonly missing: number;
  /** What a freeze would sign, or what is frozen; absent while something is missing. */
  readonly hash?: string;
  readonly order: SigningOrder;
  readonly frozen?: { readonly atMs: number; readonly by: string };
  /** By id, void ones too. */
  readonly signatures?: Readonly<Record<string, SignatureView>>;
  readonly reopened?: { readonly atMs: number; readonly by: string; readonly reason: string };
  readonly signedAtMs?: number;
  /** Offices that sign with a passkey only, of each side that has any. */
  readonly passkeyFor?: Readonly<Partial<Record<Side, readonly Office[]>>>;
  /** The viewer's own side's, by their credential's id. */
  readonly passkeys?: Readonly<Record<string, PasskeyView>>;
  /** The viewer's own side's: which seat an office was given to. */
  readonly signers?: Readonly<Record<Office, SeatId>>;
  /** Fields private to the viewer's own side that keep it from signing: open, or below what signing needs. */
  readonly blockedBy?: readonly TermId[];
}
