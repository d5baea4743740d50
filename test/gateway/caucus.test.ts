// The caucus on a real server: two of a team write together, everybody else meets nothing at any door, drafts become an
// offer once, a seat that is taken back is out, and another server on the same journal has it all.

import * as Y from 'yjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import { hashOf } from '../../shared/kernel/hash.ts';
import type { Journal } from '../../server/ports.ts';
import type { Topic } from '../../shared/protocol/messages.ts';
import type { SeatCaucusCommand } from '../../shared/protocol/caucus-schemas.ts';
import type { RedlineAnswer } from '../../shared/protocol/redline.ts';
import { caucusCommandSchema } from '../../shared/protocol/caucus-schemas.ts';
import { PERMISSIONS } from '../../shared/room/seats.ts';
import type { CaucusView } from '../../shared/sheet/caucus/types.ts';
import { clauseText, CLAUSES_ROOT } from '../../shared/sheet/text-seed.ts';
import type { SheetView } from '../../shared/sheet/types.ts';
import { SEAT_KINDS, SEAT_OF_KIND } from '../support/every-command.ts';
import { ask } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { paragraphs } from '../support/offers.ts';
import type { SeatClient, SheetText } from '../support/seat-client.ts';
import { sitAndWatch } from '../support/seat-client.ts';
import { SkippableTime } from '../support/skippable-time.ts';
import { until } from '../support/sync-stage.ts';

const TITLE = 'USPS and Harbor Parcel';
const CLAUSE = 'governance-liability';
const STANDING = hashOf('as it stood');

let time: SkippableTime;
let journal: Journal;
let live: LiveServer;
const clients: SeatClient[] = [];

beforeEach(async () => {
  time = new SkippableTime();
  journal = createMemoryJournal({ clock: time });
  live = await startLive({ time, journal });
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await live.close();
  await journal.close();
});

const seated = async (seatId: string, at: LiveServer = live): Promise<SeatClient> => {
  const client = await sitAndWatch(at, seatId);
  clients.push(client);
  return client;
};

const caucusOn = (client: SeatClient): Topic => ({ kind: 'caucus', id: client.sheet(TITLE).id });
const viewOf = (client: SeatClient): CaucusView => client.viewOf(caucusOn(client)) as CaucusView;

const BEGIN: SeatCaucusCommand & { readonly type: 'BeginDraft' } = {
  ...{ type: 'BeginDraft', termId: CLAUSE, from: 'standing', standing: STANDING },
  blocks: [...paragraphs('Limited to the fee.')],
  name: 'Plan B',
};

const give = (client: SeatClient, command: SeatCaucusCommand, id?: string) =>
  client.give(command, { topic: caucusOn(client), ...(id !== undefined && { id }) });

const must = (client: SeatClient, command: SeatCaucusCommand) =>
  client.must(command, { topic: caucusOn(client) });

const says = ({ provider }: SheetText, draftId: string): string => {
  const fragment = provider.doc.getMap(CLAUSES_ROOT).get(draftId);
  return fragment instanceof Y.XmlFragment ? clauseText(fragment) : '';
};

const type = ({ provider }: SheetText, draftId: string, words: string): void => {
  const fragment = provider.doc.getMap<Y.XmlFragment>(CLAUSES_ROOT).get(draftId);
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText(words)]);
  fragment?.push([paragraph]);
};

const redlineOf = async (
  client: SeatClient,
  base: 'standing' | 'opening',
): Promise<RedlineAnswer> => {
  const topic = { kind: 'caucus', id: client.sheet(TITLE).id } as const;
  const message = { topic, drafts: [{ draftId: 'd1', base }] };
  const result = await client.socket.emitWithAck('redline', message);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};

/** Comes back once what was to be told by now, and what that brought about, has come to everybody. */
const allHeard = async (people: readonly SeatClient[]): Promise<void> => {
  for (let round = 0; round < 2; round += 1) {
    time.skip(1_000);
    for (const person of people) await person.settled();
  }
};

describe('[CAU4] two of a team', () => {
  it('write one draft, see each other’s carets, and the record knows who wrote what', async () => {
    const [lead, member] = [await seated('harbor-lead'), await seated('harbor-member')];
    for (const mate of [lead, member]) await mate.watch(caucusOn(mate));
    const { id: sheetId } = lead.sheet(TITLE);
    const [one, two] = [await lead.text(sheetId, 'caucus'), await member.text(sheetId, 'caucus')];
    expect(viewOf(lead)).toEqual({ sheetId, side: 'shipper', drafts: {} });
    await must(member, BEGIN);
    await until(() => says(one, 'd1') !== '' && says(two, 'd1') !== '', 'the draft');
    type(one, 'd1', 'From the lead.');
    type(two, 'd1', 'From the member.');
    for (const text of [one, two]) {
      await until(
        () => says(text, 'd1').includes('the lead') && says(text, 'd1').includes('the member'),
        'both',
      );
    }
    expect(says(one, 'd1')).toBe(says(two, 'd1'));
    await until(() => one.saved > 0 && two.saved > 0, 'saved');
    await until(() => viewOf(lead).drafts['d1']?.name === 'Plan B', 'the lead has it');

    const { awareness, doc } = two.provider;
    awareness.setLocalStateField('cursor', null);
    await until(() => one.provider.awareness.getStates().has(doc.clientID), 'the caret');
    const seen = one.provider.awareness.getStates().get(doc.clientID);
    expect(seen?.['user']).toEqual({
      name: lead.view.seats['harbor-member']?.name,
      side: 'shipper',
    });

    // [CAU6] Against what it began with, each word has its author.
    const { clauses, authors } = await redlineOf(lead, 'opening');
    const [first] = clauses;
    const shown = first && 'redline' in first ? first : undefined;
    const rows = shown?.redline.rows ?? [];
    const added = rows.flatMap(({ spans }) => spans.filter(({ kind }) => kind === 'added'));
    const byName = added.map(({ text, by }) => [text, authors[by ?? '']?.name]);
    expect(byName).toHaveLength(2);
    for (const mate of ['lead', 'member']) {
      const name = lead.view.seats[`harbor-${mate}`]?.name;
      expect(byName).toContainEqual([`From the ${mate}.`, name]);
    }
    expect(shown?.base).toBe('opening');
    const against = await redlineOf(member, 'standing');
    const [other] = against.clauses;
    const standing = other && 'redline' in other ? other : undefined;
    expect(standing?.base).toBe('standing');
    expect(standing?.redline.rows.some(({ kind }) => kind !== 'kept')).toBe(true);
  });

  it('hear no more of it once they have left it, and all of it when they come back', async () => {
    const [lead, member] = [await seated('harbor-lead'), await seated('harbor-member')];
    const topic = caucusOn(lead);
    for (const mate of [lead, member]) await mate.watch(topic);
    const left = await member.socket.emitWithAck('unwatch', { topic });
    expect(left).toEqual({ ok: true, value: true });
    await must(lead, BEGIN);
    await until(() => viewOf(lead).drafts['d1'] !== undefined, 'the lead has it');
    await member.settled();
    // Of the room it goes on to hear.
    expect(member.heardOf('delta').filter(({ topic: { kind } }) => kind === 'caucus')).toEqual([]);
    await member.watch(topic);
    expect(viewOf(member)).toEqual(viewOf(lead));
  });

  it('find it all again after the server was lost, on another one over the same journal', async () => {
    const lead = await seated('harbor-lead');
    await must(lead, BEGIN);
    const { id: sheetId } = lead.sheet(TITLE);
    const text = await lead.text(sheetId, 'caucus');
    type(text, 'd1', 'Kept.');
    await until(() => text.saved > 0, 'saved');
    const other = await startLive({ time, journal });
    const again = await seated('harbor-member', other);
    await again.watch(caucusOn(again));
    expect(viewOf(again).drafts['d1']?.name).toBe('Plan B');
    expect(says(await again.text(sheetId, 'caucus'), 'd1')).toContain('Kept.');
    again.close();
    await other.close();
  });
});

/** An answer without what differs each time. */
const shape = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer).replace(/"faultId":"[^"]*"/, '""'));

describe('[CAU1] everybody else', () => {
  it('meets a sheet that does not exist, at every door, whether there is a draft or not', async () => {
    const lead = await seated('usps-lead');
    const { id: sheetId } = lead.sheet(TITLE);
    const topics = [sheetId, 'no-such-sheet', lead.sheet('Auction terms').id];
    const commands: readonly SeatCaucusCommand[] = [
      BEGIN,
      { type: 'DropDraft', draftId: 'd1' },
      { type: 'AnchorDraft', draftId: 'd1', standing: STANDING },
    ];
    for (const kind of SEAT_KINDS) {
      const client = await seated(SEAT_OF_KIND[kind]);
      const isIn = PERMISSIONS.caucus.includes(kind);
      expect(isIn).toBe(!['moderator', 'regulator', 'public'].includes(kind));
      for (const id of topics) {
        const mayIn = isIn && id === sheetId;
        const topic = { kind: 'caucus', id } as const;
        const watched = await client.socket.emitWithAck('watch', { topic });
        const drafts = [{ draftId: 'd1', base: 'opening' as const }];
        const redline = await client.socket.emitWithAck('redline', { topic, drafts });
        const [unknown] = [
          await client.socket.emitWithAck('watch', {
            topic: { kind: 'sheet', id: 'no-such-sheet' },
          }),
        ];
        if (mayIn) {
          expect([kind, watched.ok, redline.ok]).toEqual([kind, true, true]);
          continue;
        }
        for (const answer of [watched, redline]) expect(shape(answer)).toEqual(shape(unknown));
        for (const command of commands) {
          expect(shape(await client.give(command, { topic }))).toEqual(shape(unknown));
        }
        const text = await client.text(id, 'caucus');
        expect([kind, text.closes]).toEqual([kind, ['4404 not-found']]);
      }
      client.close();
    }
    const stranger = await seated('northwind-lead');
    expect((await stranger.text(sheetId, 'caucus')).closes).toEqual(['4404 not-found']);
    const { status } = await ask(live, `/caucus/${sheetId}`, { token: lead.session.token });
    expect(status).toBe((await ask(live, '/sheets/nothing')).status);
  });

  it('the other side has a caucus of its own, and neither is the other’s', async () => {
    const [usps, harbor] = [await seated('usps-lead'), await seated('harbor-lead')];
    for (const each of [usps, harbor]) await each.watch(caucusOn(each));
    await must(usps, BEGIN);
    await must(harbor, { ...BEGIN, name: 'Ours' });
    await until(() => viewOf(harbor).drafts['d1'] !== undefined, 'own draft');
    expect(viewOf(harbor).drafts['d1']?.name).toBe('Ours');
    await until(() => viewOf(usps).drafts['d1'] !== undefined, 'own draft');
    expect(viewOf(usps).drafts['d1']?.name).toBe('Plan B');
  });

  it('[CAU2] hears nothing while a team opens its caucus, drafts, types and throws away', async () => {
    const others = await Promise.all(
      ['moderator', 'regulator', 'usps-lead', 'northwind-lead', 'public'].map((id) => seated(id)),
    );
    const lead = await seated('harbor-lead');
    const { id: sheetId } = lead.sheet(TITLE);
    const texts: SheetText[] = [];
    let frames = 0;
    for (const client of others) {
      if (!Object.hasOwn(client.view.sheets, sheetId)) continue;
      await client.watch({ kind: 'sheet', id: sheetId });
      const text = await client.text(sheetId);
      texts.push(text);
      text.provider.doc.on('update', () => (frames += 1));
      // Not 'update': every provider renews its own line from time to time.
      text.provider.awareness.on('change', () => (frames += 1));
    }
    expect(texts).toHaveLength(3);
    const see = ({ provider }: SheetText): number => provider.awareness.getStates().size;
    await until(() => texts.every((text) => see(text) === 3), 'those who read the sheet');
    await allHeard(others);
    const heard = others.map((client) => client.heard.length);
    frames = 0;
    const seals = (): Promise<unknown[]> =>
      Promise.all(
        others.map(async ({ session: { seatId, token } }) => {
          const path = `/api/rooms/usps-2026/bundle?seat=${seatId}`;
          const response = await fetch(`${live.origin}${path}`, {
            headers: { authorization: `Bearer ${token}` },
          });
          const lines = (await response.text()).trim().split('\n');
          // The first line says when it was made, and the last signs that.
          return lines.slice(1, -1);
        }),
      );
    const before = await seals();

    await lead.watch(caucusOn(lead));
    const own = await lead.text(sheetId, 'caucus');
    await must(lead, BEGIN);
    await until(() => says(own, 'd1') !== '', 'the draft');
    own.provider.awareness.setLocalStateField('cursor', null);
    type(own, 'd1', 'Nobody knows.');
    await until(() => own.saved > 0, 'saved');
    await must(lead, { type: 'DropDraft', draftId: 'd1' });
    await allHeard(others);
    expect(others.map((client) => client.heard.length)).toEqual(heard);
    expect(frames).toBe(0);
    // [CAU8] Nor does anybody's part of the record change.
    expect(await seals()).toEqual(before);
  });
});

describe('[CAU7] drafts on the table', () => {
  const offerOf = (side: 'carrier' | 'shipper', words: string) => ({
    ...{ type: 'MakeOffer' as const, side, reason: 'together' },
    items: [
      {
        termId: CLAUSE,
        value: { kind: 'wording' as const, blocks: [...paragraphs(words)] },
      },
      { termId: 'minimum-charge', value: { kind: 'field' as const, value: 2_150 } },
    ],
  });

  it('are one ordinary offer; the drafts say which, once, however often it is sent', async () => {
    const [harbor, usps] = [await seated('harbor-lead'), await seated('usps-lead')];
    await harbor.watch(caucusOn(harbor));
    await must(harbor, BEGIN);
    const offer = offerOf('shipper', 'Limited to twice the fee.');
    const drafts = [{ termId: CLAUSE, draftId: 'd1' }];
    const command: SeatCaucusCommand = { type: 'OfferDrafts', offer, drafts };
    const id = crypto.randomUUID();
    const first = await give(harbor, command, id);
    expect(first).toMatchObject({ ok: true, value: { ok: true } });
    expect(await give(harbor, command, id)).toEqual(first);
    await until(() => viewOf(harbor).drafts['d1']?.offers !== undefined, 'the offer is noted');
    const hash = hashOf(paragraphs('Limited to twice the fee.'));
    expect(viewOf(harbor).drafts['d1']?.offers).toEqual({
      o1: { atMs: expect.any(Number) as number, by: harbor.view.seats['harbor-lead']?.name, hash },
    });
    const sheet = usps.sheet(TITLE);
    await usps.watch(sheet);
    const shown = (usps.viewOf(sheet) as SheetView).offers ?? {};
    expect(Object.keys(shown)).toEqual(['o1']);
    expect(shown['o1']?.items.map(({ termId }) => termId)).toEqual([CLAUSE, 'minimum-charge']);
    await usps.must(
      { type: 'AcceptOffer', side: 'carrier', offerId: 'o1', hash: shown['o1']?.hash ?? '' },
      { topic: sheet },
    );
    expect(viewOf(harbor).drafts['d1']).toBeDefined();
  });

  it('are put there by leads, for their side, each for its own clause; what is refused is noted nowhere', async () => {
    const [lead, member] = [await seated('harbor-lead'), await seated('harbor-member')];
    await lead.watch(caucusOn(lead));
    await must(member, BEGIN);
    const offer = offerOf('shipper', 'Words.');
    const drafts = [{ termId: CLAUSE, draftId: 'd1' }];
    const refusedAs = async (client: SeatClient, change: object): Promise<unknown> => {
      const result = await give(client, { type: 'OfferDrafts', offer, drafts, ...change });
      if (!result.ok) return result.error.code;
      return result.value.ok ? 'accepted' : result.value.rejection.code;
    };
    expect(await refusedAs(member, {})).toBe('seat/not-allowed');
    expect(await refusedAs(lead, { offer: offerOf('carrier', 'x') })).toBe('seat/other-side');
    const elsewhere = [{ termId: 'minimum-charge', draftId: 'd1' }];
    expect(await refusedAs(lead, { drafts: elsewhere })).toBe('caucus/other-clause');
    const without = { ...offer, items: offer.items.slice(1) };
    expect(await refusedAs(lead, { offer: without })).toBe('caucus/other-clause');
    const odd = { ...offer, items: [...offer.items, ...offer.items] };
    expect(await refusedAs(lead, { offer: odd })).toBe('offer/double');
    expect(viewOf(lead).drafts['d1']?.offers).toBeUndefined();
    const unknown = await give(lead, { ...BEGIN, termId: 'minimum-charge' });
    expect(unknown).toMatchObject({ value: { rejection: { code: 'sheet/unknown-term' } } });
    expect(
      caucusCommandSchema.safeParse({ type: 'NoteOffer', offerId: 'o1', drafts }).success,
    ).toBe(false);
  });
});

describe('[CAU9] a seat that is taken back', () => {
  it('loses text, view and commands at once; its mates go on', async () => {
    const moderator = await seated('moderator');
    const [lead, member] = [await seated('harbor-lead'), await seated('harbor-member')];
    await member.watch(caucusOn(member));
    const { id: sheetId } = lead.sheet(TITLE);
    const [one, two] = [await lead.text(sheetId, 'caucus'), await member.text(sheetId, 'caucus')];
    await must(lead, BEGIN);
    await moderator.must({ type: 'RevokeSeat', seatId: 'harbor-member', reason: 'left' });
    await until(() => member.ended !== undefined && two.closes.length > 0, 'cut');
    expect(two.closes).toEqual(['4403 auth/revoked']);
    type(one, 'd1', 'Without him.');
    await until(() => one.saved > 0, 'saved');
    expect(says(two, 'd1')).not.toContain('Without him.');
    expect(one.closes).toEqual([]);
  });
});
