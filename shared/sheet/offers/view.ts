// Offers, versions and targets as one reader of a sheet may see them. Offers name only terms that both sides know, so all
// readers of a sheet see all of them; a target is its own side's alone.

import type { SeatId, TermId } from '../../kernel/ids.ts';
import type { PositionValue, SheetState, SheetView, TermState } from '../types.ts';
import type { Offer, OfferItemView, OfferView, SheetVersion, VersionView } from './types.ts';
import type { SheetAudience } from '../reader.ts';
import { shownValue } from '../fields.ts';
import { offerHash, touchedBy } from './ground.ts';

type NameOf = SheetAudience['nameOf'];

const momentView = (
  { atMs, bySeatId }: { readonly atMs: number; readonly bySeatId: SeatId | null },
  nameOf: NameOf,
) => ({ atMs, by: bySeatId === null ? '' : nameOf(bySeatId) });

/** When a term last changed in what both sides see of it. */
const changedAt = ({ carrier, shipper, agreed, reopened }: TermState): number =>
  Math.max(0, ...[carrier, shipper, agreed, reopened].map((moment) => moment?.atMs ?? 0));

const shownItems = ({ items }: Offer): readonly OfferItemView[] =>
  items.map(({ termId, value, ground }) => ({
    termId,
    kind: value.kind,
    value: shownValue(value),
    ...(ground.text !== null && { text: ground.text }),
  }));

/** What an open offer says of changes since (OFR6): to its own terms, and to how many others. */
const changesView = (sheet: SheetState, offer: Offer, termIds: readonly TermId[]) => {
  if (offer.status !== 'open') return {};
  const touched = touchedBy(sheet, offer, undefined);
  const own = new Set(offer.items.map(({ termId }) => termId));
  const elsewhere = termIds.filter((termId) => {
    const term = sheet.terms[termId];
    return !own.has(termId) && term !== undefined && changedAt(term) > offer.atMs;
  }).length;
  return {
    ...(touched.length > 0 && { touched }),
    ...(elsewhere > 0 && { changedElsewhere: elsewhere }),
  };
};

const offerView = (
  sheet: SheetState,
  offer: Offer,
  { nameOf, termIds }: { readonly nameOf: NameOf; readonly termIds: readonly TermId[] },
): OfferView => {
  const { side, reason, expiresAtMs, answers, status, ended, seen } = offer;
  return {
    side,
    ...momentView(offer, nameOf),
    items: shownItems(offer),
    ...(reason !== null && { reason }),
    ...(expiresAtMs !== null && { expiresAtMs }),
    ...(answers !== null && { answers }),
    status,
    hash: offerHash(offer),
    ...(ended && {
      ended: {
        ...momentView(ended, nameOf),
        ...(ended.reason !== null && { reason: ended.reason }),
      },
    }),
    ...(seen && { seen: momentView(seen, nameOf) }),
    ...changesView(sheet, offer, termIds),
  };
};

const shownValues = (values: Readonly<Record<TermId, PositionValue>>) =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, shownValue(value)]));

const KEY_DIGITS = 15;

const versionsView = (
  { base, list }: NonNullable<SheetState['versions']>,
  nameOf: NameOf,
): NonNullable<SheetView['versions']> => {
  const shown: Record<string, VersionView> = {};
  let [last, place] = [-1, 0];
  for (const version of list) {
    place = version.atMs === last ? place + 1 : 0;
    last = version.atMs;
    const key = `${String(last).padStart(KEY_DIGITS, '0')}.${String(place).padStart(4, '0')}`;
    shown[key] = versionView(version, nameOf);
  }
  return { base: shownValues(base), list: shown };
};

const versionView = (version: SheetVersion, nameOf: NameOf): VersionView => ({
  ...momentView(version, nameOf),
  kind: version.kind,
  ...(version.offerId !== undefined && { offerId: version.offerId }),
  values: shownValues(version.values),
  ...(version.opened.length > 0 && { opened: version.opened }),
});

/** The parts of a sheet's view that come of offers; `termIds` are the terms that the reader may know of. */
export const viewOffers = (
  sheet: SheetState,
  { nameOf, side }: SheetAudience,
  termIds: readonly TermId[],
): Pick<SheetView, 'offers' | 'targets' | 'versions'> => {
  const { offers, versions } = sheet;
  // Only the own side's; nobody else learns whether there are any (TGT2).
  const targets = side ? sheet.targets?.[side] : undefined;
  return {
    ...(offers && {
      offers: Object.fromEntries(
        Object.entries(offers.byId).map(([id, offer]) => [
          id,
          offerView(sheet, offer, { nameOf, termIds }),
        ]),
      ),
    }),
    ...(targets && { targets }),
    ...(versions && { versions: versionsView(versions, nameOf) }),
  };
};
