// What a reader gets of one term: positions and the steps of its history.

import type { Side } from '../room/types.ts';
import type { FieldValue } from './field-types.ts';
import type { TermMove } from './types.ts';

/** A step of a term's history, for a reader. */
export interface MoveView {
  readonly kind: TermMove['kind'];
  readonly side?: Side;
  /** Field value, or for a clause its hash. */
  readonly value?: FieldValue;
  readonly atMs: number;
  /** Empty for the server itself, and where the reader may not know the name. */
  readonly by: string;
  readonly reason?: string;
  readonly isOffAward?: true;
}

export interface PositionView {
  /** Field value, or for a clause its hash. */
  readonly value: FieldValue;
  readonly atMs: number;
  readonly by: string;
  readonly reason?: string;
}
