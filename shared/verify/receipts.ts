// Whether receipts that somebody kept are in the record: each names its entry by hash, and what its author gave is a
// leaf of that entry.

import type { PublicKey, VerifySignature } from '../record/keys.ts';
import type { Receipt } from '../record/receipt.ts';
import type { Finding, ReceiptsReport } from './report.ts';
import type { ShownRoom } from './shown-room.ts';
import { checkReceipt } from '../record/receipt.ts';

export interface ReceiptContext {
  readonly keys: readonly PublicKey[];
  readonly verify: VerifySignature;
  readonly room: ShownRoom;
  /** The instant of the last seal of each stream in the bundle. */
  readonly lastAtMs: ReadonlyMap<string, number>;
}

/** Looks for each receipt; one that is false, or missing though the record goes beyond it, is told as a finding. */
export const checkReceipts = async (
  receipts: readonly Receipt[],
  { keys, verify, room, lastAtMs }: ReceiptContext,
  tell: (finding: Finding) => void,
): Promise<ReceiptsReport> => {
  let [given, found, later] = [0, 0, 0];
  for (const receipt of receipts) {
    const { stream, entryHash, commandId, atMs } = receipt;
    const last = lastAtMs.get(stream);
    if (last === undefined) continue;
    given += 1;
    const about = `the receipt of command ${commandId}`;
    const check = await checkReceipt(receipt, keys, verify);
    if (check !== 'valid') {
      tell({ stream, atMs, about, what: `does not hold: ${check}` });
    } else if (room.ownCommand(stream, entryHash) === commandId) found += 1;
    else if (atMs >= last) later += 1;
    else tell({ stream, atMs, about, what: 'is not in the record, which goes beyond it' });
  }
  return { given, found, later };
};
