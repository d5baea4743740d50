// Every HTTP route with everybody who may try it. The list of routes is the program's own: a new one without a verdict
// here fails.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, joinAsBot, tokenIn } from '../support/http-client.ts';
import type { Asking } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { DEFAULT_RULES } from '../../shared/auction/default-rules.ts';
import { DEMO_AUCTION_ID } from '../../shared/room/demo.ts';
import { verified } from '../support/recorded-sale.ts';
import { routesOf } from '../support/routes.ts';

/** Who tries: with what credentials, and for which seat if the path takes one. */
const PEOPLE = {
  nobody: [],
  /** Holds a seat and acts for it. */
  member: ['harbor-member'],
  moderator: ['moderator'],
  /** Holds the moderator's seat and names none. */
  seatless: ['moderator', undefined],
  /** Names the moderator's seat and holds another. */
  impostor: ['harbor-member', 'moderator'],
  administrator: ['admin', undefined],
} as const;
type Person = keyof typeof PEOPLE;
const NAMES = Object.keys(PEOPLE) as Person[];

const ROOM = '/api/rooms/usps-2026';
const command = { type: 'AddSeat', role: 'public', teamId: null, name: 'New' };

interface Route {
  readonly path?: string;
  readonly takesSeat?: true;
  /** What else the path asks for. */
  readonly query?: string;
  readonly body?: () => object;
  /** `in`, or the code that everybody else gets. */
  readonly verdicts: Readonly<Record<Person, string>>;
}

const all = (verdict: string): Route['verdicts'] => ({
  ...{ nobody: verdict, member: verdict, moderator: verdict },
  ...{ seatless: verdict, impostor: verdict, administrator: verdict },
});
const ADMINISTRATOR: Route['verdicts'] = {
  ...all('auth/denied'),
  nobody: 'auth/required',
  administrator: 'in',
};
const SET_UP: Route['verdicts'] = {
  nobody: 'auth/required',
  member: 'seat/not-allowed',
  moderator: 'in',
  seatless: 'auth/denied',
  impostor: 'auth/required',
  administrator: 'in',
};
/** Files are made as one seat sees them. */
const OF_A_SEAT: Route['verdicts'] = { ...SET_UP, member: 'in', administrator: 'auth/denied' };
/** Stands for the member's own sheet, whose id is made when it is. */
const SHEET = 'own-sheet';

const NO_REPORT: Route['verdicts'] = {
  ...SET_UP,
  ...{ member: 'not-found', moderator: 'not-found', administrator: 'not-found' },
};
/** No mail server is named here. */
const NO_MAIL: Route['verdicts'] = { ...OF_A_SEAT, member: 'not-found', moderator: 'not-found' };
/** Bids are a lead's. */
const NO_LEAD: Route['verdicts'] = {
  ...SET_UP,
  ...{ moderator: 'seat/not-allowed', administrator: 'seat/not-allowed' },
};
const CLOCK = `${ROOM}/auctions/${DEMO_AUCTION_ID}`;

/** For the moderator's seat alone. */
const NO_REHEARSAL: Route['verdicts'] = {
  ...SET_UP,
  ...{ member: 'auth/denied', moderator: 'not-found', administrator: 'auth/denied' },
};

let count = 0;
const ROUTES: Readonly<Record<string, Route>> = {
  'GET /api/me': { verdicts: all('in') },
  'POST /api/join': { body: () => ({ token: 'x' }), verdicts: all('auth/invite') },
  'POST /api/demo/enter': { body: () => ({ seatId: 'public' }), verdicts: all('in') },
  'POST /api/admin/enter': { body: () => ({ secret: 'guessed' }), verdicts: all('auth/denied') },
  'POST /api/sign-out': { body: () => ({}), verdicts: all('in') },
  'GET /api/rooms': { verdicts: ADMINISTRATOR },
  'POST /api/rooms': {
    body: () => ({ title: 'A sale', template: 'empty' }),
    verdicts: ADMINISTRATOR,
  },
  'GET /api/templates': { verdicts: ADMINISTRATOR },
  'POST /api/templates': {
    body: () => ({ roomId: 'usps-2026', name: 'A sale' }),
    verdicts: ADMINISTRATOR,
  },
  'GET /api/templates/:templateId': {
    path: '/api/templates/nothing',
    verdicts: { ...ADMINISTRATOR, administrator: 'not-found' },
  },
  'POST /api/templates/:templateId/forget': {
    ...{ path: '/api/templates/nothing/forget', body: () => ({}) },
    verdicts: { ...ADMINISTRATOR, administrator: 'not-found' },
  },
  'GET /api/sheet-templates': { verdicts: ADMINISTRATOR },
  'POST /api/sheet-templates': {
    body: () => ({ template: {} }),
    verdicts: { ...ADMINISTRATOR, administrator: 'protocol/malformed' },
  },
  'GET /api/sheet-templates/:templateId': {
    path: '/api/sheet-templates/usps-last-mile',
    verdicts: ADMINISTRATOR,
  },
  'POST /api/sheet-templates/:templateId': {
    ...{ path: '/api/sheet-templates/nothing', body: () => ({ template: {}, after: 1 }) },
    verdicts: { ...ADMINISTRATOR, administrator: 'protocol/malformed' },
  },
  'POST /api/sheet-templates/:templateId/forget': {
    ...{ path: '/api/sheet-templates/nothing/forget', body: () => ({}) },
    verdicts: { ...ADMINISTRATOR, administrator: 'not-found' },
  },
  'GET /api/rooms/:roomId/sheets/:sheetId/template': {
    path: `${ROOM}/sheets/nothing/template`,
    verdicts: { ...ADMINISTRATOR, administrator: 'not-found' },
  },
  'GET /api/rooms/:roomId/sheet-templates': {
    ...{ path: `${ROOM}/sheet-templates`, takesSeat: true },
    verdicts: { ...SET_UP, member: 'auth/denied' },
  },
  'GET /api/rooms/:roomId': {
    ...{ path: ROOM, takesSeat: true },
    verdicts: { ...SET_UP, member: 'in' },
  },
  'GET /api/rooms/:roomId/seals': {
    ...{ path: `${ROOM}/seals`, takesSeat: true },
    verdicts: { ...SET_UP, member: 'in' },
  },
  'GET /api/rooms/:roomId/replay': {
    ...{ path: `${ROOM}/replay`, takesSeat: true },
    verdicts: { ...SET_UP, member: 'in' },
  },
  'GET /api/rooms/:roomId/bundle': {
    ...{ path: `${ROOM}/bundle`, takesSeat: true },
    verdicts: { ...SET_UP, member: 'in' },
  },
  // The demo's auction has not begun: whoever may ask for the report is told that there is none.
  'GET /api/rooms/:roomId/report': {
    ...{ path: `${ROOM}/report`, takesSeat: true, query: 'auction=clock', verdicts: NO_REPORT },
  },
  'GET /api/rooms/:roomId/report.pdf': {
    ...{ path: `${ROOM}/report.pdf`, takesSeat: true, query: 'auction=clock', verdicts: NO_REPORT },
  },
  'GET /api/rooms/:roomId/report.csv': {
    ...{ path: `${ROOM}/report.csv`, takesSeat: true, query: 'auction=clock', verdicts: NO_REPORT },
  },
  'GET /api/rooms/:roomId/sheets/:sheetId/export/:form': {
    ...{ path: `${ROOM}/sheets/${SHEET}/export/json`, takesSeat: true },
    verdicts: OF_A_SEAT,
  },
  'GET /api/rooms/:roomId/sheets/:sheetId/filing': {
    ...{ path: `${ROOM}/sheets/${SHEET}/filing`, takesSeat: true },
    verdicts: OF_A_SEAT,
  },
  'GET /api/rooms/:roomId/sheets/:sheetId/filing.zip': {
    ...{ path: `${ROOM}/sheets/${SHEET}/filing.zip`, takesSeat: true },
    verdicts: OF_A_SEAT,
  },
  'GET /api/rooms/:roomId/sheets/:sheetId/awards/:auctionId': {
    ...{ path: `${ROOM}/sheets/${SHEET}/awards/clock`, takesSeat: true },
    verdicts: { ...OF_A_SEAT, member: 'not-found', moderator: 'not-found' },
  },
  // The moderator acts for no side, and so has no passkeys.
  'GET /api/rooms/:roomId/sheets/:sheetId/passkey-ticket': {
    ...{ path: `${ROOM}/sheets/${SHEET}/passkey-ticket`, takesSeat: true },
    verdicts: { ...OF_A_SEAT, moderator: 'auth/denied' },
  },
  'POST /api/rooms/:roomId/sheets/:sheetId/compare': {
    ...{ path: `${ROOM}/sheets/${SHEET}/compare`, takesSeat: true },
    body: () => ({ form: 'none of ours' }),
    verdicts: { ...OF_A_SEAT, member: 'file/not-sheet', moderator: 'seat/not-allowed' },
  },
  // The demo's room is no rehearsal: whoever may ask is told that there is none.
  'GET /api/rooms/:roomId/mailbox': {
    ...{ path: `${ROOM}/mailbox`, takesSeat: true, verdicts: OF_A_SEAT },
  },
  'POST /api/rooms/:roomId/mailbox': {
    ...{ path: `${ROOM}/mailbox`, takesSeat: true, verdicts: NO_MAIL },
    body: () => ({ address: 'a@b.example', kinds: [] }),
  },
  'POST /api/rooms/:roomId/mailbox/confirm': {
    ...{ path: `${ROOM}/mailbox/confirm`, takesSeat: true, verdicts: NO_MAIL },
    body: () => ({ code: '12345678' }),
  },
  'POST /api/rooms/:roomId/mailbox/kinds': {
    ...{ path: `${ROOM}/mailbox/kinds`, takesSeat: true, verdicts: NO_MAIL },
    body: () => ({ kinds: [] }),
  },
  'POST /api/rooms/:roomId/mailbox/remove': {
    ...{ path: `${ROOM}/mailbox/remove`, takesSeat: true, verdicts: OF_A_SEAT },
    body: () => ({}),
  },
  'GET /api/rooms/:roomId/rehearsal': {
    ...{ path: `${ROOM}/rehearsal`, takesSeat: true },
    verdicts: NO_REHEARSAL,
  },
  'POST /api/rooms/:roomId/bots': {
    ...{ path: `${ROOM}/bots`, takesSeat: true, body: () => ({}) },
    verdicts: NO_REHEARSAL,
  },
  'POST /api/rooms/:roomId/rehearsals': {
    ...{ path: `${ROOM}/rehearsals`, takesSeat: true, body: () => ({ unknown: true }) },
    verdicts: { ...NO_REHEARSAL, moderator: 'protocol/malformed' },
  },
  'POST /api/rooms/:roomId/commands': {
    ...{ path: `${ROOM}/commands`, takesSeat: true },
    body: () => ({
      id: crypto.randomUUID(),
      command: { ...command, seatId: `new-${String((count += 1))}` },
    }),
    verdicts: SET_UP,
  },
  'POST /api/rooms/:roomId/invites': {
    ...{ path: `${ROOM}/invites`, takesSeat: true },
    body: () => ({ seatId: 'public' }),
    verdicts: { ...SET_UP, member: 'auth/denied' },
  },
  'GET /api/rooms/:roomId/auctions/:auctionId/lots.csv': {
    ...{ path: `${CLOCK}/lots.csv`, takesSeat: true },
    verdicts: { ...SET_UP, member: 'in' },
  },
  'GET /api/rooms/:roomId/auctions/:auctionId/results.csv': {
    ...{ path: `${CLOCK}/results.csv`, takesSeat: true },
    verdicts: { ...SET_UP, member: 'in' },
  },
  'GET /api/rooms/:roomId/auctions/:auctionId/bids.csv': {
    ...{ path: `${CLOCK}/bids.csv`, takesSeat: true },
    verdicts: { ...SET_UP, member: 'in', moderator: 'not-found', administrator: 'not-found' },
  },
  'PUT /api/rooms/:roomId/auctions/:auctionId/draft': {
    ...{ path: `${ROOM}/auctions/drafted/draft`, takesSeat: true },
    body: () => ({ id: crypto.randomUUID(), rules: DEFAULT_RULES.clock, lots: '' }),
    // Without lots nothing is drafted; who may draft is told so.
    verdicts: { ...SET_UP, moderator: 'auction/no-lots', administrator: 'seat/not-allowed' },
  },
  'POST /api/rooms/:roomId/auctions/:auctionId/bids/check': {
    ...{ path: `${CLOCK}/bids/check`, takesSeat: true },
    body: () => ({ file: '' }),
    verdicts: NO_LEAD,
  },
  'POST /api/rooms/:roomId/auctions/:auctionId/bids': {
    ...{ path: `${CLOCK}/bids`, takesSeat: true },
    body: () => ({ id: crypto.randomUUID(), file: '' }),
    verdicts: NO_LEAD,
  },
  'POST /api/keys/:keyId/retire': {
    path: '/api/keys/0123456789abcdef/retire',
    body: () => ({}),
    verdicts: { ...ADMINISTRATOR, administrator: 'not-found' },
  },
  'GET /.well-known/parley-keys.json': { verdicts: all('in') },
  'GET /healthz': { verdicts: all('in') },
  'GET /readyz': { verdicts: all('in') },
  'GET /metrics': { verdicts: ADMINISTRATOR },
};

let live: LiveServer;
let sheetId = '';

beforeAll(async () => {
  live = await startLive();
  const { state } = await live.server.context.hosts.room('usps-2026').confirmed();
  sheetId =
    Object.values(state.sheets).find(({ shipperTeamId }) => shipperTeamId === 'harbor')?.id ?? '';
});

afterAll(async () => {
  await live.close();
});

/** Fresh credentials each time: one of the routes takes them away. */
const credentialsOf = async (person: Person): Promise<Asking> => {
  const [who] = PEOPLE[person];
  if (who === undefined) return {};
  if (who !== 'admin') return { token: (await joinAsBot(live, await live.link(who))).token };
  const entered = await ask(live, '/api/admin/enter', { body: { secret: live.adminSecret } });
  return { cookie: entered.cookie ?? '' };
};

const seatOf = (person: Person): string | undefined => {
  const named: readonly (string | undefined)[] = PEOPLE[person];
  return named.length > 1 ? named[1] : named[0];
};

const verdictOf = async (route: string, person: Person, asking: Asking): Promise<string> => {
  const [method = '', pattern = ''] = route.split(' ');
  const { path: written = pattern, takesSeat, query = '', body } = ROUTES[route] as Route;
  const path = written.replace(SHEET, sheetId);
  const seat = takesSeat && seatOf(person);
  const {
    status,
    body: answer,
    code,
  } = await ask(live, `${path}?${seat === undefined ? '' : `seat=${seat}&`}${query}`, {
    ...asking,
    method,
    ...(body && { body: body() }),
  });
  const { rejection } = answer as { rejection?: { code: string } };
  return code ?? rejection?.code ?? (status === 200 ? 'in' : `status ${String(status)}`);
};

describe('[ACC6] the routes', () => {
  it('each has a verdict here, and no other', async () => {
    expect(await routesOf(live.server.context)).toEqual(Object.keys(ROUTES).sort());
  });

  it('[HOUSE6] each is in the table of docs/protocol.md, and nothing else is', async () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/protocol.md'), 'utf8');
    // There `…` stands for the room.
    const rows = page.matchAll(/^\| `(GET|POST|PUT|DELETE) ([^`?]+)/gm);
    const told = [...rows].map(
      ([, method = '', path = '']) => `${method} ${path.replace('…', '/api/rooms/:roomId')}`,
    );
    expect(told.sort()).toEqual(await routesOf(live.server.context));
  });

  it.each(NAMES)('%s gets exactly what is written here, at every one', async (person) => {
    const asking = await credentialsOf(person);
    const routes = Object.keys(ROUTES).filter((route) => route !== 'POST /api/sign-out');
    // Signing out comes last.
    for (const route of [...routes, 'POST /api/sign-out']) {
      const verdict = await verdictOf(route, person, asking);
      expect([route, verdict]).toEqual([route, ROUTES[route]?.verdicts[person]]);
    }
    const signedOut = await ask(live, ROOM, asking);
    expect(signedOut.code).toBe('auth/required');
  });
});

describe('[ACC6] who acts on a room', () => {
  it('is the seat named, if the session holds it, and sees its own view', async () => {
    const { token } = await joinAsBot(live, await live.link('harbor-lead'));
    const { body } = await ask(live, `${ROOM}?seat=harbor-lead`, { token });
    const view = body['view'] as { teams: object; invites?: object };
    expect(Object.keys(view.teams).sort()).toEqual(['harbor', 'usps']);
    expect(view.invites).toBeUndefined();
  });

  it('[REC6] gets the bundle of the seat named, as that seat may see it', async () => {
    const { token } = await joinAsBot(live, await live.link('harbor-lead'));
    const { body, headers } = await ask(live, `${ROOM}/bundle?seat=harbor-lead`, { token });
    expect(headers.get('content-disposition')).toContain('usps-2026.parley.ndjson');
    const text = String(body['text']);
    expect((await verified(text)).findings).toEqual([]);
    expect(text).toContain('"viewer":{"kind":"team","teamId":"harbor"}');
    expect(text).not.toMatch(/northwind|Northwind/);
  });

  it('is no seat of another room of the same name, and nothing says whether a room is there', async () => {
    const cookie = (await credentialsOf('administrator')).cookie ?? '';
    const made = await ask(live, '/api/rooms', {
      body: { title: 'Another sale', template: 'usps-demo' },
      cookie,
    });
    const other = String(made.body['roomId']);
    const { token } = await joinAsBot(live, await live.link('moderator'));
    for (const roomId of [other, 'no-such-room', 'constructor']) {
      const seen = await ask(live, `/api/rooms/${roomId}?seat=moderator`, { token });
      const expected = roomId === 'constructor' ? 'protocol/malformed' : 'auth/required';
      expect([roomId, seen.code]).toEqual([roomId, expected]);
    }
  });
});

describe('[SEAT2] the administrator', () => {
  it('makes a room whose moderator’s link works once, and sees it as its moderator does', async () => {
    const asking = await credentialsOf('administrator');
    const made = await ask(live, '/api/rooms', {
      body: { title: '  Autumn sale ', template: 'empty' },
      ...asking,
    });
    const { roomId, moderatorLink } = made.body as { roomId: string; moderatorLink: string };
    const listed = (await ask(live, '/api/rooms', asking)).body['rooms'] as object[];
    expect(listed.at(-1)).toMatchObject({ roomId, title: 'Autumn sale', isDemo: false });
    const moderator = await joinAsBot(live, moderatorLink);
    expect(moderator).toMatchObject({ roomId, seatId: 'moderator' });
    const again = await ask(live, '/api/join', { body: { token: tokenIn(moderatorLink) } });
    expect(again.code).toBe('auth/invite');
    const path = `/api/rooms/${roomId}`;
    const view = (await ask(live, path, asking)).body;
    expect(view).toEqual((await ask(live, `${path}?seat=moderator`, moderator)).body);
    expect((await ask(live, '/api/rooms/no-such-room', asking)).code).toBe('not-found');
  });

  it('[RTP1] saves a room as a template, takes it out and in, and makes a room of it', async () => {
    const asking = await credentialsOf('administrator');
    const from = { roomId: 'usps-2026', name: 'Yearly sale' };
    const saved = await ask(live, '/api/templates', { body: from, ...asking });
    const templateId = String(saved.body['templateId']);
    const listed = (await ask(live, '/api/templates', asking)).body['templates'] as object[];
    expect(listed.at(-1)).toMatchObject({
      ...{ templateId, name: 'Yearly sale', teams: 4, sheets: 4 },
      auctions: [{ format: 'clock', lots: 4 }],
    });
    const { body: template, headers } = await ask(live, `/api/templates/${templateId}`, asking);
    expect(headers.get('content-disposition')).toContain(`${templateId}.room.json`);
    const again = await ask(live, '/api/templates', { body: { template }, ...asking });
    expect(again.status).toBe(200);
    const wanted = { title: 'Sale 2027', templateId: again.body['templateId'] };
    const made = await ask(live, '/api/rooms', { body: wanted, ...asking });
    const path = `/api/rooms/${String(made.body['roomId'])}`;
    const view = (await ask(live, path, asking)).body['view'] as Record<string, object>;
    expect(Object.keys(view['teams'] ?? {})).toHaveLength(4);
    expect(Object.values(view['auctions'] ?? {})).toMatchObject([{ phase: 'draft' }]);
    await ask(live, `/api/templates/${templateId}/forget`, { body: {}, ...asking });
    expect((await ask(live, `/api/templates/${templateId}`, asking)).code).toBe('not-found');
  });

  it('[RTP2] is told every wrong place of a template, and nothing is kept of it', async () => {
    const asking = await credentialsOf('administrator');
    const count = async () =>
      ((await ask(live, '/api/templates', asking)).body['templates'] as object[]).length;
    const before = await count();
    const template = {
      form: 'parley-room-1',
      name: '',
      teams: [{ id: 'A b' }],
      sheets: [],
      auctions: [],
    };
    const { code, body } = await ask(live, '/api/templates', { body: { template }, ...asking });
    const { message } = body['error'] as { message: string };
    expect(code).toBe('protocol/malformed');
    expect(message).toMatch(/^The template cannot be used\. name: /);
    expect(message).toContain('teams.1.side: ');
    expect(await count()).toBe(before);
  });

  it('is who knows the secret, and nobody else', async () => {
    const secret = live.adminSecret ?? '';
    expect(secret).toMatch(/^[0-9a-f]{32}$/);
    for (const wrong of [secret.slice(1), `${secret}0`, secret.toUpperCase(), '0'.repeat(32)]) {
      const { status, code, cookie } = await ask(live, '/api/admin/enter', {
        body: { secret: wrong },
      });
      expect([wrong, status, code, cookie]).toEqual([wrong, 403, 'auth/denied', undefined]);
    }
    const { cookie = '' } = await ask(live, '/api/admin/enter', { body: { secret } });
    expect((await ask(live, '/api/me', { cookie })).body).toMatchObject({ isAdmin: true });
  });
});

describe('the demo’s open seats', () => {
  it('[ACC2] anybody takes one, and taking it again uses the same hold', async () => {
    const enter = (asking: Asking) =>
      ask(live, '/api/demo/enter', { body: { seatId: 'cascade-lead' }, ...asking });
    const first = await enter({});
    expect(first.body).toEqual({ roomId: 'usps-2026', seatId: 'cascade-lead' });
    const grants = async () => {
      const { state } = await live.server.context.hosts.room('usps-2026').confirmed();
      return Object.keys(state.seats['cascade-lead']?.grants ?? {});
    };
    const before = await grants();
    const second = await enter({ cookie: first.cookie ?? '' });
    expect([second.cookie, await grants()]).toEqual([first.cookie, before]);
    const unknown = await ask(live, '/api/demo/enter', { body: { seatId: 'nobody' } });
    expect([unknown.status, unknown.code]).toEqual([404, 'not-found']);
  });

  it('[CFG5] are no way in where there is no demo', async () => {
    const closed = await startLive({ server: { isDemo: false } });
    const entered = await ask(closed, '/api/demo/enter', { body: { seatId: 'public' } });
    expect([entered.status, entered.code]).toEqual([404, 'not-found']);
    expect((await ask(closed, '/api/me')).body).toEqual({ isAdmin: false, seats: [] });
    await closed.close();
  });
});
