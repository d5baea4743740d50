// Versions of a sheet laid out for the page: what each was, what stood in it, and in what two of them differ. Pure.

import type { FieldValue } from '../../../../shared/sheet/field-types.ts';
import type { VersionView } from '../../../../shared/sheet/offers/types.ts';
import type { SheetView } from '../../../../shared/sheet/types.ts';
import { hashOf } from '../../../../shared/kernel/hash.ts';
import { canonicalJson } from '../../../../shared/kernel/json.ts';
import { openingOf } from '../../../../shared/sheet/opening.ts';
import { contentsOf } from '../../../../shared/sheet/offers/versions.ts';
import type { TermRow } from './offer-rows.ts';
import { termRows } from './offer-rows.ts';

/** A round of an auction of the room that closed, as far as the versions of a sheet speak of it. */
export interface ClosedRound {
  readonly auctionId: string;
  /** Told where the room has several auctions. */
  readonly title?: string | undefined;
  readonly round: number;
  readonly closedAtMs: number;
}

export interface SheetMoment {
  /** Key of the version or of the round; `opening` for the template, `now` for what is agreed and written now. */
  readonly key: string;
  readonly version?: VersionView;
  readonly round?: ClosedRound;
  readonly contents: Readonly<Record<string, FieldValue>>;
}

type Moments = readonly SheetMoment[];

/** Versions with the rounds among them: a round closed on what was agreed by then, and agrees nothing itself. */
const withRounds = (opening: SheetMoment, versions: Moments, rounds: readonly ClosedRound[]) => {
  const agreedBy = (atMs: number): SheetMoment =>
    versions.findLast(
      ({ version }) => version && version.kind !== 'offer' && version.atMs <= atMs,
    ) ?? opening;
  // What was agreed before the oldest version that is kept is known, but not since when.
  const [first] = versions;
  const isKnown = ({ closedAtMs }: ClosedRound): boolean =>
    Object.keys(opening.contents).length === 0 || closedAtMs >= (first?.version?.atMs ?? 0);
  const closes = rounds.filter(isKnown).map((round): SheetMoment => ({
    key: `round ${String(round.round)} ${round.auctionId}`,
    round,
    contents: agreedBy(round.closedAtMs).contents,
  }));
  const atOf = ({ version, round }: SheetMoment): number => version?.atMs ?? round?.closedAtMs ?? 0;
  return [...versions, ...closes].sort((a, b) => atOf(a) - atOf(b));
};

/** The opening, every version and every closed round in order, and now (VER1). */
export const momentsOf = (view: SheetView, rounds: readonly ClosedRound[] = []): Moments => {
  const { base = {}, list = {} } = view.versions ?? {};
  const keys = Object.keys(list).sort();
  const versions = keys.flatMap((key) => list[key] ?? []);
  const contents = contentsOf(base, versions);
  const last = versions.findLastIndex(({ kind }) => kind !== 'offer');
  const opening = { key: 'opening', contents: base };
  const moments = versions.map((version, at) => ({
    key: keys[at] ?? '',
    version,
    contents: contents[at] ?? {},
  }));
  return [
    opening,
    ...withRounds(opening, moments, rounds),
    { key: 'now', contents: contents[last] ?? base },
  ];
};

export interface TermDifference {
  readonly row: TermRow;
  readonly one: FieldValue | undefined;
  readonly other: FieldValue | undefined;
}

/** Hash of the wording that a clause began with. */
export const openingHash = ({ template }: SheetView, termId: string): string | undefined => {
  const opening = openingOf(template, 'template').get(termId);
  return opening && hashOf(opening.blocks);
};

/** Terms that read otherwise in two moments, in the order of the sheet (VER5). A clause that was not agreed is its opening; now, it is the text that stands. */
export const differencesOf = (
  view: SheetView,
  [one, other]: readonly [SheetMoment, SheetMoment],
  textHash: (termId: string) => string | undefined,
): readonly TermDifference[] =>
  [...termRows(view).values()].flatMap((row) => {
    const valueIn = ({ key, contents }: SheetMoment): FieldValue | undefined => {
      if (!row.clause) return contents[row.termId];
      const written = key === 'now' ? textHash(row.termId) : contents[row.termId];
      return written ?? openingHash(view, row.termId);
    };
    const [a, b] = [valueIn(one), valueIn(other)];
    const isSame = canonicalJson(a ?? null) === canonicalJson(b ?? null);
    return isSame ? [] : [{ row, one: a, other: b }];
  });
