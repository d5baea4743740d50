// What several nodes cost and how fast they come back: real processes, real PostgreSQL and Redis, nginx where a node dies.

import { readFileSync } from 'node:fs';
import { io } from 'socket.io-client';
import { v7 } from 'uuid';
import { Connection } from '../../client/net/connection.ts';
import type { Wire } from '../../client/net/wire.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/messages.ts';
import type { RoomView } from '../../shared/room/view-types.ts';
import { Cluster } from '../cluster/cluster.ts';
import type { ClusterNode } from '../cluster/cluster-node.ts';
import type { BotSession } from '../support/http-client.ts';
import { eventually } from '../support/patience.ts';
import type { SeatClient } from '../support/seat-client.ts';
import { firstRun, follow, joinAll, openText, say, seatPublic, sessionOf } from './people.ts';

const TICKS_A_SECOND = 100;
/** As many connections as a seat may have on all nodes. */
const LINES_A_SEAT = 20;
/** Of the public, beside the ten of the demo that listen: a thousand lines together. */
export const MORE_SEATS = 40;
const PAGES_A_SEAT = 6;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const nodeOf = ({ nodes }: Cluster, index: number): ClusterNode => {
  const node = nodes[index];
  if (!node) throw new Error(`no node ${String(index)}`);
  return node;
};

/** Milliseconds of CPU that these processes have used; Linux only. */
const cpuMs = (nodes: readonly ClusterNode[]): number => {
  let ticks = 0;
  for (const { pid } of nodes) {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The name of the program stands in brackets and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return (ticks * 1_000) / TICKS_A_SECOND;
};

export interface FrameCost {
  readonly microsAFrame: number;
  readonly frames: number;
}

/**
 * Everybody follows the room, spread over the nodes, while the moderator speaks; CPU of all nodes a delivered delta.
 * With so many listeners what is compared is the delivery; what a message costs a node by itself is said apart.
 */
export const benchFrames = async (
  nodeCount: 1 | 2,
  { moreSeats = MORE_SEATS, messages = 150 }: { moreSeats?: number; messages?: number } = {},
): Promise<FrameCost> => {
  await using cluster = await Cluster.start({
    clocksMs: Array.from({ length: nodeCount }, () => 0),
    hasRedis: nodeCount > 1,
  });
  const sessions = await joinAll(cluster.nginx.origin, cluster.links);
  const speaker = await follow(nodeOf(cluster, 0).origin, sessionOf(sessions, 'moderator'));
  const seats = [...sessions.values()].filter(({ seatId }) => seatId !== 'moderator');
  const moderator = sessionOf(sessions, 'moderator');
  seats.push(...(await seatPublic(cluster.nginx.origin, speaker, moderator, moreSeats)));
  const listeners: SeatClient[] = [];
  for (const session of seats) {
    const lines = Array.from({ length: LINES_A_SEAT }, (_, index) =>
      follow(nodeOf(cluster, index % nodeCount).origin, session),
    );
    listeners.push(...(await Promise.all(lines)));
  }
  const deltas = (): number =>
    listeners.reduce((sum, client) => sum + client.heardOf('delta').length, 0);
  const speak = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      await say(speaker, `Message ${String(index)}`);
      // One a release, below what a seat may send.
      await pause(100);
    }
  };
  await speak(60);
  const [framesBefore, cpuBefore] = [deltas(), cpuMs(cluster.nodes)];
  await speak(messages);
  const cpu = cpuMs(cluster.nodes) - cpuBefore;
  const frames = deltas() - framesBefore;
  for (const client of [speaker, ...listeners]) client.close();
  return { microsAFrame: (cpu * 1_000) / frames, frames };
};

export interface Spans {
  readonly near: readonly number[];
  readonly far: readonly number[];
}

/** Milliseconds from a keystroke to a reader on the same node, and to one on the other. */
export const benchRemoteReader = async (keystrokes = 300): Promise<Spans> => {
  await using cluster = await Cluster.start({ clocksMs: [0, 0] });
  const sessions = await joinAll(cluster.nginx.origin, cluster.links);
  const [here, there] = [nodeOf(cluster, 0).origin, nodeOf(cluster, 1).origin];
  const carrier = sessionOf(sessions, 'usps-lead');
  const shipper = sessionOf(sessions, 'northwind-lead');
  const room = await follow(here, carrier);
  const sheetId = room.sheet('USPS and Northwind Retail').id;
  const writer = await openText(here, carrier, sheetId);
  const readers = {
    near: await openText(here, shipper, sheetId),
    far: await openText(there, shipper, sheetId),
  };
  const spans = { near: [] as number[], far: [] as number[] };
  const run = firstRun(writer);
  let sentMs = 0;
  for (const [where, provider] of Object.entries(readers)) {
    provider.doc.on('update', () => {
      spans[where as keyof typeof spans].push(performance.now() - sentMs);
    });
  }
  for (let index = 1; index <= keystrokes; index += 1) {
    sentMs = performance.now();
    run.insert(0, 'x');
    await eventually(
      () => spans.near.length >= index && spans.far.length >= index,
      'both readers have it',
    );
    await pause(20);
  }
  for (const provider of [writer, ...Object.values(readers)]) provider.destroy();
  room.close();
  return spans;
};

/** A page's line, with the page's own patience, and when it last became current. */
class Page {
  view: RoomView | undefined;
  isLive = false;
  /** How the line stands, in words. */
  state = 'connecting';
  openedMs = 0;
  readonly #connection: Connection;

  constructor(origin: string, { roomId, seatId, token }: BotSession) {
    const wire: Wire = io(origin, {
      auth: { protocol: PROTOCOL_VERSION, roomId, seatId, token },
      autoConnect: false,
      forceNew: true,
      transports: ['websocket'],
      reconnectionDelay: 250,
      reconnectionDelayMax: 4_000,
    });
    wire.on('connect', () => {
      this.openedMs = performance.now();
    });
    this.#connection = new Connection({
      wire,
      roomId,
      ambient: {
        localNowMs: () => performance.now(),
        after: (waitMs, action) => {
          const timer = setTimeout(action, waitMs);
          return () => {
            clearTimeout(timer);
          };
        },
        newCommandId: () => v7(),
      },
      listener: {
        state: (state, error) => {
          this.state = `${state} ${error?.code ?? ''}`;
          this.isLive = state === 'live';
        },
        view: (topic, view) => {
          if (topic.kind === 'room') this.view = view as RoomView;
        },
        topicRefused: () => undefined,
        presence: () => undefined,
        lines: () => undefined,
        measured: () => undefined,
      },
    });
  }

  reads(text: string): boolean {
    return Object.values(this.view?.messages ?? {}).some((message) => message.text === text);
  }

  close(): void {
    this.#connection.close();
  }
}

export interface Reconnects {
  /** From the death of the node until the page's line is open again. */
  readonly open: readonly number[];
  /** Until the page is live and has what was said after the death. */
  readonly current: readonly number[];
}

/** What each page needed to come back from the death of its node; a word is said through another at once. */
export const benchReconnect = async (kills = 6): Promise<Reconnects> => {
  await using cluster = await Cluster.start({ clocksMs: [0, 0, 0] });
  const sessions = await joinAll(cluster.nginx.origin, cluster.links);
  const seats = [...sessions.values()].filter(({ seatId }) => seatId !== 'moderator');
  const pages = seats.flatMap((session) =>
    Array.from({ length: PAGES_A_SEAT }, () => new Page(cluster.nginx.origin, session)),
  );
  const spans: { open: number[]; current: number[] } = { open: [], current: [] };
  for (let kill = 0; kill < kills; kill += 1) {
    await cluster.hearing();
    await eventually(() => pages.every(({ isLive }) => isLive), 'all pages are live');
    const node = nodeOf(cluster, kill % 3);
    const other = nodeOf(cluster, (kill + 1) % 3).origin;
    const speaker = await follow(other, sessionOf(sessions, 'moderator'));
    const text = `after death ${String(kill)}`;
    const struckMs = performance.now();
    node.strike();
    const word = say(speaker, text);
    await eventually(() => pages.some(({ isLive }) => !isLive), 'its pages have noticed');
    const lost = new Set(pages.filter(({ isLive }) => !isLive));
    await eventually(
      () => {
        for (const page of lost) {
          if (!page.isLive || !page.reads(text)) continue;
          lost.delete(page);
          spans.open.push(page.openedMs - struckMs);
          spans.current.push(performance.now() - struckMs);
        }
        return lost.size === 0;
      },
      () => `all are back: ${[...lost].map(({ state }) => state).join()}`,
    );
    await word;
    speaker.close();
    await node.start();
  }
  for (const page of pages) page.close();
  return spans;
};

export interface WithoutRedis {
  /** From an answer through one node until a reader on the other has it, while Redis is away. */
  readonly lags: readonly number[];
  /** The same for what was answered last before Redis was back, from its coming back. */
  readonly currentAfterMs: number;
  /** The same for what is said once it is back. */
  readonly lagsAfter: readonly number[];
  /** Until both nodes hear each other again, from its coming back. */
  readonly hearingAfterMs: number;
}

/** Redis is away for a while; somebody speaks through one node and somebody reads on the other. */
export const benchWithoutRedis = async (awayMs = 5_000): Promise<WithoutRedis> => {
  await using cluster = await Cluster.start({ clocksMs: [0, 0] });
  const sessions = await joinAll(cluster.nginx.origin, cluster.links);
  const speaker = await follow(nodeOf(cluster, 0).origin, sessionOf(sessions, 'moderator'));
  const reader = await follow(nodeOf(cluster, 1).origin, sessionOf(sessions, 'usps-lead'));
  const reads = (text: string): boolean =>
    Object.values(reader.view.messages).some((message) => message.text === text);
  await cluster.redis.kill();
  const talk = async (forMs: number, about: string): Promise<readonly number[]> => {
    const [beganMs, lags]: [number, number[]] = [performance.now(), []];
    while (performance.now() - beganMs < forMs) {
      const text = `${about} ${String(lags.length)}`;
      await say(speaker, text);
      const answeredMs = performance.now();
      await eventually(() => reads(text), 'the reader has it');
      lags.push(performance.now() - answeredMs);
    }
    return lags;
  };
  const lags = await talk(awayMs, 'without');
  const last = 'the last one';
  const isSaid = say(speaker, last);
  await cluster.redis.restart();
  const backMs = performance.now();
  await isSaid;
  await eventually(() => reads(last), 'the reader has it');
  const currentAfterMs = performance.now() - backMs;
  const lagsAfter = await talk(2_000, 'with');
  await cluster.hearing();
  const hearingAfterMs = performance.now() - backMs;
  speaker.close();
  reader.close();
  return { lags, currentAfterMs, lagsAfter, hearingAfterMs };
};
