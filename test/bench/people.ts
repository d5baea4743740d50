// People of the demo for benchmarks of whole nodes: who sits at a seat by a printed link, follows the room, says
// something, or types into a sheet. As light as can be, since they share the machine with what they measure.

import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { BotSession } from '../support/http-client.ts';
import { ask, joinAsBot } from '../support/http-client.ts';
import { SeatClient } from '../support/seat-client.ts';

export type Sessions = ReadonlyMap<string, BotSession>;

/** Takes every seat of the demo by its printed link. */
export const joinAll = async (origin: string, links: readonly string[]): Promise<Sessions> => {
  const sessions = new Map<string, BotSession>();
  for (const link of links) {
    const session = await joinAsBot({ origin }, link);
    sessions.set(session.seatId, session);
  }
  return sessions;
};

/** Adds this many seats of the public to the room and takes them. */
export const seatPublic = async (
  origin: string,
  moderator: SeatClient,
  { roomId, seatId: by, token }: BotSession,
  count: number,
): Promise<readonly BotSession[]> => {
  const sessions: BotSession[] = [];
  for (let index = 0; index < count; index += 1) {
    const seatId = `public-${String(index)}`;
    const seat = { seatId, role: 'public', teamId: null, name: `Public ${String(index)}` } as const;
    await moderator.must({ type: 'AddSeat', ...seat });
    const path = `/api/rooms/${roomId}/invites?seat=${by}`;
    const { body } = await ask({ origin }, path, { token, body: { seatId } });
    sessions.push(await joinAsBot({ origin }, String(body['link'])));
  }
  return sessions;
};

export const sessionOf = (sessions: Sessions, seatId: string): BotSession => {
  const session = sessions.get(seatId);
  if (!session) throw new Error(`nobody joined as ${seatId}`);
  return session;
};

/** Somebody at a seat who follows the room. */
export const follow = async (origin: string, session: BotSession): Promise<SeatClient> => {
  const client = await new SeatClient(origin, session).connected();
  await client.watch();
  return client;
};

export const say = (client: SeatClient, text: string): Promise<unknown> =>
  client.must({ type: 'PostMessage', to: { kind: 'table' }, text });

/** A sheet's text through the stock provider. */
export const openText = async (
  origin: string,
  { roomId, seatId, token }: BotSession,
  sheetId: string,
): Promise<WebsocketProvider> => {
  const provider = new WebsocketProvider(
    `${origin.replace('http', 'ws')}/sheets`,
    sheetId,
    new Y.Doc(),
    {
      params: { room: roomId, seat: seatId },
      protocols: ['parley', `parley.token.${token}`],
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
      disableBc: true,
    },
  );
  await new Promise<void>((resolve) => {
    provider.on('sync', () => {
      resolve();
    });
  });
  return provider;
};

/** The first run of text in the sheet. */
export const firstRun = ({ doc }: WebsocketProvider): Y.XmlText => {
  const clauses = [...doc.getMap<Y.XmlFragment>('clauses').values()];
  const run = clauses
    .flatMap((clause) => clause.toArray())
    .flatMap((block) => (block instanceof Y.XmlElement ? block.toArray() : []))
    .find((node) => node instanceof Y.XmlText);
  if (!run) throw new Error('the sheet has no text');
  return run;
};
