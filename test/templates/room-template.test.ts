// Templates of rooms, purely: out of a room and in again, what is not in them, and faults that name their place.

import { describe, expect, it } from 'vitest';
import { siteDecider, MAX_TEMPLATES } from '../../shared/access/site.ts';
import type { RoomTemplate } from '../../shared/templates/room-template.ts';
import {
  readRoomTemplate,
  templateCommands,
  templateOf,
} from '../../shared/templates/room-template.ts';
import { roomDecider } from '../../shared/room/room.ts';
import { DemoRoom, inClock } from '../support/demo-room.ts';
import { ADMIN, Stream, seat } from '../support/stream.ts';

const templateOfDemo = (): RoomTemplate => templateOf(new DemoRoom().state, 'Yearly sale');

const changed = (change: (template: Record<string, never>) => void): unknown => {
  const copy = JSON.parse(JSON.stringify(templateOfDemo())) as Record<string, never>;
  change(copy);
  return copy;
};

const faultsOf = (value: unknown): readonly string[] => {
  const reading = readRoomTemplate(value);
  return reading.ok ? [] : reading.faults;
};

describe('[RTP1] a template', () => {
  it('makes a room of the same teams, sheets, rules and lots; its auctions are drafts', () => {
    const reading = readRoomTemplate(JSON.parse(JSON.stringify(templateOfDemo())));
    if (!reading.ok) throw new Error(reading.faults.join());
    const made = new Stream(roomDecider);
    const listing = { roomId: 'made', title: 'Sale 2027' };
    for (const command of templateCommands(reading.template, listing)) made.must(command);
    const { state } = made;
    expect([state.title, Object.keys(state.seats)]).toEqual(['Sale 2027', ['moderator']]);
    const demo = new DemoRoom().state;
    expect(state.teams).toEqual(demo.teams);
    const [auction, before] = [state.auctions['clock'], demo.auctions['clock']];
    expect(auction?.phase).toBe('draft');
    expect([auction?.rules, auction?.lots, auction?.initialEligibility]).toEqual([
      ...[before?.rules, before?.lots, before?.initialEligibility],
    ]);
    expect(Object.values(state.sheets).map(({ title, template }) => [title, template])).toEqual(
      Object.values(demo.sheets).map(({ title, template }) => [title, template]),
    );
    // Out of the new room comes the same again.
    expect(templateOf(state, 'Yearly sale')).toEqual(reading.template);
  });

  it('has no people, no words, no bids and no reserve that the moderator does not see', () => {
    const room = new DemoRoom();
    room.start();
    room.bid('harbor', 'q1', [3, 2_400]);
    room.must(
      { type: 'PostMessage', to: { kind: 'table' }, text: 'Said aloud' },
      seat('moderator'),
    );
    expect(room.state.auctions['clock']?.reservesMills).not.toEqual({});
    const text = JSON.stringify(templateOf(room.state, 'Yearly sale'));
    const people = Object.values(room.state.seats).map(({ name }) => name);
    expect(people.filter((name) => text.includes(`"${name}"`))).toEqual([]);
    expect(text).not.toMatch(/Said aloud|-lead|seed|quantityBlocks/);
    expect(templateOf(room.state, 'x').auctions[0]?.reservesMills).toEqual({});
  });

  it('keeps reserves where the rules show them to the moderator', () => {
    const template = templateOfDemo();
    const [auction] = template.auctions;
    if (!auction) throw new Error('no auction');
    const { rules, lots } = auction;
    const shown = { ...rules, information: { ...rules.information, moderatorSeesReserves: true } };
    const room = new DemoRoom();
    const reservesMills = { [lots[0]?.id ?? '']: lots[0]?.openingPriceMills ?? 0 };
    room.must(
      {
        type: 'AddAuction',
        auctionId: 'second',
        command: { type: 'DraftAuction', rules: shown, lots, reservesMills } as never,
      },
      seat('moderator'),
    );
    expect(templateOf(room.state, 'x').auctions[1]?.reservesMills).toEqual(reservesMills);
  });
});

describe('[RTP2] faults of a template', () => {
  it.each<[string, unknown, RegExp]>([
    ['no object', 7, /^the file must be an object: {…}; it is 7$/],
    ['another form', { form: 'parley-scenario-1' }, /^form: /],
    [
      'a lot without a name',
      changed(
        (t) => delete (t['auctions'] as never as { lots: { name?: string }[] }[])[0]?.lots[1]?.name,
      ),
      /^auctions\.1\.lots\.2\.name: /,
    ],
    ['a key too many', changed((t) => Object.assign(t, { people: [] })), /people/],
    [
      'a team of no side',
      changed((t) => Object.assign((t['teams'] as never as object[])[2] ?? {}, { side: 'buyer' })),
      /^teams\.3\.side: /,
    ],
  ])('%s: named with its place', (_what, value, expected) => {
    expect(faultsOf(value).join('\n')).toMatch(expected);
  });

  it('what no room would take is named too, with the numbers', () => {
    const twice = changed((t) => {
      const teams = t['teams'] as never as object[];
      teams.push({ ...(teams[0] ?? {}) });
    });
    expect(faultsOf(twice)[0]).toMatch(/^teams\.5: room\/team-exists/);
    const sheet = changed((t) =>
      Object.assign((t['sheets'] as never as object[])[0] ?? {}, { template: 'nothing' }),
    );
    expect(faultsOf(sheet)).toEqual(['sheets.1: room/unknown-template {"id":"nothing"}']);
  });
});

describe('[RTP3] the installation', () => {
  const save = (templateId: string) =>
    ({ type: 'SaveTemplate', templateId, name: 'Sale', template: {} }) as const;

  it('keeps templates, up to a number, and forgets them', () => {
    const site = new Stream(siteDecider);
    for (let at = 0; at < MAX_TEMPLATES; at += 1) site.must(save(`t${String(at)}`));
    expect(site.refusalOf(save('more'))).toBe('site/templates-full');
    site.must({ type: 'ForgetTemplate', templateId: 't7' });
    expect(site.refusalOf({ type: 'ForgetTemplate', templateId: 't7' })).toBe(
      'site/unknown-template',
    );
    site.must(save('more'));
    expect(Object.keys(site.state.templates)).toHaveLength(MAX_TEMPLATES);
    expect(site.refusalOf(save('x'))).toBe('site/templates-full');
    expect(new Stream(siteDecider).give(save('x'), ADMIN).ok).toBe(false);
  });
});

it('the demo’s own command is what a template must be able to hold', () => {
  const room = new DemoRoom();
  room.must(inClock({ type: 'CancelAuction', reason: 'over' }), seat('moderator'));
  expect(readRoomTemplate(templateOf(room.state, 'After the end')).ok).toBe(true);
});
