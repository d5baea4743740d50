// The way to Redis as the bus sees it: channels to hear and to speak on. Behind it is one server (redis-line.ts) or a
// whole cluster (redis-cluster.ts); which it is, is found out by asking (redis-discovery.ts).

export interface LinkListener {
  readonly message: (channel: string, message: Buffer) => void;
  /** Messages may have been lost: of one channel, or of any when none is named. */
  readonly gap: (channel?: string) => void;
  /** Something began or ceased to be reached. */
  readonly changed: () => void;
  /** Told once each time something cannot be reached any more, or for the first time why it cannot. */
  readonly failed: (cause: Error) => void;
}

export interface RedisLink {
  /** True while everything that may be said is heard; silence for two seconds makes it false. */
  isConnected(): boolean;
  /** True when a message on this channel can be sent now. */
  canSend(channel: string): boolean;
  /** Resolves once Redis has the message. Rejects when that is not known; never waits for Redis to come back. */
  send(channel: string, message: Buffer): Promise<void>;
  /** Hears a channel from now on, over all reconnects; a gap is told once it is heard. */
  want(channel: string): void;
  drop(channel: string): void;
  /** Sends what is under way, at most a second, and ends. */
  close(): Promise<void>;
}
