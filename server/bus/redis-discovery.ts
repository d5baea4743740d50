// Finds out what an address leads to: one server, or a cluster with its slots. Asks and goes; holds nothing open.

import { createClient } from 'redis';

const CONNECT_MS = 2_000;
/** Everything asked here is answered at once by a server that works. */
const ANSWER_MS = 2_000;

/** Which server has which slots, from one of them to another, both included. */
export interface SlotRange {
  readonly from: number;
  readonly to: number;
  /** Address of the server, with the user and password of the address that was asked. */
  readonly url: string;
}

const clientFor = (url: string) =>
  createClient({
    url,
    RESP: 3,
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    commandOptions: { timeout: ANSWER_MS },
    socket: {
      connectTimeout: CONNECT_MS,
      socketTimeout: CONNECT_MS + ANSWER_MS,
      reconnectStrategy: false,
    },
  });

const withClient = async <T>(
  url: string,
  ask: (client: ReturnType<typeof clientFor>) => Promise<T>,
): Promise<T> => {
  const client = clientFor(url);
  // Whatever goes wrong, the question rejects too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await ask(client);
  } finally {
    if (client.isOpen) client.destroy();
  }
};

/** Whether the server at `url` is part of a cluster. One that will not say is taken for a single one. */
export const isCluster = (url: string): Promise<boolean> =>
  withClient(url, async (client) => {
    await client.ping();
    try {
      return /^cluster_enabled:1/m.test(await client.info('cluster'));
    } catch (cause) {
      if (cause instanceof Error && cause.message.startsWith('NOPERM')) return false;
      throw cause;
    }
  });

/** The address of another server of the same cluster. One that does not know its own name is where it was asked. */
const beside = (url: string, host: string, port: number): string => {
  const other = new URL(url);
  if (host !== '' && host !== '?') other.hostname = host.includes(':') ? `[${host}]` : host;
  other.port = String(port);
  return other.href;
};

/** The slots of a cluster as the server at `url` knows them. */
export const readSlots = (url: string): Promise<readonly SlotRange[]> =>
  withClient(url, async (client) => {
    const ranges = await client.clusterSlots();
    return ranges.map(({ from, to, master: { host, port } }) => ({
      from,
      to,
      url: beside(url, String(host ?? ''), port),
    }));
  });
