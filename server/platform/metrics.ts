// Figures for operators in Prometheus' text form. Each server instance has a registry of its own, so that two in one
// process (tests) do not add up. Labels are codes and roles of the program, never ids or names: their number is bounded.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { BusCount } from '../bus/redis.ts';
import type { MailCount } from '../mail/outbox.ts';

/** `accepted`: recorded. `refused`: the rules said no. `denied`: the gateway said no. `fault`: our own failure. */
export type CommandOutcome = 'accepted' | 'refused' | 'denied' | 'fault';

export interface Metrics {
  /** One command has its answer. `code` is the rejection or protocol error code, empty when accepted. */
  commandAnswered(outcome: CommandOutcome, code?: string): void;
  /** Call before an append to the journal, and what it gives once the append has ended, well or not. */
  appendStarted(): () => void;
  /** The journal refused a request with a fault of this kind. */
  journalFault(operation: string, kind: string): void;
  /** Asks at each reading whether the journal takes writes. */
  watchJournal(isWritable: () => boolean): void;
  /** One view or delta was built for an audience; `topicKind` is the part of the topic before its colon. */
  viewEncoded(topicKind: string): void;
  /** One delta was turned into bytes, however many lines carry it. */
  deltaEncoded(): void;
  connectionOpened(role: string): void;
  connectionClosed(role: string): void;
  /** Yjs updates that were made durable, or were refused. */
  textEdits(outcome: 'accepted' | 'refused', count: number): void;
  /** A message to or from other nodes, or what became of it. */
  busMessage(kind: BusCount): void;
  /** A stream turned out to have grown without a word from the bus. */
  streamMissed(): void;
  /** Asks at each reading whether other nodes are heard. */
  watchBus(isConnected: () => boolean): void;
  /** A letter was handed to the mail server, or given up. */
  mailTried(count: MailCount): void;
  /** Asks at each reading whether letters leave. */
  watchMail(isWorking: () => boolean): void;
  /** Content type of what `render` gives. */
  readonly contentType: string;
  /** Everything in Prometheus' text form. Event-loop delay is counted anew after each call. */
  render(): Promise<string>;
  /** Stops the measuring of event-loop delay. */
  close(): void;
}

const MS_PER_SECOND = 1_000;
const NANOSECONDS_PER_SECOND = 1e9;
const DELAY_RESOLUTION_MS = 10;

/** From a commit to memory-backed storage to one on a disk in trouble. */
const APPEND_BUCKETS_SECONDS = [
  0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5,
];

const addEventLoopDelay = (registry: Registry): (() => void) => {
  const delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  delay.enable();
  // The histogram counts the whole interval between samples, of which the resolution itself is no delay.
  const seconds = (nanoseconds: number): number =>
    Math.max(0, nanoseconds / NANOSECONDS_PER_SECOND - DELAY_RESOLUTION_MS / MS_PER_SECOND);
  new Gauge({
    name: 'parley_event_loop_delay_seconds',
    help: 'How late the event loop ran since the last reading, by quantile.',
    labelNames: ['quantile'],
    registers: [registry],
    collect() {
      const isEmpty = delay.count === 0;
      for (const percent of [50, 99, 100]) {
        const value = isEmpty ? 0 : seconds(delay.percentile(percent));
        this.set({ quantile: String(percent / 100) }, value);
      }
      delay.reset();
    },
  });
  return () => {
    delay.disable();
  };
};

const instruments = (registry: Registry) => {
  const registers = [registry];
  return {
    commands: new Counter({
      name: 'parley_commands_total',
      help: 'Commands answered, by outcome and code.',
      labelNames: ['outcome', 'code'],
      registers,
    }),
    appends: new Histogram({
      name: 'parley_append_seconds',
      help: 'Time from handing entries to the journal until they are durable.',
      buckets: APPEND_BUCKETS_SECONDS,
      registers,
    }),
    waiting: new Gauge({
      name: 'parley_appends_waiting',
      help: 'Appends that were handed to the journal and are not durable yet.',
      registers,
    }),
    faults: new Counter({
      name: 'parley_journal_faults_total',
      help: 'Requests that the journal refused, by operation and kind of fault.',
      labelNames: ['operation', 'kind'],
      registers,
    }),
    encodings: new Counter({
      name: 'parley_view_encodings_total',
      help: 'Views and deltas built, one an audience, by kind of topic.',
      labelNames: ['topic'],
      registers,
    }),
    deltas: new Counter({
      name: 'parley_deltas_encoded_total',
      help: 'Deltas turned into bytes, one an audience and release, however many lines carry them.',
      registers,
    }),
    connections: new Gauge({
      name: 'parley_connections',
      help: 'Open live connections, by role of the seat.',
      labelNames: ['role'],
      registers,
    }),
    edits: new Counter({
      name: 'parley_text_edits_total',
      help: 'Text updates, by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    messages: new Counter({
      name: 'parley_bus_messages_total',
      help: 'Messages between nodes, by what became of them.',
      labelNames: ['kind'],
      registers,
    }),
    letters: new Counter({
      name: 'parley_mail_total',
      help: 'Letters handed to the mail server or given up, by what became of them.',
      labelNames: ['outcome'],
      registers,
    }),
    missed: new Counter({
      name: 'parley_streams_missed_total',
      help: 'Times a stream had grown before this node was told.',
      registers,
    }),
  };
};

/** Metrics of one server instance. `close` them with it. */
export const createMetrics = (): Metrics => {
  const registry = new Registry();
  const {
    commands,
    appends,
    waiting,
    faults,
    encodings,
    deltas,
    connections,
    edits,
    messages,
    letters,
    missed,
  } = instruments(registry);
  /** A figure that is 1 or 0, asked at each reading. */
  const watch = (name: string, help: string, isSo: () => boolean): void => {
    new Gauge({
      ...{ name, help, registers: [registry] },
      collect() {
        this.set(isSo() ? 1 : 0);
      },
    });
  };
  const stopDelay = addEventLoopDelay(registry);
  return {
    commandAnswered: (outcome, code = '') => {
      commands.inc({ outcome, code });
    },
    appendStarted: () => {
      const ended = appends.startTimer();
      waiting.inc();
      return () => {
        ended();
        waiting.dec();
      };
    },
    journalFault: (operation, kind) => {
      faults.inc({ operation, kind });
    },
    watchJournal: (isWritable) => {
      watch('parley_journal_writable', '1 while the journal takes writes.', isWritable);
    },
    viewEncoded: (topicKind) => {
      encodings.inc({ topic: topicKind });
    },
    deltaEncoded: () => {
      deltas.inc();
    },
    connectionOpened: (role) => {
      connections.inc({ role });
    },
    connectionClosed: (role) => {
      connections.dec({ role });
    },
    textEdits: (outcome, count) => {
      edits.inc({ outcome }, count);
    },
    busMessage: (kind) => {
      messages.inc({ kind });
    },
    streamMissed: () => {
      missed.inc();
    },
    watchBus: (isConnected) => {
      const help =
        '1 while other nodes are heard, or there are none; 0 while the journal is asked instead.';
      watch('parley_bus_connected', help, isConnected);
    },
    mailTried: (outcome) => {
      letters.inc({ outcome });
    },
    watchMail: (isWorking) => {
      watch('parley_mail_working', '0 while letters do not leave, else 1.', isWorking);
    },
    contentType: registry.contentType,
    render: () => registry.metrics(),
    close: stopDelay,
  };
};
