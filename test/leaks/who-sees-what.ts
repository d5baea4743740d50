// Who may see what, as one table written from the rules and not from the program. A canary is one hidden item of a kind; its
// row says who must see it, who may, from when on, and who must never, in any form.

import type { Information } from '../../shared/auction/types.ts';

/**
 * `never`, in no form; `must`: found, so that the search is known to work; `may`: allowed. Not before its round has closed:
 * `round` must be found then, `late` may. Not before the auction has ended: `end` must be found then, `after` may.
 */
export type Sight = 'never' | 'may' | 'must' | 'round' | 'late' | 'end' | 'after';

/** In the order of the columns below. */
export const VIEWERS = ['own', 'shipper', 'carrier', 'moderator', 'regulator', 'public'] as const;
/** `own` is the team or seat that the item belongs to; `shipper` any other team of shippers. */
export type ViewerKind = (typeof VIEWERS)[number];

type Row = readonly [Sight, Sight, Sight, Sight, Sight, Sight];

export const WHO_SEES = {
  // Who there is: SEAT6, SEAT7, INF5.
  'shipper team': ['must', 'never', 'must', 'must', 'must', 'never'],
  'shipper seat': ['must', 'never', 'must', 'must', 'must', 'never'],
  'team without a sheet': ['must', 'never', 'must', 'must', 'must', 'never'],
  'seat without a sheet': ['must', 'never', 'must', 'must', 'must', 'never'],
  'carrier team': ['must', 'must', 'must', 'must', 'must', 'must'],
  'carrier seat': ['must', 'must', 'must', 'must', 'must', 'never'],
  'moderator seat': ['must', 'must', 'must', 'must', 'must', 'must'],
  'regulator seat': ['must', 'must', 'must', 'must', 'must', 'never'],
  'public seat': ['must', 'never', 'never', 'must', 'never', 'must'],
  // Messages: ROOM5.
  'said inside a team': ['must', 'never', 'never', 'never', 'never', 'never'],
  'asked of the moderator': ['must', 'never', 'never', 'must', 'never', 'never'],
  'said to the table by a shipper': ['must', 'never', 'must', 'must', 'must', 'never'],
  'said to the table by a team without a sheet': ['must', 'never', 'must', 'must', 'must', 'never'],
  'said to the table by the carrier': ['must', 'must', 'must', 'must', 'must', 'must'],
  'said to the table by the moderator': ['must', 'must', 'must', 'must', 'must', 'must'],
  'said to one team by the carrier': ['must', 'never', 'must', 'must', 'must', 'never'],
  'said to one team by the moderator': ['must', 'never', 'never', 'must', 'must', 'never'],
  'asked by the regulator': ['never', 'never', 'never', 'must', 'must', 'never'],
  // Sheets: SEAT4, SHT10, SYN16. `own` is the shipper's team.
  'bilateral sheet': ['must', 'never', 'must', 'must', 'must', 'never'],
  'position on a bilateral sheet': ['must', 'never', 'must', 'must', 'must', 'never'],
  // SHT14: a field of the carrier's own.
  'field of one side': ['must', 'never', 'must', 'never', 'must', 'never'],
  'text of a bilateral sheet': ['must', 'never', 'must', 'must', 'must', 'never'],
  // Offers: OFR8, TGT2. Wording is sent to whoever compares it; targets are a side's own.
  'offer on a bilateral sheet': ['must', 'never', 'must', 'must', 'must', 'never'],
  'offered wording': ['may', 'never', 'may', 'may', 'may', 'never'],
  'target of a shipper': ['must', 'never', 'never', 'never', 'never', 'never'],
  'target of the carrier': ['must', 'never', 'never', 'never', 'never', 'never'],
  // Comments: COM2, COM9. `own` is the shipper's team, of an internal one the author's, of a note the seat.
  'shared comment': ['must', 'never', 'must', 'must', 'must', 'never'],
  'internal comment': ['must', 'never', 'never', 'never', 'never', 'never'],
  'private note': ['must', 'never', 'never', 'never', 'never', 'never'],
  'refused text': ['may', 'never', 'never', 'never', 'never', 'never'],
  'cursor without a sheet': ['may', 'never', 'may', 'must', 'must', 'never'],
  'cursor of a shipper': ['may', 'never', 'must', 'must', 'must', 'never'],
  // A caucus: CAU1. `own` is the team that drafts.
  'draft of a team': ['must', 'never', 'never', 'never', 'never', 'never'],
  'cursor in a caucus': ['may', 'never', 'never', 'never', 'never', 'never'],
  'common sheet': ['must', 'must', 'must', 'must', 'must', 'must'],
  // The auction: CLK, AUC13, INF3 to INF9, INF11.
  'early bid': ['must', 'never', 'after', 'round', 'end', 'never'],
  'last bid': ['must', 'never', 'end', 'round', 'end', 'never'],
  'refused bid': ['must', 'never', 'after', 'round', 'end', 'never'],
  'reason of a surrogate': ['must', 'never', 'never', 'round', 'end', 'never'],
  eligibility: ['must', 'never', 'end', 'must', 'end', 'never'],
  'reason of an exclusion': ['must', 'never', 'must', 'must', 'must', 'never'],
  // What a team guards itself by: GRD2 to GRD4.
  'guard of a team': ['must', 'never', 'never', 'never', 'never', 'never'],
  'hidden reserve': ['never', 'never', 'must', 'never', 'must', 'never'],
  seed: ['end', 'end', 'end', 'end', 'end', 'end'],
  draft: ['never', 'never', 'must', 'must', 'never', 'never'],
  'reason for all': ['must', 'must', 'must', 'must', 'must', 'must'],
  'said when some have left': ['may', 'may', 'may', 'may', 'may', 'may'],
  // Secrets and what is one person's: ACC3, HOST3, WALL4. `own` is the seat.
  'own secret': ['must', 'never', 'never', 'never', 'never', 'never'],
  'invite of the moderator': ['never', 'never', 'never', 'must', 'never', 'never'],
  'state of a line': ['may', 'never', 'never', 'must', 'after', 'never'],
  // Problems: HLP1, HLP2.
  'problem of a team': ['must', 'never', 'never', 'must', 'must', 'never'],
  inner: ['never', 'never', 'never', 'never', 'never', 'never'],
} as const satisfies Readonly<Record<string, Row>>;

export type Kind = keyof typeof WHO_SEES;

type Columns = Partial<Record<ViewerKind, Sight>>;

/** What the rules of an auction may say, and what that changes in the table: INF2, INF4, INF5, INF6. */
export const SETTINGS: Readonly<
  Record<
    'as a rule' | 'where the carrier may know no bidders' | 'where the carrier sees bids',
    {
      readonly information: Partial<Information>;
      readonly changes: Partial<Record<Kind, Columns>>;
    }
  >
> = {
  'as a rule': { information: {}, changes: {} },
  'where the carrier may know no bidders': {
    information: { carrierSeesBidders: false, moderatorSeesReserves: true, demand: 'none' },
    changes: {
      'team without a sheet': { carrier: 'end' },
      'seat without a sheet': { carrier: 'never' },
      'cursor without a sheet': { carrier: 'never' },
      'said to the table by a team without a sheet': { carrier: 'never' },
      'reason of an exclusion': { carrier: 'end' },
      'hidden reserve': { moderator: 'must' },
    },
  },
  'where the carrier sees bids': {
    information: { carrierSeesBids: true, demand: 'total' },
    changes: {
      'early bid': { carrier: 'late' },
      'last bid': { carrier: 'round' },
      'refused bid': { carrier: 'late' },
      eligibility: { carrier: 'must' },
    },
  },
};

export type Setting = keyof typeof SETTINGS;

export const sightOf = (kind: Kind, viewer: ViewerKind, setting: Setting): Sight =>
  SETTINGS[setting].changes[kind]?.[viewer] ?? WHO_SEES[kind][VIEWERS.indexOf(viewer)] ?? 'never';

const ALLOWED: Partial<Record<Sight, Sight>> = { must: 'may', round: 'late', end: 'after' };

/** What an administrator may see, who sees a room as its moderator does but need not look. */
export const administratorSight = (kind: Kind, setting: Setting): Sight => {
  const sight = sightOf(kind, 'moderator', setting);
  return ALLOWED[sight] ?? sight;
};
