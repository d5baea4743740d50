// Puts a running server together from its parts. Knows no environment and makes no choice: main.ts and tests
// hand in journal, bus, clock and the rest.

import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Bus, Chance, Clock, Journal, Log, Timers } from './ports.ts';
import { createComparer } from './compute/comparer.ts';
import { createReporter, createSolver } from './compute/solver.ts';
import { createPress } from './export/pdf.ts';
import type { GatewayContext } from './gateway/context.ts';
import type { Metrics } from './platform/metrics.ts';
import { durationMs } from '../shared/kernel/units.ts';
import { DEMO_ROOM_ID } from '../shared/room/demo.ts';
import type { Limits } from './config.ts';
import { LIMITS } from './config.ts';
import { createSheetDoor } from './gateway/sheet-door.ts';
import { openGate } from './gateway/gate.ts';
import type { Health } from './gateway/http.ts';
import { createHttp } from './gateway/http.ts';
import { AT_ONCE, atMost, leavingWithin } from './gateway/leaving.ts';
import { Passkeys } from './gateway/passkeys.ts';
import { Sessions } from './gateway/sessions.ts';
import { createSockets } from './gateway/sockets.ts';
import { Heartbeat } from './host/heartbeat.ts';
import { Rehearsals } from './rehearsal/rehearsals.ts';
import { createHosts } from './host/hosts.ts';
import type { MeasuredJournal } from './platform/measured-journal.ts';
import { measuredJournal } from './platform/measured-journal.ts';
import { SheetExports } from './export/sheet-exports.ts';
import { RoomRecords } from './record/room-records.ts';
import type { MailConfig } from './mail/mail-config.ts';
import { createMail } from './mail/mail.ts';
import { ServerKey } from './record/server-key.ts';

const NODE_NAME_BYTES = 8;
const READY_WITHIN_MS = 5_000;
/** Within this time clients that can go to another node are told to, each at an instant of its own. */
const SPREAD_MS = 1_000;
/** Lines that are still there by then are cut: no client may keep the journal from being closed in order. */
const LINES_MS = 3_500;
/** How long HTTP requests in hand may take after that. */
const REQUESTS_MS = 500;

export interface Parts {
  readonly journal: Journal;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  /** Given the port that was taken. */
  readonly originFor: (port: number) => string;
  /** Proxies whose word on where a request comes from is believed; absent: none. */
  readonly trustedProxies?: readonly string[];
  readonly isDemo: boolean;
  readonly isSecure: boolean;
  readonly hasMetrics: boolean;
  /** What a scraper brings to read the figures. */
  readonly metricsToken?: string | undefined;
  readonly sessionDays: number;
  readonly pageFolder: string;
  /** The key that receipts are signed with, made when it is missing; absent: a new one at each start. */
  readonly signingKeyFile?: string;
  /** The operator's mail server; absent: no mail is sent. */
  readonly mail?: MailConfig | undefined;
  readonly limits?: Partial<Limits>;
}

export interface RunningServer {
  readonly port: number;
  readonly origin: string;
  readonly context: GatewayContext;
  /**
   * Hands over: is not ready any more, lets no new line in, tells clients to go and waits for them, answers what came in,
   * then closes listeners and hosts. Within 4 s but for the journal. Journal and bus stay open: they were handed in.
   */
  close(): Promise<void>;
}

/** Other names by which a page on this machine reaches the same port. */
const originsOf = (origin: string): readonly string[] => {
  const url = new URL(origin);
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (!isLocal) return [origin];
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  return names.map((name) => `${url.protocol}//${name}${url.port === '' ? '' : `:${url.port}`}`);
};

/** The host under which a server on a host reaches itself. */
const reachableHost = (host: string): string => {
  if (host === '0.0.0.0' || host === '') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
};

const contextOf = (
  { clock, timers, chance, log }: Parts,
  options: ServerOptions,
  own: Pick<
    GatewayContext,
    | 'hosts'
    | 'records'
    | 'journal'
    | 'press'
    | 'solver'
    | 'reporter'
    | 'comparer'
    | 'exports'
    | 'rehearsals'
    | 'passkeys'
  >,
): Omit<GatewayContext, 'origin' | 'origins'> => {
  const limits = { ...LIMITS, ...options.limits };
  return {
    ...own,
    sessions: new Sessions({ hosts: own.hosts, chance }),
    clock,
    timers,
    chance,
    log,
    limits,
    demoRoomId: options.isDemo ? DEMO_ROOM_ID : undefined,
    sessionDays: options.sessionDays,
    pageFolder: options.pageFolder,
    isSecure: options.isSecure,
    trustedProxies: options.trustedProxies ?? [],
  };
};

/** What can be done with the journal now; `away` when it does not answer within reason. */
const journalState =
  (journal: MeasuredJournal, timers: Timers): Health['journal'] =>
  () =>
    new Promise((resolve) => {
      const cancel = timers.after(durationMs(READY_WITHIN_MS), () => {
        resolve('away');
      });
      const answer = (state: Awaited<ReturnType<Health['journal']>>): void => {
        cancel();
        resolve(state);
      };
      journal.lastBeat().then(
        () => {
          answer(journal.isWritable() ? 'writable' : 'readable');
        },
        () => {
          answer('away');
        },
      );
    });

/** Starts everything and listens. Rejects with what the system says when the address cannot be had. */
export const startServer = async (parts: Parts, options: ServerOptions): Promise<RunningServer> => {
  const { bus, timers, chance, log, metrics } = parts;
  const journal = measuredJournal(parts.journal, { metrics, log });
  metrics.watchJournal(journal.isWritable);
  const durability = journal.durability ?? 'memory';
  const serverKey = new ServerKey({ file: options.signingKeyFile, durability, log });
  const signReceipt = serverKey.signReceipt.bind(serverKey);
  const missed = (): void => {
    metrics.streamMissed();
  };
  const [solver, reporter] = [createSolver(), createReporter()];
  const hosts = createHosts({
    ...{ journal, bus, timers, chance, log, solver, signReceipt, missed },
    fresh: () => heartbeat.fresh(),
  });
  metrics.watchBus(() => bus.isConnected());
  const node = chance.hex(NODE_NAME_BYTES);
  const heartbeat = new Heartbeat({ journal, hosts, timers, chance, log, node });
  await heartbeat.start();
  await serverKey.register(hosts.site(), chance);
  // Origins are known once the port is; until then nothing is served.
  const records = new RoomRecords({
    ...{ journal, hosts, timers, clock: parts.clock },
    sign: (text) => serverKey.sign(text),
    keyId: () => serverKey.keyId,
  });
  const press = createPress();
  const exports = new SheetExports({ hosts, journal, timers, press });
  let ownAddress = '';
  const rehearsals = new Rehearsals({
    ...{ clock: parts.clock, timers, chance, log, journal },
    origin: () => ownAddress,
  });
  const mail =
    options.mail &&
    createMail(options.mail, {
      ...{ hosts, journal, timers, chance, log, metrics, clock: parts.clock },
    });
  const passkeys = new Passkeys({
    ...{ hosts, clock: parts.clock, chance },
    sign: (text) => serverKey.sign(text),
    origins: () => context.origins,
  });
  const comparer = createComparer(timers);
  const own = {
    ...{ hosts, records, journal, press, solver, reporter, comparer, exports },
    ...{ rehearsals, passkeys },
  };
  const context: GatewayContext = {
    ...contextOf(parts, options, own),
    ...{ origin: '', origins: [''], mail },
  };
  let isStopping = false;
  const app = await createHttp(context, {
    isStopping: () => isStopping,
    journal: journalState(journal, timers),
    nodes: () => (bus.isConnected() ? (bus.isShared ? 'heard' : 'alone') : 'asked'),
    ...(mail && { mail: () => (mail.isWorking() ? 'working' : 'failing') }),
    ...(options.hasMetrics && { metrics: () => metrics.render() }),
    ...(options.metricsToken !== undefined && { metricsToken: options.metricsToken }),
  });
  const door = createSheetDoor({ context, bus, metrics, limits: { ...LIMITS, ...options.limits } });
  const sockets = createSockets({ context, http: app.server, metrics, bus });
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    door.upgrade(request, socket, head);
  });
  const gate = openGate(app.server);
  await hosts.wake();
  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (cause) {
    await heartbeat.stop();
    await hosts.close();
    throw cause;
  }
  const { port } = app.server.address() as AddressInfo;
  const origin = options.originFor(port);
  Object.assign(context, { origin, origins: originsOf(origin) });
  mail?.begin({
    origin: () => origin,
    isPresent: (roomId, seatId) => sockets.isPresent(roomId, seatId),
  });
  ownAddress = `http://${reachableHost(options.host)}:${String(port)}`;
  const close = async (): Promise<void> => {
    isStopping = true;
    rehearsals.close();
    const mailed = mail?.close();
    gate.shut();
    // Without another node to go to there is nothing to wait for.
    const leaving = bus.isShared ? leavingWithin(SPREAD_MS, chance) : AT_ONCE;
    const cancelCut = timers.after(durationMs(LINES_MS), () => {
      gate.endLines();
    });
    await Promise.all([sockets.close(leaving), door.close(leaving)]);
    await closeHttp(app, timers);
    cancelCut();
    serverKey.close();
    await mailed;
    await hosts.close();
    await Promise.all([solver, reporter, comparer, press, exports].map((each) => each.close()));
    await heartbeat.stop();
  };
  return { port, origin, context, close };
};

/** Lets requests in hand be answered, but none of them for long. */
const closeHttp = async (app: FastifyInstance, timers: Timers): Promise<void> => {
  const closed = app.close();
  await atMost(timers, REQUESTS_MS, closed);
  app.server.closeAllConnections();
  await closed;
};
