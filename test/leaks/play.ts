// Plays a whole sale on a real server and keeps every byte that reaches anybody: people at all seats, an administrator, a
// person of another room, somebody without a session, the log.

import type { Information } from '../../shared/auction/types.ts';
import { DEMO_AUCTION_ID } from '../../shared/room/demo.ts';
import { createLog } from '../../server/platform/log.ts';
import { createChance } from '../../server/platform/chance.ts';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import { JournalFault } from '../../server/journal/fault.ts';
import { createRoom } from '../../server/gateway/rooms-api.ts';
import { ask, tokenIn } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { SkippableTime } from '../support/skippable-time.ts';
import type { WatchedJournal } from '../support/watched-journal.ts';
import { watchJournal } from '../support/watched-journal.ts';
import type { Canary, Verdict } from './canaries.ts';
import { Canaries, judge } from './canaries.ts';
import { tryDoors } from './door-script.ts';
import type { Taken } from './file-script.ts';
import { takeFiles } from './file-script.ts';
import type { Scene, Transports } from './people.ts';
import { Person } from './people.ts';
import type { Member, SalePlan } from './sale-room.ts';
import { planSale, SALE_ROOM_ID } from './sale-room.ts';
import { Sale } from './sale-script.ts';
import { moveCursors, noteSheets, workOnSheets } from './sheet-script.ts';
import { searchLines } from './search.ts';
import type { Line } from './tap.ts';
import { lineOf, Order, Tap } from './tap.ts';
import type { Sight } from './who-sees-what.ts';

/** Some come by polling, some begin with it, most by WebSocket. */
const transportsOf = ({ key }: Member): Transports => {
  if (key === 'regulator' || key === 'harbor-member' || key === 'usps-member') return ['polling'];
  return key === 'cascade-lead' ? ['polling', 'websocket'] : ['websocket'];
};

/** A sale as it was played, with all that was heard. */
export class Play {
  readonly sale: Sale;
  readonly scene: Scene;
  readonly log: Line;
  /** Lines of those who sit at no seat of the sale, by name. */
  readonly others: ReadonlyMap<string, Tap>;
  readonly #journal: WatchedJournal;

  /** The record of the room as each seat downloads it. */
  readonly records: ReadonlyMap<string, Line>;

  constructor(
    sale: Sale,
    heard: Pick<Play, 'log' | 'others' | 'records'>,
    journal: WatchedJournal,
  ) {
    this.sale = sale;
    this.scene = sale.scene;
    this.log = heard.log;
    this.others = heard.others;
    this.records = heard.records;
    this.#journal = journal;
  }

  /** All that somebody at a seat was sent, and what the texts say that were put together from it. */
  linesOf(key: string): readonly Line[] {
    const said = lineOf(this.scene.order);
    said.write(this.sale.at(key).allText());
    return [...this.sale.at(key).tap.lines, said];
  }

  /** Files that a seat is given of all sheets and of the auction. */
  files(key: string): Promise<readonly Taken[]> {
    const sheets = new Set(
      [...this.sale.people.values()].flatMap(({ texts }) => [...texts.keys()]),
    );
    return takeFiles(this.scene, this.sale.at(key), sheets);
  }

  judge(lines: readonly Line[], sight: (canary: Canary) => Sight): Verdict {
    const { canaries } = this.scene;
    const sightings = searchLines(lines, canaries.tokens, canaries.clientIds);
    const { closed, ended } = this.sale;
    return judge(canaries.all, sightings, { closed, ended }, sight);
  }

  async close(): Promise<void> {
    for (const person of this.sale.people.values()) {
      person.leave();
      person.tap.close();
    }
    for (const tap of this.others.values()) tap.close();
    await this.scene.live.close();
    await this.#journal.close();
  }
}

class Stagehand {
  readonly #scene: Scene;
  readonly #plan: SalePlan;
  readonly #journal: WatchedJournal;
  readonly others = new Map<string, Tap>();

  constructor(scene: Scene, plan: SalePlan, journal: WatchedJournal) {
    this.#scene = scene;
    this.#plan = plan;
    this.#journal = journal;
  }

  async tapFor(name: string): Promise<Tap> {
    const tap = await Tap.open(this.#scene.order, this.#scene.live.server.port);
    this.others.set(name, tap);
    return tap;
  }

  /** The administrator, who may see a room as its moderator does; answers how to look at it. */
  async administrate(): Promise<() => Promise<void>> {
    const { live, canaries } = this.#scene;
    const [tap, figures] = [await this.tapFor('administrator'), await this.tapFor('figures')];
    const { origin } = live;
    const body = { secret: live.adminSecret };
    const { cookie = '' } = await ask(tap, '/api/admin/enter', { origin, body });
    canaries.token('own secret', cookie, { owner: 'administrator' });
    return async () => {
      const room = `/api/rooms/${SALE_ROOM_ID}`;
      for (const path of ['/api/me', '/api/rooms', room, `${room}/report?auction=clock`]) {
        await ask(tap, path, { origin, cookie });
      }
      const saved = await ask(tap, '/api/templates', {
        ...{ origin, cookie, body: { roomId: SALE_ROOM_ID, name: 'Sale' } },
      });
      await ask(tap, `/api/templates/${String(saved.body['templateId'])}`, { origin, cookie });
      await ask(figures, '/metrics', { origin, cookie });
    };
  }

  /** Doors tried by a moderator of another room, by somebody without a session, and from seats of the sale. */
  async tryAllDoors(sale: Sale): Promise<void> {
    const { live } = this.#scene;
    const { origin } = live;
    const tap = await this.tapFor('stranger');
    const body = { token: tokenIn(await live.link('moderator')), form: 'token' };
    const { body: session } = await ask(tap, '/api/join', { origin, body });
    await tryDoors({ tap, origin, ...(session as { seatId: string; token: string }) });
    await tryDoors({ tap: await this.tapFor('outsider'), origin });
    for (const key of ['northwind-lead', 'harbor-lead', 'public', 'regulator']) {
      const person = sale.at(key);
      const [sheetId] = person.texts.keys();
      await tryDoors({ tap: person.tap, origin, ...person.session }, sheetId);
    }
  }

  /** Everybody reads the report on the auction that is over, and asks for one on the draft. */
  async readReports(sale: Sale): Promise<void> {
    for (const person of sale.people.values()) {
      const seat = `seat=${person.session.seatId}`;
      for (const door of ['report', 'report.csv', 'report.pdf']) {
        const path = `/api/rooms/${SALE_ROOM_ID}/${door}?${seat}&auction=`;
        const { status } = await person.ask(`${path}${DEMO_AUCTION_ID}`);
        if (status !== 200) throw new Error(`${person.member.key} gets no ${door}`);
        await person.ask(`${path}nothing`);
      }
    }
  }

  /** Everybody asks for every sheet there is as a file, and for the record. */
  async readFiles(sale: Sale): Promise<ReadonlyMap<string, Line>> {
    const { live, order } = this.#scene;
    const records = new Map<string, Line>();
    const sheets = new Set([...sale.people.values()].flatMap(({ texts }) => [...texts.keys()]));
    for (const [key, person] of sale.people) {
      if (person.client.ended !== undefined) continue;
      const { seatId, token } = person.session;
      for (const sheetId of sheets) {
        const { status } = await person.ask(
          `/api/rooms/${SALE_ROOM_ID}/sheets/${sheetId}/export/json?seat=${seatId}`,
        );
        if (status === 429) throw new Error('files are too dear for this test');
      }
      // Not on the line of the seat: the record has the salts of what it shows, which views never have.
      const { body } = await ask(live, `/api/rooms/${SALE_ROOM_ID}/bundle?seat=${seatId}`, {
        token,
      });
      const record = lineOf(order);
      record.write(String(body['text']));
      records.set(key, record);
    }
    return records;
  }

  /** Comings and goings of others, an invite, a fault of the journal while somebody confides in his team. */
  async commotion(sale: Sale): Promise<void> {
    const { canaries, id } = this.#scene;
    const moderator = sale.at('moderator');
    const harbor = sale.at('harbor-member');
    const { body } = await moderator.ask(
      `/api/rooms/${SALE_ROOM_ID}/invites?seat=${moderator.session.seatId}`,
      { body: { seatId: id('harbor-member') } },
    );
    const token = tokenIn(body['link'] as string);
    canaries.token('invite of the moderator', token.split('.').at(-1) ?? '');
    const { cookie = '' } = await harbor.ask('/api/join', { token: '', body: { token } });
    canaries.token('own secret', cookie, harbor.owner);
    await harbor.ask('/api/sign-out', { token: '', cookie, body: {} });
    this.#journal.failNext(new JournalFault('unavailable', 'the disk is away'));
    const text = canaries.word('inner');
    const command = { type: 'PostMessage', to: { kind: 'team' }, text } as const;
    const failed = await sale.at('harbor-lead').client.give(command);
    if (failed.ok) throw new Error('the journal was to fail');
    const reason = canaries.word('inner');
    await moderator.must({ type: 'RevokeSeat', seatId: id('cascade-member'), reason });
    sale.at('extra-lead').leave();
  }

  /** What the record holds besides what views show: salts, grants, hashes of secrets, the seed. */
  async noteInnards(): Promise<void> {
    const { canaries, live } = this.#scene;
    for (const stream of await this.#journal.streams('', '', 1_000)) {
      if (stream.startsWith('session:')) canaries.token('inner', stream.slice('session:'.length));
      for (const { body } of await this.#journal.read(stream, 0, 10_000)) {
        for (const [, name, value = ''] of body.matchAll(
          /"(salt|grantId|tokenHash|secretHash|seed)":"([0-9a-f]{16,})"/g,
        )) {
          if (name !== 'seed') canaries.token('inner', value);
          else if (stream === `room:${SALE_ROOM_ID}`) canaries.token('seed', value);
        }
      }
    }
    canaries.token('inner', live.adminSecret ?? '');
  }

  async people(): Promise<Map<string, Person>> {
    const arrivals = this.#plan.members.map(async (member) => {
      const person = await Person.arrive(this.#scene, member, transportsOf(member));
      return [member.key, person] as const;
    });
    return new Map(await Promise.all(arrivals));
  }
}

/** Plays the sale under these rules of who sees what. */
export const playSale = async (seed: string, information: Partial<Information>): Promise<Play> => {
  const order = new Order();
  const canaries = new Canaries(seed);
  const log = lineOf(order);
  const time = new SkippableTime();
  const journal = watchJournal(createMemoryJournal({ clock: time }));
  const live: LiveServer = await startLive({
    ...{ time, journal },
    parts: { log: createLog('debug', log) },
    server: { isDemo: false, limits: { filesPerMinute: 1_000_000 as 60 } },
  });
  const plan = planSale(canaries, information);
  const listing = { roomId: SALE_ROOM_ID, title: 'Sale', isDemo: false };
  await createRoom(live.server.context, plan.commands, listing);
  const scene = { live, order, canaries, id: plan.id };
  const hand = new Stagehand(scene, plan, journal);
  const administrator = await hand.administrate();
  const sale = new Sale(scene, await hand.people());
  noteSheets(sale);
  await sale.acceptRules();
  await sale.talk();
  await sale.reportLines();
  await workOnSheets(sale);
  await moveCursors(sale);
  await administrator();
  await sale.auction();
  await hand.readReports(sale);
  const records = await hand.readFiles(sale);
  await hand.commotion(sale);
  await hand.tryAllDoors(sale);
  await administrator();
  await sale.settled('said when some have left');
  await hand.noteInnards();
  return new Play(sale, { log, others: hand.others, records }, journal);
};

/** The seed of canaries: one that nobody knows before in the long run, which tests show and PARLEY_TEST_SEED repeats. */
export const canarySeed = (): string => {
  const isLong = process.env['PARLEY_TEST_LONG'] === '1';
  return process.env['PARLEY_TEST_SEED'] ?? (isLong ? createChance().hex(8) : '20261130');
};
