// Every door tried the wrong way: bad paths, bodies, secrets, frames. What is said there must hold no canary either.

import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Asking } from '../support/http-client.ts';
import { ask } from '../support/http-client.ts';
import { SeatClient } from '../support/seat-client.ts';
import { SALE_ROOM_ID } from './sale-room.ts';
import type { Tap } from './tap.ts';

/** Somebody who tries, with a session or none. */
export interface Trier {
  readonly tap: Tap;
  /** The server's own origin. */
  readonly origin: string;
  readonly token?: string;
  readonly seatId?: string;
}

const WRONG_TOKEN = 'f'.repeat(64);

const requests = (seat: string): readonly (readonly [path: string, asking?: Asking])[] => {
  const room = `/api/rooms/${SALE_ROOM_ID}`;
  return [
    ['/api/me'],
    ['/api/rooms'],
    ['/api/rooms', { body: { title: 'Mine', template: 'empty' } }],
    ['/api/templates'],
    ['/api/templates', { body: { roomId: SALE_ROOM_ID, name: 'Mine' } }],
    ['/api/templates/nothing'],
    [room],
    [`${room}?seat=nobody`],
    ...['report', 'report.pdf', 'report.csv'].flatMap((door) => [
      [`${room}/${door}?auction=clock`] as const,
      [`${room}/${door}?seat=${seat}`] as const,
      [`${room}/${door}?seat=${seat}&auction=nothing`] as const,
    ]),
    ['/api/rooms/nowhere'],
    ['/api/rooms/%00'],
    [`${room}/commands?seat=${seat}`, { body: '{"id":' }],
    [`${room}/commands?seat=${seat}`, { body: { id: 'x', command: { type: 'Nothing' } } }],
    [`${room}/commands?seat=${seat}`, { body: { __proto__: 1, constructor: { a: 1 } } }],
    [`${room}/invites?seat=${seat}`, { body: { seatId: 'nobody' } }],
    ['/api/join', { body: { token: `${SALE_ROOM_ID}.${WRONG_TOKEN}` } }],
    ['/api/join', { body: { token: 'x' }, origin: 'http://elsewhere.example' }],
    ['/api/demo/enter', { body: { seatId: 'moderator' } }],
    ['/api/admin/enter', { body: { secret: 'guess' } }],
    ['/api/sign-out', { body: {}, origin: null, token: WRONG_TOKEN }],
    ['/metrics'],
    ['/healthz'],
    ['/readyz'],
    ['/'],
    ['/join'],
    ['/assets/nothing.js'],
    ['/assets/index.js.map'],
    ['/%2e%2e/package.json'],
    ['/api/nothing'],
    ['/nothing', { method: 'DELETE' }],
    ['/socket.io/?EIO=4&transport=polling&sid=nobody'],
    ['/socket.io/?EIO=3&transport=polling'],
    ['/sheets/nothing'],
    ['/caucus/nothing'],
  ];
};

/** A body above the limit; the server may well break off while it is still being sent. */
const tooMuch = async ({ tap, origin }: Trier): Promise<void> => {
  try {
    await ask(tap, '/api/join', { origin, body: 'x'.repeat(1_100_000) });
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
  }
};

/** Opens the text of a sheet, sends some bytes and waits for the end. */
const textDoor = async (trier: Trier, path: string, frame?: Uint8Array): Promise<void> => {
  const { tap, origin, token, seatId = 'nobody' } = trier;
  const protocols = ['parley', ...(token === undefined ? [] : [`parley.token.${token}`])];
  const url = `${tap.origin.replace('http', 'ws')}${path}?room=${SALE_ROOM_ID}&seat=${seatId}`;
  const socket = new WebSocket(url, protocols, { origin });
  const closed = once(socket, 'close');
  socket.on('error', () => undefined);
  socket.on('open', () => {
    if (frame) socket.send(frame);
  });
  await closed;
};

const handshake = async ({ tap, token = WRONG_TOKEN }: Trier, seatId: string): Promise<void> => {
  const session = { roomId: SALE_ROOM_ID, seatId, token };
  const client = new SeatClient(tap.origin, session, { transports: ['polling', 'websocket'] });
  await client.refused();
  client.close();
};

/** Tries all doors. `sheetId` is one that this seat may open, if there is any. */
export const tryDoors = async (trier: Trier, sheetId?: string): Promise<void> => {
  const { tap, origin, token, seatId = 'nobody' } = trier;
  for (const [path, asking] of requests(seatId)) {
    await ask(tap, path, { origin, ...(token !== undefined && { token }), ...asking });
  }
  await tooMuch(trier);
  await textDoor(trier, '/sheets/nowhere');
  await textDoor(trier, '/caucus/nowhere');
  await textDoor({ ...trier, token: WRONG_TOKEN }, '/sheets/nowhere');
  if (sheetId !== undefined) {
    for (const frame of [Uint8Array.of(9, 9), Uint8Array.of(0, 2, 3, 1, 1, 1), Uint8Array.of(0)]) {
      await textDoor(trier, `/sheets/${sheetId}`, frame);
    }
  }
  await handshake(trier, 'nobody');
};
