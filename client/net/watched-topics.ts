// Views kept in step with the server: a whole view first, then merge patches by tag. A patch that does not
// fit the tag at hand is never applied; the view is asked for again.

import type {
  DeltaMessage,
  Result,
  Topic,
  TopicView,
  ViewMessage,
} from '../../shared/protocol/messages.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import { applyPatch } from '../../shared/protocol/patch.ts';
import type { Ambient, Wire } from './wire.ts';
import { retryAfterMs, topicKey } from './wire.ts';

/** An answer this late was lost on the way, or the question was. */
const UNANSWERED_MS = 3_000;

interface Watched {
  readonly topic: Topic;
  tag?: string;
  view?: TopicView;
  /** A `watch` is under way on this connection. */
  isAsking: boolean;
  askings: number;
  /** Answered on this connection: the view is current. */
  isCurrent: boolean;
}

interface WatchAnswer {
  readonly tag: string;
  readonly view?: TopicView;
}

export interface TopicListener {
  readonly changed: (topic: Topic, view: TopicView) => void;
  readonly current: (topic: Topic) => void;
  readonly refused: (topic: Topic, error: ProtocolError) => void;
}

export class WatchedTopics {
  readonly #wire: Wire;
  readonly #ambient: Ambient;
  readonly #listener: TopicListener;
  readonly #watched = new Map<string, Watched>();

  constructor(wire: Wire, ambient: Ambient, listener: TopicListener) {
    this.#wire = wire;
    this.#ambient = ambient;
    this.#listener = listener;
  }

  watch(topic: Topic): void {
    const key = topicKey(topic);
    if (this.#watched.has(key)) return;
    const watched = { topic, isAsking: false, askings: 0, isCurrent: false };
    this.#watched.set(key, watched);
    if (this.#wire.connected) this.#ask(watched);
  }

  unwatch(topic: Topic): void {
    if (!this.#watched.delete(topicKey(topic)) || !this.#wire.connected) return;
    this.#wire.emit('unwatch', { topic }, () => undefined);
  }

  isCurrent(topic: Topic): boolean {
    return this.#watched.get(topicKey(topic))?.isCurrent ?? false;
  }

  /** A new connection knows nothing: ask for every topic, with the tag at hand. */
  connected(): void {
    for (const watched of this.#watched.values()) {
      watched.isCurrent = false;
      this.#ask(watched);
    }
  }

  view({ topic, tag, view }: ViewMessage): void {
    const watched = this.#watched.get(topicKey(topic));
    if (watched) this.#take(watched, tag, view);
  }

  delta({ topic, from, to, patch }: DeltaMessage): void {
    const watched = this.#watched.get(topicKey(topic));
    if (!watched) return;
    if (watched.view && watched.tag === from) {
      this.#take(watched, to, applyPatch(watched.view, patch));
    } else if (!watched.isAsking) {
      delete watched.tag;
      this.#ask(watched);
    }
  }

  #take(watched: Watched, tag: string, view: TopicView): void {
    watched.tag = tag;
    watched.view = view;
    this.#listener.changed(watched.topic, view);
  }

  #ask(watched: Watched): void {
    const { topic, tag } = watched;
    watched.isAsking = true;
    watched.askings += 1;
    const { askings } = watched;
    // Only the answer to the latest question counts; the one before may come late.
    const isLatest = (): boolean =>
      this.#watched.get(topicKey(topic)) === watched && watched.askings === askings;
    this.#wire.emit('watch', { topic, ...(tag !== undefined && { tag }) }, (result) => {
      if (isLatest()) this.#answered(watched, result);
    });
    this.#ambient.after(UNANSWERED_MS, () => {
      if (isLatest() && watched.isAsking && this.#wire.connected) this.#ask(watched);
    });
  }

  #answered(watched: Watched, result: Result<WatchAnswer>): void {
    const { topic, askings } = watched;
    watched.isAsking = false;
    if (result.ok) {
      if (result.value.view) this.#take(watched, result.value.tag, result.value.view);
      watched.isCurrent = true;
      this.#listener.current(topic);
      return;
    }
    this.#listener.refused(topic, result.error);
    const waitMs = retryAfterMs(result.error);
    if (waitMs === undefined) return;
    this.#ambient.after(waitMs, () => {
      const isWatched = this.#watched.get(topicKey(topic)) === watched;
      if (isWatched && watched.askings === askings && this.#wire.connected) this.#ask(watched);
    });
  }
}
