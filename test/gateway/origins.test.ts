// From where one may come: every door asks the same, HTTP, Socket.IO's handshake and the upgrade to a sheet's text.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { PROTOCOL_VERSION } from '../../shared/protocol/messages.ts';
import { ask, joinAsBot, tokenIn } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';

const SEAT = { roomId: 'usps-2026', seatId: 'harbor-lead' };

/** Who comes, and from where: `undefined` names no origin. */
interface Coming {
  readonly by: 'cookie' | 'token' | 'nothing';
  readonly origin: string | undefined;
}

let live: LiveServer;
let secrets: { readonly cookie: string; readonly token: string };
let sheetId: string;

beforeAll(async () => {
  live = await startLive();
  const link = await live.link(SEAT.seatId);
  const browser = await ask(live, '/api/join', { body: { token: tokenIn(link) } });
  const { token } = await joinAsBot(live, link);
  secrets = { cookie: browser.cookie ?? '', token };
  const room = await ask(live, `/api/rooms/${SEAT.roomId}?seat=${SEAT.seatId}`, { token });
  const { sheets } = room.body['view'] as { sheets: Record<string, { kind: string }> };
  sheetId = Object.keys(sheets).find((id) => sheets[id]?.kind === 'bilateral') ?? '';
});

afterAll(async () => {
  await live.close();
});

const askingBy = ({ by, origin = undefined }: Coming) => ({
  origin: origin ?? null,
  ...(by === 'cookie' && { cookie: secrets.cookie }),
  ...(by === 'token' && { token: secrets.token }),
});

const headersOf = ({ by, origin }: Coming): Record<string, string> => ({
  ...(origin !== undefined && { origin }),
  ...(by === 'cookie' && { cookie: `parley_session=${secrets.cookie}` }),
});

const overHttp = async (path: string, coming: Coming, body?: object): Promise<string> => {
  const { status, code } = await ask(live, path, { ...askingBy(coming), ...(body && { body }) });
  return status === 200 ? 'in' : (code ?? `status ${String(status)}`);
};

const say = () => ({
  id: crypto.randomUUID(),
  command: { type: 'PostMessage', to: { kind: 'team' }, text: 'hello' },
});

/** Each answers `in`, or the code by which it was refused. */
const DOORS: Readonly<Record<string, (coming: Coming) => Promise<string>>> = {
  'HTTP that changes something': (coming) =>
    overHttp(`/api/rooms/${SEAT.roomId}/commands?seat=${SEAT.seatId}`, coming, say()),
  'Socket.IO': (coming) =>
    new Promise((resolve) => {
      const auth = { protocol: PROTOCOL_VERSION, ...SEAT };
      const socket = io(live.origin, {
        auth: coming.by === 'token' ? { ...auth, token: secrets.token } : auth,
        extraHeaders: headersOf(coming),
        transports: ['websocket'],
        ...{ forceNew: true, reconnection: false },
      });
      const done = (verdict: string): void => {
        socket.close();
        resolve(verdict);
      };
      socket.on('connect', () => {
        done('in');
      });
      socket.on('connect_error', (error: Error & { data?: { code: string } }) => {
        done(error.data?.code ?? error.message);
      });
    }),
  'the text of a sheet': (coming) =>
    new Promise((resolve) => {
      const url = `${live.origin.replace('http', 'ws')}/sheets/${sheetId}`;
      const protocols = coming.by === 'token' ? ['parley', `parley.token.${secrets.token}`] : [];
      const socket = new WebSocket(`${url}?room=${SEAT.roomId}&seat=${SEAT.seatId}`, protocols, {
        headers: headersOf(coming),
      });
      // Who is let in gets an answer to an empty state vector; who is not is closed.
      socket.on('open', () => {
        socket.send(Uint8Array.from([0, 0, 1, 0]));
      });
      socket.on('message', () => {
        socket.terminate();
        resolve('in');
      });
      socket.on('close', (_code, reason) => {
        resolve(reason.toString());
      });
      socket.on('error', () => undefined);
    }),
};

const own = () => live.origin;
const NEARLY_OWN = {
  'another site': () => 'https://evil.example',
  'no site at all': () => 'null',
  'another port': () => 'http://127.0.0.1:1',
  'another scheme': () => live.origin.replace('http', 'https'),
  'ours as a prefix': () => `${live.origin}.evil.example`,
  'ours with a slash': () => `${live.origin}/`,
  'ours as a user name': () => `${live.origin}@evil.example`,
};

describe.each(Object.entries(DOORS))('[ACC4] at the door %s', (_name, door) => {
  it('a cookie counts from our own origin, under each of its names', async () => {
    expect(await door({ by: 'cookie', origin: own() })).toBe('in');
    const localhost = own().replace('127.0.0.1', 'localhost');
    expect(await door({ by: 'cookie', origin: localhost })).toBe('in');
  });

  it('a cookie does not count without an origin', async () => {
    expect(await door({ by: 'cookie', origin: undefined })).toBe('auth/origin');
  });

  it('a token counts with our own origin and without any', async () => {
    expect(await door({ by: 'token', origin: undefined })).toBe('in');
    expect(await door({ by: 'token', origin: own() })).toBe('in');
  });

  it('neither counts from a foreign origin, however much it looks like ours', async () => {
    for (const [what, origin] of Object.entries(NEARLY_OWN)) {
      for (const by of ['cookie', 'token'] as const) {
        expect([what, by, await door({ by, origin: origin() })]).toEqual([what, by, 'auth/origin']);
      }
    }
  });

  it('who brings nothing is not let in', async () => {
    expect(await door({ by: 'nothing', origin: own() })).toBe('auth/required');
    expect(await door({ by: 'nothing', origin: undefined })).toBe('auth/origin');
  });
});

describe('[ACC4] HTTP', () => {
  it('reading is answered without an origin, as a page is loaded, and to no foreign one', async () => {
    const room = `/api/rooms/${SEAT.roomId}?seat=${SEAT.seatId}`;
    for (const path of [room, '/api/me', '/healthz', '/']) {
      for (const by of ['cookie', 'token'] as const) {
        const at = (origin: string | undefined) => overHttp(path, { by, origin });
        expect([path, await at(undefined), await at(own())]).toEqual([path, 'in', 'in']);
        expect([path, await at('https://evil.example')]).toEqual([path, 'auth/origin']);
      }
    }
  });

  it.each(['/api/join', '/api/demo/enter', '/api/admin/enter', '/api/sign-out', '/api/rooms'])(
    'POST %s is refused to a foreign origin before its body is looked at',
    async (path) => {
      const { status, code, headers } = await ask(live, path, {
        body: '{',
        cookie: secrets.cookie,
        origin: 'https://evil.example',
      });
      expect([status, code]).toEqual([403, 'auth/origin']);
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.getSetCookie()).toEqual([]);
    },
  );

  it('a question whether a foreign page may send something is not answered with yes', async () => {
    const { status, headers } = await ask(live, '/api/join', {
      method: 'OPTIONS',
      origin: 'https://evil.example',
      headers: { 'access-control-request-method': 'POST' },
    });
    expect(status).toBe(403);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('the session is as good afterwards as before', async () => {
    const { body } = await ask(live, '/api/me', { cookie: secrets.cookie });
    expect(body['seats']).toMatchObject([{ seatId: SEAT.seatId }]);
  });
});
