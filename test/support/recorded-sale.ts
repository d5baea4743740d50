// The demo sale of worked example A, played in hosts over a journal in memory, with messages, a sheet that is written in
// and agreed on, and things that only some may see. Gives each viewer's bundle and verifies it.

import * as Y from 'yjs';
import { createLocalBus } from '../../server/bus/local.ts';
import { createHosts } from '../../server/host/hosts.ts';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import { RoomRecords } from '../../server/record/room-records.ts';
import type { SigningKey } from '../../server/record/signing-key.ts';
import { verifyAssertion } from '../../server/record/passkey-assertion.ts';
import { freshKey, verifySignature } from '../../server/record/signing-key.ts';
import { sha256 } from '../../server/platform/sha256.ts';
import type { Journal, Timers } from '../../server/ports.ts';
import { answerOf } from '../../shared/auction/formats/answers.ts';
import type { Asked } from '../../shared/auction/formats/format.ts';
import type { AuctionCommand } from '../../shared/auction/types.ts';
import type { Actor } from '../../shared/kernel/decider.ts';
import type { Json } from '../../shared/kernel/json.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { epochMs, mills } from '../../shared/kernel/units.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import type { PublicKey } from '../../shared/record/keys.ts';
import type { Answer, Receipt } from '../../shared/record/receipt.ts';
import { receiptText } from '../../shared/record/receipt.ts';
import { DEMO_AUCTION_ID, DEMO_ROOM_ID, demoCommands } from '../../shared/room/demo.ts';
import type { RoomCommand, RoomState } from '../../shared/room/types.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import { CLAUSES_ROOT } from '../../shared/sheet/text-seed.ts';
import { BundleCheck } from '../../shared/verify/bundle-check.ts';
import { LineSplitter } from '../../shared/verify/line-splitter.ts';
import type { Report } from '../../shared/verify/report.ts';
import { newDigest } from '../../server/cli/verify.ts';
import { memoryLog, seededChance } from './fakes.ts';
import { seat } from './stream.ts';
import { VirtualTime } from './virtual-time.ts';

const MODERATOR = seat('moderator');
/** Answers at once: what is waited for here is only that others get their turn. */
export const AT_ONCE: Timers = {
  after: (_wait, run) => {
    const waiting = setImmediate(run);
    return () => {
      clearImmediate(waiting);
    };
  },
};

/** Team, lot, blocks, price. */
type Bid = readonly [team: string, lot: string, blocks: number, price: number];

/** Bids of worked example A by round. */
export const ROUNDS: readonly (readonly Bid[])[] = [
  [
    ['northwind', 'q1', 4, 2_400],
    ['northwind', 'n1', 2, 2_200],
    ['harbor', 'q1', 3, 2_400],
    ['harbor', 'n1', 3, 2_200],
    ['cascade', 'q1', 2, 2_400],
    ['cascade', 'n1', 2, 2_200],
  ],
  [
    ['northwind', 'q1', 4, 2_640],
    ['northwind', 'n1', 1, 2_300],
    ['harbor', 'q1', 2, 2_500],
    ['harbor', 'n1', 3, 2_420],
    ['cascade', 'q1', 2, 2_640],
    ['cascade', 'n1', 1, 2_350],
  ],
  [
    ['northwind', 'q1', 3, 2_800],
    ['northwind', 'n1', 1, 2_660],
    ['harbor', 'q1', 1, 2_800],
    ['harbor', 'n1', 3, 2_660],
    ['cascade', 'q1', 2, 2_900],
    ['cascade', 'n1', 0, 2_550],
  ],
];

export class RecordedSale {
  readonly time = new VirtualTime();
  readonly key: SigningKey = freshKey();
  /** Receipts of bids by team. */
  readonly receipts: Record<string, Receipt[]> = {};
  readonly journal = createMemoryJournal({ clock: this.time });
  readonly #chance = seededChance('recorded sale');
  readonly hosts = createHosts({
    ...{ journal: this.journal, bus: createLocalBus(), timers: this.time, chance: this.#chance },
    log: memoryLog(),
    solver: {
      answer: (question) =>
        Promise.resolve(answerOf(question as unknown as Asked) as unknown as Json),
      close: () => Promise.resolve(),
    },
  });
  readonly records = this.recordsOn(this.journal);

  /** Records over a journal that may be another. */
  recordsOn(journal: Pick<Journal, 'read'>): RoomRecords {
    return new RoomRecords({
      ...{ journal, hosts: this.hosts, timers: AT_ONCE, clock: this.time },
      sign: (text) => ({ keyId: this.key.keyId, signature: this.key.sign(text) }),
      keyId: () => this.key.keyId,
    });
  }

  get keys(): readonly PublicKey[] {
    const { keyId, publicKey } = this.key;
    return [{ keyId, publicKey, fromMs: epochMs(0) }];
  }

  async state(): Promise<RoomState> {
    return (await this.hosts.room(DEMO_ROOM_ID).confirmed()).state;
  }

  /** Gives a command; a millisecond goes by. */
  async give(command: RoomCommand, by: Actor = MODERATOR): Promise<Answer> {
    await this.time.advance(1);
    return this.hosts.room(DEMO_ROOM_ID).submit(this.#chance.id(), by, command);
  }

  async must(command: RoomCommand, by: Actor = MODERATOR): Promise<void> {
    const answer = await this.give(command, by);
    if (!answer.ok) throw new Error(`${command.type}: ${JSON.stringify(answer.rejection)}`);
  }

  async clock(command: AuctionCommand, by: Actor = MODERATOR): Promise<void> {
    await this.must({ type: 'Auction', auctionId: DEMO_AUCTION_ID, command }, by);
  }

  /** Places a bid and keeps its receipt, signed as a server does. */
  async bid([teamId, lotId, quantityBlocks, price]: Bid): Promise<Answer> {
    const round = (await this.state()).auctions[DEMO_AUCTION_ID]?.round ?? 0;
    const bid = { lotId, quantityBlocks, priceMills: mills(price) };
    const command = { type: 'PlaceBid', teamId, round, bid } as const;
    const auctionId = DEMO_AUCTION_ID;
    const answer = await this.give({ type: 'Auction', auctionId, command }, seat(`${teamId}-lead`));
    if (answer.receipt) {
      const statement = { ...answer.receipt, durability: 'memory', keyId: this.key.keyId } as const;
      const signature = this.key.sign(receiptText(statement));
      (this.receipts[teamId] ??= []).push({ ...statement, signature });
    }
    return answer;
  }

  /** A bid again, and a message to its own team, before any time goes by. */
  async atOnce([teamId, lotId, quantityBlocks, price]: Bid): Promise<void> {
    const round = (await this.state()).auctions[DEMO_AUCTION_ID]?.round ?? 0;
    const bid = { lotId, quantityBlocks, priceMills: mills(price) };
    const command = { type: 'PlaceBid', teamId, round, bid } as const;
    const by = seat(`${teamId}-lead`);
    const room = this.hosts.room(DEMO_ROOM_ID);
    await room.submit(this.#chance.id(), by, { type: 'Auction', auctionId: 'clock', command });
    const to = { kind: 'team' } as const;
    await room.submit(this.#chance.id(), by, { type: 'PostMessage', to, text: 'once more' });
  }

  async setUp(): Promise<void> {
    for (const command of demoCommands(DEMO_ROOM_ID, 'USPS last-mile access 2026')) {
      await this.must(command, SYSTEM);
    }
    const rulesHash = (await this.state()).auctions[DEMO_AUCTION_ID]?.rulesHash ?? '';
    for (const teamId of ['northwind', 'harbor', 'cascade']) {
      await this.clock({ type: 'AcceptRules', teamId, rulesHash }, seat(`${teamId}-lead`));
    }
    await this.must({ type: 'PostMessage', to: { kind: 'table' }, text: 'Welcome to the sale' });
    const toTeam = { type: 'PostMessage', to: { kind: 'team' }, text: 'harbor secret' } as const;
    await this.must(toTeam, seat('harbor-lead'));
    await this.clock({ type: 'StartAuction' });
  }

  async round(bids: readonly Bid[]): Promise<void> {
    for (const bid of bids) await this.bid(bid);
    await this.time.advance(180_001);
  }

  async play(): Promise<void> {
    await this.setUp();
    await this.bid(['harbor', 'q1', 3, 9_990]);
    for (const [at, bids] of ROUNDS.entries()) {
      if (at > 0) await this.clock({ type: 'OpenRound' });
      await this.round(bids);
    }
    await this.clock({ type: 'CertifyAuction' });
    await this.time.advance(100);
  }

  /** Both sides write in a sheet and agree on a field of it. */
  async writeSheet(teamId: string): Promise<string> {
    const { sheets } = await this.state();
    const listing = Object.values(sheets).find(({ shipperTeamId }) => shipperTeamId === teamId);
    if (!listing) throw new Error('no sheet');
    const sheet = this.hosts.sheet(listing.id);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, (await sheet.missing(Y.encodeStateVector(doc))).state);
    // Applying an update may change the id when it meets itself, so it is set last.
    doc.clientID = 77;
    const before = Y.encodeStateVector(doc);
    const clause = [...doc.getMap<Y.XmlFragment>(CLAUSES_ROOT).values()][0];
    const paragraph = clause?.get(0);
    if (paragraph instanceof Y.XmlElement)
      paragraph.insert(0, [new Y.XmlText('Agreed by phone. ')]);
    const typed = await sheet.submitText(`${teamId}-lead`, Y.encodeStateAsUpdate(doc, before));
    if (!typed.ok) throw new Error(typed.rejection.code);
    for (const [side, by] of [
      ['carrier', 'usps-lead'],
      ['shipper', `${teamId}-lead`],
    ] as const) {
      await this.time.advance(1);
      const answer = await sheet.submit(this.#chance.id(), seat(by), {
        ...{ type: 'TakePosition', side, termId: 'late-tender' },
        value: { kind: 'field', value: 'fee' },
      });
      if (!answer.ok) throw new Error(answer.rejection.code);
    }
    return listing.id;
  }

  async bundle(viewer: Viewer): Promise<string> {
    let text = '';
    for await (const line of this.records.bundle(await this.state(), viewer, this.keys)) {
      text += line;
    }
    return text;
  }
}

/** The same sale from a record in which one entry reads as somebody changed it, or not at all, and all else fits. */
export const forgedBundle = async (
  sale: RecordedSale,
  viewer: Viewer,
  change: (body: string) => string | undefined,
): Promise<string> => {
  const read: Journal['read'] = async (stream, after, limit) => {
    const all = await sale.journal.read(stream, 0, 10_000);
    const changed: StoredEntry[] = all.flatMap((entry) => {
      const body = change(entry.body);
      return body === undefined ? [] : [{ ...entry, body }];
    });
    const counted = changed.map((entry, place) => ({ ...entry, version: place + 1 }));
    return counted.slice(after, after + limit);
  };
  let bundle = '';
  const lines = sale.recordsOn({ read }).bundle(await sale.state(), viewer, sale.keys);
  for await (const line of lines) bundle += line;
  return bundle;
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) return undefined;
    throw cause;
  }
};

/** Verifies a bundle as text or bytes, with Node's own hash. */
export const verified = async (
  bundle: string | Uint8Array,
  receipts?: readonly Receipt[],
): Promise<Report> => {
  const deps = { sha256, newDigest, verify: verifySignature, verifyAssertion };
  const check = new BundleCheck({ ...deps, ...(receipts && { receipts }) });
  const splitter = new LineSplitter();
  const bytes = typeof bundle === 'string' ? new TextEncoder().encode(bundle) : bundle;
  for (const line of splitter.push(bytes)) check.line(textOf(line));
  const rest = splitter.rest();
  if (rest) check.line(textOf(rest));
  return check.finish(!rest);
};
