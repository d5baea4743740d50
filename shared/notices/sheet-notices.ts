// Notices of one sheet: terms that wait for the reader's side, what became of offers, terms and signatures that were
// opened again, whose turn it is to sign.

import type { OfferView } from '../sheet/offers/types.ts';
import type { SigningView } from '../sheet/signing/types.ts';
import type { SheetView, TermView } from '../sheet/types.ts';
import type { SeatView } from '../room/view-types.ts';
import type { Side } from '../room/types.ts';
import type { Notice } from './types.ts';
import { mentionsOf } from '../sheet/comments/mentions.ts';
import { placesOf } from '../sheet/references.ts';
import { termTemplate } from '../sheet/template.ts';

/** An open offer is about to expire for this long before its end, or for the last half of its life where that is less. */
export const EXPIRING_MS = 10 * 60_000;

export interface SheetReading {
  readonly sheet: SheetView;
  /** The other side's name, or the sheet's title. */
  readonly name: string;
  readonly seat: SeatView;
  /** Whether somebody is the reader, as far as a name can say. */
  readonly isOwn: (name: string) => boolean;
  readonly nowMs: number;
}

/** What a term is called: number and heading of a clause, label of a field with its lot. */
export const termLabel = ({ template, lots }: SheetView, termId: string): string => {
  const term = termTemplate(template, termId);
  if (!term) return termId;
  if (term.kind === 'clause') {
    return `${placesOf(template).get(termId)?.number ?? ''} ${term.heading}`.trim();
  }
  const lot = lots[termId.slice(term.id.length + 1)];
  return lot ? `${term.label}, ${lot.name}` : term.label;
};

const byId = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** When the other side spoke last of a term that waits for `side`; undefined where it does not wait for it. */
const askedAtMs = ({ move, carrier, shipper }: TermView, side: Side): number | undefined => {
  if (move !== side && move !== 'either') return undefined;
  return (side === 'carrier' ? shipper : carrier)?.atMs;
};

/** One for all terms that wait for the reader's side; a new one each time that another is added (NTC2). */
const moveNotices = ({ sheet, name }: SheetReading): readonly Notice[] => {
  const { side, sheetId, signing } = sheet;
  if (!side || signing?.frozen) return [];
  const waiting = Object.entries(sheet.terms)
    .flatMap(([termId, term]) => {
      const atMs = askedAtMs(term, side);
      return atMs === undefined ? [] : [{ termId, atMs }];
    })
    .sort((a, b) => b.atMs - a.atMs || byId(a.termId, b.termId));
  const newest = waiting[0];
  if (!newest) return [];
  const { termId, atMs } = newest;
  return [
    {
      id: `move:${sheetId}:${String(atMs)}`,
      ...{ kind: 'move', code: 'move/terms', atMs },
      place: { kind: 'term', sheetId, termId },
      about: { sheet: name, count: waiting.length, term: termLabel(sheet, termId) },
    },
  ];
};

type OfferEnd =
  'offer/accepted' | 'offer/rejected' | 'offer/withdrawn' | `offer/${'theirs' | 'ours'}-expired`;

/** What the reader's side has not done itself; a counter-offer is told as the offer that it is. */
const endOf = ({ status }: OfferView, isOurs: boolean): OfferEnd | undefined => {
  switch (status) {
    case 'accepted':
      return isOurs ? 'offer/accepted' : undefined;
    case 'rejected':
      return isOurs ? 'offer/rejected' : undefined;
    case 'withdrawn':
      return isOurs ? undefined : 'offer/withdrawn';
    case 'expired':
      return isOurs ? 'offer/ours-expired' : 'offer/theirs-expired';
    case 'open':
    case 'countered':
      return undefined;
  }
};

/** From when on an offer is about to expire. */
const expiringFromMs = (atMs: number, expiresAtMs: number): number =>
  Math.ceil(expiresAtMs - Math.min(EXPIRING_MS, (expiresAtMs - atMs) / 2));

/** At most one for an offer: that it came, that it is about to expire, or how it ended (NTC3). */
const offerNotice = (
  { sheet, name, nowMs }: SheetReading,
  side: Side,
  [offerId, offer]: readonly [string, OfferView],
): readonly Notice[] => {
  const { sheetId } = sheet;
  const { atMs, expiresAtMs, items, ended, status } = offer;
  const isOurs = offer.side === side;
  const told = (code: Notice['code'], sinceMs: number, more: Notice['about'] = {}): Notice => ({
    id: `${code}:${sheetId}:${offerId}`,
    ...{ kind: 'offer', code, atMs: sinceMs },
    place: { kind: 'offer', sheetId, offerId },
    about: { sheet: name, number: offerId.slice(1), terms: items.length, ...more },
  });
  const end = endOf(offer, isOurs);
  if (end && ended) return [told(end, ended.atMs)];
  if (status !== 'open') return [];
  const fromMs = expiresAtMs === undefined ? undefined : expiringFromMs(atMs, expiresAtMs);
  if (expiresAtMs !== undefined && fromMs !== undefined && nowMs >= fromMs) {
    // Its end is told once the sheet says so.
    if (nowMs >= expiresAtMs) return [];
    return [
      told(isOurs ? 'offer/ours-expiring' : 'offer/theirs-expiring', fromMs, { expiresAtMs }),
    ];
  }
  if (isOurs) return [];
  const more = {
    ...(expiresAtMs !== undefined && { expiresAtMs }),
    ...(offer.answers !== undefined && { answers: offer.answers.slice(1) }),
  };
  return [told('offer/made', atMs, more)];
};

/** Terms that were agreed and were opened again by somebody else, until they are agreed again (NTC4). */
const reopenedTerms = ({ sheet, name, isOwn }: SheetReading): readonly Notice[] =>
  Object.entries(sheet.terms).flatMap(([termId, { reopened, state }]) => {
    if (!reopened || state === 'agreed' || isOwn(reopened.by)) return [];
    const { sheetId } = sheet;
    const { atMs, by, reason } = reopened;
    return [
      {
        id: `reopened:${sheetId}:${termId}:${String(atMs)}`,
        ...{ kind: 'reopened', code: 'reopened/term', atMs },
        place: { kind: 'term', sheetId, termId },
        about: { sheet: name, term: termLabel(sheet, termId), by, reason },
      } as const,
    ];
  });

/** A frozen sheet that somebody else opened again, with the signatures that it voided; until it is frozen anew. */
const reopenedSheet = (
  { sheet, name, isOwn }: SheetReading,
  { reopened, frozen, signatures = {} }: SigningView,
): readonly Notice[] => {
  if (!reopened || frozen || isOwn(reopened.by)) return [];
  const { atMs, by, reason } = reopened;
  const voided = Object.values(signatures).filter((each) => each.voided?.atMs === atMs).length;
  return [
    {
      id: `reopened-sheet:${sheet.sheetId}:${String(atMs)}`,
      ...{ kind: 'reopened', code: 'reopened/sheet', atMs },
      place: { kind: 'signing', sheetId: sheet.sheetId },
      about: { sheet: name, by, reason, voided },
    },
  ];
};

/** The office that the seat can sign for now (SIG4, SIG6, SIG7). */
const officeInTurn = (
  { sheet: { side }, seat }: SheetReading,
  { order, signatures = {}, signers, blockedBy = [] }: SigningView,
): { readonly office: string; readonly beforeAtMs: number } | undefined => {
  if (!side || blockedBy.length > 0) return undefined;
  const given = Object.values(signatures).filter((each) => each.side === side && !each.voided);
  const office = order[side].find((each) => !given.some((one) => one.office === each));
  if (office === undefined) return undefined;
  const signer = signers?.[office];
  if (signer === undefined ? seat.role !== 'lead' : signer !== seat.id) return undefined;
  return { office, beforeAtMs: Math.max(0, ...given.map(({ atMs }) => atMs)) };
};

const signingNotices = (reading: SheetReading): readonly Notice[] => {
  const { sheet, name } = reading;
  const { signing, sheetId } = sheet;
  if (!signing) return [];
  const { frozen, stage, signedAtMs } = signing;
  const place = { kind: 'signing', sheetId } as const;
  if (stage === 'signed' && signedAtMs !== undefined) {
    const what = { kind: 'signing', code: 'signing/complete', atMs: signedAtMs } as const;
    return [{ id: `signed:${sheetId}`, ...what, place, about: { sheet: name } }];
  }
  const turn = frozen ? officeInTurn(reading, signing) : undefined;
  if (!frozen || !turn) return reopenedSheet(reading, signing);
  const atMs = Math.max(frozen.atMs, turn.beforeAtMs);
  return [
    {
      id: `sign:${sheetId}:${turn.office}:${String(atMs)}`,
      ...{ kind: 'signing', code: 'signing/turn', atMs },
      place,
      about: { sheet: name, office: turn.office },
    },
  ];
};

/** Where others named the seat in threads that are not resolved; words that are edited are told anew (NTC9). */
const mentionNotices = ({ sheet, name, seat }: SheetReading): readonly Notice[] =>
  mentionsOf(sheet, seat.id)
    .filter(({ isResolved }) => !isResolved)
    .map(({ commentId, entry, termId, by, atMs }) => {
      const { sheetId } = sheet;
      return {
        id: `mention:${sheetId}:${commentId}:${String(entry)}:${String(atMs)}`,
        ...{ kind: 'mention', code: 'mention/comment', atMs },
        place: { kind: 'comment', sheetId, termId, commentId },
        about: { sheet: name, term: termLabel(sheet, termId), by },
      } as const;
    });

/** What one sheet has to say to one reader; a reader of no side is told what was opened again and what was signed. */
export const sheetNotices = (reading: SheetReading): readonly Notice[] => {
  const { side, offers = {} } = reading.sheet;
  return [
    ...moveNotices(reading),
    ...(side ? Object.entries(offers).flatMap((each) => offerNotice(reading, side, each)) : []),
    ...reopenedTerms(reading),
    ...signingNotices(reading),
    ...mentionNotices(reading),
  ];
};
