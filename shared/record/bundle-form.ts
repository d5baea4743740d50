// The lines of a bundle: one JSON value a line, each in canonical form, so that there is one way only to write a bundle.
// First a head, then for each stream its segments (nodes of the tree, then the seal) and its end, then a signature.

import type { Json } from '../kernel/json.ts';
import type { StreamName } from '../kernel/ids.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { PublicKey } from './keys.ts';
import type { SaltedLeaf } from './leaves.ts';
import type { Seal } from './seal.ts';
import { canonicalJson } from '../kernel/json.ts';

/** Raised when the form changes. */
export const BUNDLE_FORM = 1;

export interface BundleHead {
  readonly parley: 'bundle';
  readonly form: number;
  readonly roomId: string;
  readonly title: string;
  /** Whose it is: the kind of viewer, and the team. */
  readonly viewer: { readonly kind: string; readonly teamId?: string };
  readonly madeAtMs: EpochMs;
  /** Every key that the server signed with so far. */
  readonly keys: readonly PublicKey[];
}

/** Subtrees that hold nothing shown, one after the other: the hash and the level of each. */
export type HiddenLine = readonly (string | number)[];

/** The most subtrees on one line; where more follow each other each line but the last has as many. */
export const HIDDEN_A_LINE = 100;

/** A leaf that is shown: level, hash, salt, and what is hashed with the salt. */
export type LeafLine = readonly [
  level: number,
  hash: string,
  salt: string,
  leaf: readonly [atMs: EpochMs, entry: string, event: string, name: string, value: Json],
];

export interface StreamLine {
  readonly stream: StreamName;
  readonly first: string;
}

export interface SealLine {
  readonly seal: Seal;
}

export interface EndLine {
  readonly end: StreamName;
  readonly seals: number;
  readonly head: string;
}

export interface SignatureLine {
  /** SHA-256 of the first line. */
  readonly bundleHead: string;
  /** SHA-256 of all lines before this one, their line feeds included. */
  readonly digest: string;
  readonly keyId: string;
  /** Ed25519 over `bundleText`. */
  readonly signature: string;
}

export type BundleLine =
  BundleHead | StreamLine | HiddenLine | LeafLine | SealLine | EndLine | SignatureLine;

/** A line of a bundle without its line feed. */
export const lineText = (line: BundleLine): string => canonicalJson(line);

/** The line of a leaf that is shown. */
export const leafLine = (
  level: number,
  { hash, salt, atMs, entry, event, name, value }: SaltedLeaf,
): LeafLine => [level, hash, salt, [atMs, entry, event, name, value]];

/** The text that is signed for a bundle. */
export const bundleText = ({ bundleHead, digest, keyId }: Omit<SignatureLine, 'signature'>) =>
  `parley bundle 1\n${canonicalJson({ bundleHead, digest, keyId })}`;
