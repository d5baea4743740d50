// What the page's side of the line needs from Socket.IO and from the browser, so that tests can stand in for both.

import type { Socket } from 'socket.io-client';
import type { ClientToServer, ServerToClient, Topic } from '../../shared/protocol/messages.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';

export type Wire = Pick<
  Socket<ServerToClient, ClientToServer>,
  'connected' | 'active' | 'on' | 'emit' | 'connect' | 'disconnect'
>;

/** Time and chance, handed in. */
export interface Ambient {
  /** Monotonic local milliseconds, as `performance.now`. */
  readonly localNowMs: () => number;
  /** Runs `action` once after `waitMs`; the returned function cancels it. */
  readonly after: (waitMs: number, action: () => void) => () => void;
  /** A new UUID of version 7. */
  readonly newCommandId: () => string;
}

export const topicKey = (topic: Topic): string => `${topic.kind}:${topic.id}`;

/** How long to wait before trying again what was refused with `retry`; undefined: never. */
export const retryAfterMs = (error: ProtocolError): number | undefined => {
  switch (error.retry) {
    case 'now':
      return error.afterMs ?? 0;
    case 'later':
      return error.afterMs ?? 1_000;
    case 'never':
      return undefined;
  }
};
