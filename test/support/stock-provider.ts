// Stock providers as tests have them: hundreds of people in one process.

import type { WebsocketProvider } from 'y-websocket';

/**
 * Without the farewell that each provider hooks to the end of its process, one listener each. With a process the lines of
 * all of them end, which tells the server the same; and beyond ten listeners Node takes them for a leak, and says so.
 */
export const withoutFarewell = (provider: WebsocketProvider): WebsocketProvider => {
  process.off('exit', provider._exitHandler);
  return provider;
};
