// A live server on which two sides have negotiated a sheet: values in the open and sealed, a private cost, text that was
// written and removed. Every secret is a word or a number that stands nowhere else.

import * as Y from 'yjs';
import type { FieldValue } from '../../shared/sheet/field-types.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import type { SeatClient } from '../support/seat-client.ts';
import { sitAndWatch } from '../support/seat-client.ts';
import { until } from '../support/sync-stage.ts';
import { clauseOf, textOf } from '../text/sheet-fixture.ts';

export const SEATS = [
  ...['usps-lead', 'harbor-lead', 'harbor-member', 'northwind-lead'],
  ...['moderator', 'regulator', 'public'],
] as const;

/** Each stands in one place, and says what must not show it. */
export const SECRETS = {
  /** A sealed text and a sealed price, both agreed. */
  crid: 'zqsealedcustomer',
  minimum: '7.317',
  /** For the parties only. */
  address: 'zqharboraddress',
  /** A position that nobody agreed to. */
  position: 'zqdraftcarrier',
  /** The carrier's own. */
  cost: '3.913',
  /** Text of a clause that the redactions name, and text that was removed from it. */
  clause: 'zqsecretclauseword',
  removed: 'zqremovedword',
  /** Text that was removed from a clause that is published. */
  draft: 'zqdraftremoved',
} as const;

export const OPEN_TEXT = 'zqpublishedword';
export const HIDDEN_CLAUSE = 'parties-notices';
export const SHOWN_CLAUSE = 'scope-exclusivity';

/** In the table that both clauses end with. */
export const TABLE_WORD = 'zqtablecell';

export interface Negotiated {
  readonly live: LiveServer;
  readonly sheetId: string;
  readonly seats: Readonly<Record<string, SeatClient>>;
  at(seat: string): SeatClient;
  /** Asks for a file of the sheet, or of another. */
  get(seat: string, path: string, sheetId?: string): Promise<Response>;
  close(): Promise<void>;
}

const write = async (
  client: SeatClient,
  sheetId: string,
  edits: readonly ((doc: Y.Doc) => void)[],
): Promise<void> => {
  const text = await client.text(sheetId);
  for (const edit of edits) {
    const { saved } = text;
    text.provider.doc.transact(() => {
      edit(text.provider.doc);
    });
    await until(() => text.saved > saved, 'the edit is durable');
  }
  text.provider.destroy();
};

const removing = (termId: string, word: string) => (doc: Y.Doc) => {
  const text = textOf(doc, termId);
  text.delete(text.toString().indexOf(word), word.length);
};

const inserting = (termId: string, word: string) => (doc: Y.Doc) => {
  textOf(doc, termId).insert(0, word);
};

/** A table at the end of a clause, its second row shorter than the first. */
const tabling = (termId: string, word: string) => (doc: Y.Doc) => {
  const [table, ...rows] = [
    new Y.XmlElement('table'),
    new Y.XmlElement('table_row'),
    new Y.XmlElement('table_row'),
  ];
  const clause = clauseOf(doc, termId);
  clause.insert(clause.length, [table]);
  table.insert(0, rows);
  const cells = ['Service', 'Days', `${TABLE_WORD} ${word}`].map((text) => {
    const cell = new Y.XmlElement('table_cell');
    cell.insert(0, [new Y.XmlText(text)]);
    return cell;
  });
  rows[0]?.insert(0, cells.slice(0, 2));
  rows[1]?.insert(0, cells.slice(2));
};

/** Starts the server and plays the negotiation. Close it in the end. */
export const negotiated = async (clauses: readonly string[]): Promise<Negotiated> => {
  const live = await startLive({ server: { limits: { filesPerMinute: 100_000 as 60 } } });
  const seats: Record<string, SeatClient> = {};
  for (const seat of SEATS) seats[seat] = await sitAndWatch(live, seat);
  const at = (seat: string): SeatClient => {
    const found = seats[seat];
    if (!found) throw new Error(`nobody is ${seat}`);
    return found;
  };
  const { id: sheetId } = at('usps-lead').sheet('USPS and Harbor Parcel');
  const topic = { kind: 'sheet', id: sheetId } as const;
  const take = async (seat: string, termId: string, value: FieldValue): Promise<void> => {
    const side = seat.startsWith('usps') ? 'carrier' : 'shipper';
    await at(seat).must(
      { type: 'TakePosition', side, termId, value: { kind: 'field', value } },
      { topic },
    );
  };
  await take('harbor-lead', 'shipper-crid', SECRETS.crid);
  await take('harbor-lead', 'shipper-address', SECRETS.address);
  await take('usps-lead', 'supersedes', [SECRETS.position]);
  await take('usps-lead', 'attributable-cost', 3_913);
  await take('usps-lead', 'carrier-name', 'United States Postal Service <carrier>');
  const rows = [
    { term: 'Notices', reason: 'operations' },
    { term: 'No such thing', reason: 'price' },
  ];
  for (const seat of ['usps-lead', 'harbor-lead']) {
    await take(seat, 'minimum-charge', 7_317);
    await take(seat, 'redactions', rows);
  }
  await write(at('harbor-lead'), sheetId, [
    inserting(clauses[0] ?? '', `${SECRETS.clause} ${SECRETS.removed} `),
    inserting(clauses[1] ?? '', `${OPEN_TEXT} ${SECRETS.draft} `),
    tabling(clauses[0] ?? '', SECRETS.clause),
    tabling(clauses[1] ?? '', OPEN_TEXT),
    removing(clauses[0] ?? '', SECRETS.removed),
    removing(clauses[1] ?? '', SECRETS.draft),
  ]);
  return {
    ...{ live, sheetId, seats, at },
    get: (seat, path, id = sheetId) => {
      const { roomId, seatId, token } = at(seat).session;
      const joint = path.includes('?') ? '&' : '?';
      return fetch(
        `${live.origin}/api/rooms/${roomId}/sheets/${id}/${path}${joint}seat=${seatId}`,
        {
          headers: { authorization: `Bearer ${token}`, origin: live.origin },
        },
      );
    },
    close: async () => {
      for (const client of Object.values(seats)) client.close();
      await live.close();
    },
  };
};

/** Both sides take the position on the text that stands. */
export const agreeOn = async (
  { at, sheetId }: Negotiated,
  termId: string,
  hash: string,
): Promise<void> => {
  const topic = { kind: 'sheet', id: sheetId } as const;
  for (const [seat, side] of [
    ['usps-lead', 'carrier'],
    ['harbor-lead', 'shipper'],
  ] as const) {
    await at(seat).must(
      { type: 'TakePosition', side, termId, value: { kind: 'clause', hash } },
      { topic },
    );
  }
};
