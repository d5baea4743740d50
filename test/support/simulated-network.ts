// A network between nodes behind the bus port, on virtual time and seeded chance. Whatever a bus may do, this one does:
// it loses, repeats, delays, reorders and garbles, links are cut in one direction or both, with or without a word.
// Every message is JSON on the way, so that nodes never share an object.

import type { Bus, EntriesListener, Timers, Unsubscribe } from '../../server/ports.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import type { Random } from '../../shared/kernel/random.ts';

export interface NetworkWeather {
  /** Between sending and arriving, in milliseconds; messages overtake each other within it. */
  readonly delayMs: readonly [number, number];
  /** Parts of 1: of messages that never arrive, arrive twice, are changed on the way, or bring a version alone. */
  readonly lost: number;
  readonly doubled: number;
  readonly garbled: number;
  readonly bare: number;
}

export const FAIR_NETWORK: NetworkWeather = {
  ...{ delayMs: [1, 1], lost: 0, doubled: 0, garbled: 0, bare: 0 },
};

interface Message {
  readonly stream?: string;
  readonly topic?: string;
  readonly entries?: readonly StoredEntry[];
  readonly version?: number;
  readonly payload?: readonly number[];
}

type SignalListener = (payload: Uint8Array) => void;
type GapListener = (stream?: string) => void;

export class SimulatedNetwork {
  readonly #timers: Timers;
  readonly #random: Random;
  readonly #stations = new Map<string, Station>();
  /** Who listens to what, as a bus knows it: only they are sent anything. */
  readonly #audience = new Map<string, Set<Station>>();
  readonly #cuts = new Set<string>();
  weather = FAIR_NETWORK;
  readonly counts = { told: 0, sent: 0, lost: 0, doubled: 0, garbled: 0 };
  /** Looked at before anything is sent: what is told must be durable. */
  onTold: (entries: readonly StoredEntry[]) => void = () => undefined;
  /** How long a message waits at the node it has come to, in whole milliseconds, until the node has time for it. */
  waitAt: (name: string) => number = () => 0;

  constructor(timers: Timers, random: Random) {
    this.#timers = timers;
    this.#random = random;
  }

  /** A node's end. After `leave` nothing reaches the node, and nothing that it says reaches anybody. */
  join(name: string): { readonly bus: Bus; readonly leave: () => void } {
    const station = new Station(this, name);
    this.#stations.set(name, station);
    const leave = (): void => {
      this.#stations.delete(name);
      for (const listening of this.#audience.values()) listening.delete(station);
    };
    return { bus: station, leave };
  }

  /** Nothing passes from one node to another any more, and neither is told. */
  cut(from: string, to: string): void {
    this.#cuts.add(`${from}>${to}`);
  }

  /** The node hears nobody and nobody hears it, and it knows. */
  silence(name: string): void {
    const station = this.#stations.get(name);
    if (!station) return;
    for (const other of this.#stations.keys()) {
      this.cut(name, other);
      this.cut(other, name);
    }
    station.hears(false);
  }

  /** Mends every link; those who knew that they heard nothing are told that they may have missed something. */
  heal(): void {
    this.#cuts.clear();
    for (const station of this.#stations.values()) station.hears(true);
  }

  /** For stations: what one of them says goes to all who listen to the key, itself now and then included. */
  send(from: Station, key: string, message: Message): void {
    if (this.#stations.get(from.name) !== from) return;
    this.counts.told += 1;
    const text = JSON.stringify(message);
    for (const to of this.#audience.get(key) ?? []) {
      if (to === from && !this.#happens(this.weather.doubled)) continue;
      const copies = this.#happens(this.weather.doubled) ? 2 : 1;
      this.counts.doubled += copies - 1;
      for (let copy = 0; copy < copies; copy += 1) this.#carry(from, to, text);
    }
  }

  /** For stations: listening begins a moment after it was asked for. */
  listen(station: Station, key: string, begun: () => void): void {
    this.#later(() => {
      if (this.#stations.get(station.name) !== station || !station.listensTo(key)) return;
      const listening = this.#audience.get(key) ?? new Set<Station>();
      this.#audience.set(key, listening.add(station));
      begun();
    });
  }

  unlisten(station: Station, key: string): void {
    const listening = this.#audience.get(key);
    listening?.delete(station);
    if (listening?.size === 0) this.#audience.delete(key);
  }

  isBare(): boolean {
    return this.#happens(this.weather.bare);
  }

  #carry(from: Station, to: Station, text: string): void {
    if (this.#cuts.has(`${from.name}>${to.name}`) || this.#happens(this.weather.lost)) {
      this.counts.lost += 1;
      return;
    }
    this.counts.sent += 1;
    const isGarbled = this.#happens(this.weather.garbled);
    if (isGarbled) this.counts.garbled += 1;
    const arrive = (): void => {
      const isThere = this.#stations.get(to.name) === to;
      const message = JSON.parse(text) as Message;
      if (isThere) to.receive(isGarbled ? this.#garbled(message) : message);
    };
    this.#later(() => {
      const waitMs = this.waitAt(to.name);
      if (waitMs === 0) arrive();
      else this.#timers.after(durationMs(waitMs), arrive);
    });
  }

  /** Still an entry, but not one that the journal has. */
  #garbled(message: Message): Message {
    const entries = message.entries?.map((entry) => {
      const digit = String(this.#random.between(0, 9));
      return this.#random.oneIn(2)
        ? { ...entry, body: entry.body.replace(/\d/, digit) }
        : { ...entry, version: entry.version + 1 };
    });
    return entries ? { ...message, entries } : message;
  }

  #later(run: () => void): void {
    const [least, most] = this.weather.delayMs;
    this.#timers.after(durationMs(this.#random.between(least, most)), run);
  }

  #happens(part: number): boolean {
    return part > 0 && this.#random.next() < part;
  }
}

class Station implements Bus {
  readonly name: string;
  readonly isShared = true;
  readonly #network: SimulatedNetwork;
  readonly #entryListeners = new Map<string, Set<EntriesListener>>();
  readonly #signalListeners = new Map<string, Set<SignalListener>>();
  readonly #gapListeners = new Set<GapListener>();
  #isHearing = true;

  constructor(network: SimulatedNetwork, name: string) {
    this.#network = network;
    this.name = name;
  }

  publish(stream: string, entries: readonly StoredEntry[]): void {
    const version = entries.at(-1)?.version;
    if (version === undefined) return;
    this.#network.onTold(entries);
    const carried = this.#network.isBare() ? [] : entries;
    this.#network.send(this, `entries ${stream}`, { stream, entries: carried, version });
  }

  subscribe(stream: string, listener: EntriesListener): Unsubscribe {
    return this.#add(this.#entryListeners, stream, `entries ${stream}`, listener);
  }

  signal(topic: string, payload: Uint8Array): void {
    this.#network.send(this, `signal ${topic}`, { topic, payload: [...payload] });
  }

  onSignal(topic: string, listener: SignalListener): Unsubscribe {
    return this.#add(this.#signalListeners, topic, `signal ${topic}`, listener);
  }

  onGap(listener: GapListener): Unsubscribe {
    this.#gapListeners.add(listener);
    return () => this.#gapListeners.delete(listener);
  }

  isConnected(): boolean {
    return this.#isHearing;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Takes note of whether anything is heard; what was missed meanwhile is a gap in all. */
  hears(isHearing: boolean): void {
    const isBack = isHearing && !this.#isHearing;
    this.#isHearing = isHearing;
    if (isBack) this.#gap();
  }

  listensTo(key: string): boolean {
    const [kind, ...name] = key.split(' ');
    const listeners = kind === 'entries' ? this.#entryListeners : this.#signalListeners;
    return listeners.has(name.join(' '));
  }

  receive({ stream, entries, version, topic, payload }: Message): void {
    if (stream !== undefined && entries && version !== undefined) {
      for (const tell of this.#entryListeners.get(stream) ?? []) tell(entries, version);
    }
    if (topic !== undefined && payload) {
      for (const tell of this.#signalListeners.get(topic) ?? []) tell(Uint8Array.from(payload));
    }
  }

  #gap(stream?: string): void {
    for (const tell of this.#gapListeners) tell(stream);
  }

  #add<T>(map: Map<string, Set<T>>, name: string, key: string, listener: T): Unsubscribe {
    const listeners = map.get(name) ?? new Set<T>();
    if (listeners.size === 0) {
      this.#network.listen(this, key, () => {
        if (map === (this.#entryListeners as unknown)) this.#gap(name);
      });
    }
    map.set(name, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0 || map.get(name) !== listeners) return;
      map.delete(name);
      this.#network.unlisten(this, key);
    };
  }
}
