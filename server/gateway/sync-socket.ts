// The WebSocket itself: which handshake is taken, how large a frame may be, and by which codes a client that breaks
// the protocol is told so. The stock provider retries for ever on any code outside 4400–4499, so none is used by default.

import { WebSocket, WebSocketServer } from 'ws';
import type { Timers } from '../ports.ts';
import { CLOSE } from '../../shared/protocol/errors.ts';
import { durationMs } from '../../shared/kernel/units.ts';

const SUBPROTOCOL = 'parley';
/** How long a client that was turned away may take to leave. */
const FAREWELL_MS = 3_000;

/** RFC 6455 codes that the library closes with by itself, as the provider must hear them. */
const TERMINAL: Readonly<Record<number, number>> = {
  1002: CLOSE.malformed,
  1007: CLOSE.malformed,
  1008: CLOSE.tooLarge,
  1009: CLOSE.tooLarge,
};

class SheetSocket extends WebSocket {
  override close(code?: number, data?: string | Buffer): void {
    super.close(code === undefined ? code : (TERMINAL[code] ?? code), data);
  }
}

/** Takes handshakes and speaks frames of at most `frameBytes`. A token offered as a subprotocol is never sent back. */
export const createSocketServer = (frameBytes: number) =>
  new WebSocketServer({
    noServer: true,
    WebSocket: SheetSocket,
    perMessageDeflate: false,
    clientTracking: false,
    maxPayload: frameBytes,
    handleProtocols: (offered: Set<string>) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });

/** Ends a socket that was accepted only so that it can be told why not. */
export const turnAway = (
  socket: WebSocket,
  { code, reason }: { readonly code: number; readonly reason: string },
  timers: Timers,
): void => {
  // Whatever it still sends is of no interest, wrong or not.
  socket.on('error', () => undefined);
  const cancel = timers.after(durationMs(FAREWELL_MS), () => {
    socket.terminate();
  });
  socket.once('close', cancel);
  socket.close(code, reason);
};
