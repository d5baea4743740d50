// The signatures of a frozen sheet for its paper: who signed what and when, and which offices have still to sign. What was
// voided is no part of it: after a freeze that was undone a sheet has none.

import type { EpochMs } from '../../kernel/units.ts';
import type { Side } from '../../room/types.ts';
import type { SheetView } from '../types.ts';
import { epochMs } from '../../kernel/units.ts';
import { officeLabel } from '../signing/office-label.ts';

export interface GivenSignature {
  /** Of the person who signed. */
  readonly name: string;
  readonly title: string;
  readonly atMs: EpochMs;
  /** What was signed, 64 hexadecimal digits. */
  readonly hash: string;
  /** Name of the seat that it came from; empty where the reader may not know it. */
  readonly seat: string;
  /** Proved with a passkey as well. */
  readonly hasPasskey: boolean;
}

/** An office that signs, in words, with its signature once it is given. */
export interface PaperSignature {
  readonly side: Side;
  readonly office: string;
  readonly given?: GivenSignature;
  /** Signs with a passkey only. */
  readonly needsPasskey: boolean;
}

export interface PaperSignatures {
  /** The frozen hash. */
  readonly hash: string;
  readonly frozenAtMs: EpochMs;
  /** Name of the seat that froze the sheet; empty where the reader may not know it. */
  readonly frozenBy: string;
  /** When the last signature made the sheet final. */
  readonly signedAtMs?: EpochMs;
  /** The carrier's offices, then the shipper's, each in the order of signature. */
  readonly rows: readonly PaperSignature[];
}

const SIDES = ['carrier', 'shipper'] as const satisfies readonly Side[];

/** What a reader's view says of signatures; undefined while the sheet is not frozen (EXP13). */
export const paperSignatures = ({
  signing,
  template,
}: Pick<SheetView, 'signing' | 'template'>): PaperSignatures | undefined => {
  if (!signing?.frozen || signing.hash === undefined) return undefined;
  const standing = Object.values(signing.signatures ?? {}).filter(({ voided }) => !voided);
  const rows = SIDES.flatMap((side) =>
    signing.order[side].map((office): PaperSignature => {
      const found = standing.find((each) => each.side === side && each.office === office);
      return {
        ...{ side, office: officeLabel(template, side, office) },
        needsPasskey: (signing.passkeyFor?.[side] ?? []).includes(office),
        ...(found && {
          given: {
            ...{ name: found.name, title: found.title, hash: found.hash, seat: found.by },
            ...{ atMs: epochMs(found.atMs), hasPasskey: found.passkey !== undefined },
          },
        }),
      };
    }),
  );
  return {
    ...{ hash: signing.hash, rows },
    ...{ frozenAtMs: epochMs(signing.frozen.atMs), frozenBy: signing.frozen.by },
    ...(signing.signedAtMs !== undefined && { signedAtMs: epochMs(signing.signedAtMs) }),
  };
};
