// What the page and its verifying worker say to each other.

import type { Receipt } from '../../shared/record/receipt.ts';
import type { Report } from '../../shared/verify/report.ts';

/** To the worker: which file, and the receipts that this browser keeps. */
export interface VerifyOrder {
  readonly file: Blob;
  readonly receipts: readonly Receipt[];
}

/** From the worker. Bytes of the file that are done with; the report at last, or why there is none. */
export type VerifyNews =
  | { readonly kind: 'progress'; readonly bytes: number; readonly lines: number }
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'failed'; readonly message: string };
