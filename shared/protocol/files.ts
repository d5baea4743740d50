// What a door answers about a file that was brought to a sheet: what it says differently, or why it is not read.

import type { Rejection } from '../kernel/rejection.ts';
import type { Comparison } from '../sheet/incoming/compare.ts';
import type { FilingChecklist } from '../sheet/paper/filing-types.ts';
import type { IncomingFile } from '../sheet/incoming/types.ts';

/** What is left to do before filing, and the documents of the package, each in both editions. */
export interface FilingAnswer extends FilingChecklist {
  readonly documents: readonly string[];
}

export type ComparedFile =
  | ({ readonly ok: true; readonly kind: 'json' } & Comparison)
  | ({ readonly ok: true; readonly kind: 'docx' } & Comparison &
      Pick<IncomingFile, 'tracked' | 'comments' | 'links'>);

export type SheetFileAnswer = ComparedFile | { readonly ok: false; readonly rejection: Rejection };
