// The words of passkeys: keys of an authenticator (WebAuthn) by which somebody proves a signature a second time. A key
// belongs to one seat and one sheet: one that served several sheets would tell in each, by its counter, how often it
// had signed the others.

import type { SeatId, SheetId } from '../../kernel/ids.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { Side } from '../../room/types.ts';
import type { Office } from '../signing/types.ts';

/** Bytes as base64url without padding. */
export type Base64url = string;

/** A public key as JSON Web Key (RFC 7517): ES256, EdDSA or RS256, in this order of liking. */
export type PasskeyKey =
  | {
      readonly kty: 'EC';
      readonly crv: 'P-256';
      readonly x: Base64url;
      readonly y: Base64url;
    }
  | { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: Base64url }
  | { readonly kty: 'RSA'; readonly n: Base64url; readonly e: Base64url };

/** What the server gives out before a passkey is asked: a number for one use, until an instant, for one seat and sheet. */
export interface PasskeyTicket {
  /** 64 hexadecimal digits. */
  readonly nonce: string;
  readonly expiresAtMs: EpochMs;
  /** The server's key that signed it, and its signature; any node can check both. */
  readonly keyId: string;
  readonly signature: string;
}

/** What a proof is for. Every word of it is in the challenge that the authenticator signs. */
export interface SignedSubject {
  readonly sheetId: SheetId;
  readonly seatId: SeatId;
  readonly side: Side;
  readonly office: Office;
  readonly name: string;
  readonly title: string;
  /** The frozen hash. */
  readonly hash: string;
  readonly nonce: string;
  readonly expiresAtMs: EpochMs;
}

/** What an authenticator gave back (WebAuthn §5.2.2). */
export interface Assertion {
  readonly credentialId: Base64url;
  readonly authenticatorData: Base64url;
  readonly clientDataJSON: Base64url;
  readonly signature: Base64url;
}

/** A proof on its way to the decision: what came, and what the server found of it before. */
export interface OfferedProof extends Assertion {
  readonly ticket: PasskeyTicket;
  /** Of the server alone; a proof without it counts for nothing. */
  readonly checked?: CheckedProof;
}

/** `ticket`: no node of this server gave it out; `origin`: made on another page; `signature`: all else. */
export type ProofFault = 'ticket' | 'origin' | 'signature';

export type CheckedProof =
  | {
      readonly ok: true;
      /** The key that the signature was checked with: that of the sheet by then. */
      readonly publicKey: PasskeyKey;
      /** The name that the authenticator bound the key to. */
      readonly rpId: string;
    }
  | { readonly ok: false; readonly fault: ProofFault };

/** A proof as it stands in the record with its signature: with the frozen hash enough to be checked again by anybody. */
export interface PasskeyProof extends Assertion {
  readonly publicKey: PasskeyKey;
  readonly rpId: string;
  readonly seatId: SeatId;
  readonly nonce: string;
  readonly expiresAtMs: EpochMs;
}

/** A new key on its way to the decision. */
export interface OfferedPasskey {
  readonly clientDataJSON: Base64url;
  readonly attestationObject: Base64url;
  readonly ticket: PasskeyTicket;
  readonly checked?: CheckedPasskey;
}

export type CheckedPasskey =
  | {
      readonly ok: true;
      readonly credentialId: Base64url;
      readonly publicKey: PasskeyKey;
      readonly counter: number;
    }
  | { readonly ok: false; readonly fault: ProofFault };

/** A key as its sheet knows it. */
export interface Passkey {
  readonly seatId: SeatId;
  /** Of the seat, which alone learns of it. */
  readonly side: Side;
  readonly name: string;
  readonly publicKey: PasskeyKey;
  /** Of the last use; 0 for authenticators that do not count. */
  readonly counter: number;
  readonly addedAtMs: EpochMs;
}

export interface PasskeyState {
  /** By their credential's id. */
  readonly keys: Readonly<Record<Base64url, Passkey>>;
  /** Numbers that were used, each until it expires. */
  readonly used: Readonly<Record<string, EpochMs>>;
}

export type PasskeyCommand =
  | {
      readonly type: 'RegisterPasskey';
      readonly side: Side;
      readonly name: string;
      readonly passkey: OfferedPasskey;
    }
  | { readonly type: 'RemovePasskey'; readonly side: Side; readonly credentialId: Base64url };

export type PasskeyEvent =
  | {
      readonly type: 'PasskeyRegistered';
      readonly side: Side;
      readonly seatId: SeatId;
      readonly name: string;
      readonly credentialId: Base64url;
      readonly publicKey: PasskeyKey;
      readonly counter: number;
      readonly nonce: string;
      readonly expiresAtMs: EpochMs;
    }
  | { readonly type: 'PasskeyRemoved'; readonly side: Side; readonly credentialId: Base64url };

/** A key as the people of its side read it. */
export interface PasskeyView {
  readonly seatId: SeatId;
  readonly name: string;
  readonly addedAtMs: number;
}
