// The text of one sheet in the browser: a Y.Doc kept in step by the stock y-websocket provider and kept over
// reloads by y-indexeddb. When the server refuses an edit the document is rebuilt from the server, and what was
// refused is handed on as drafts; nothing typed is lost.

import * as decoding from 'lib0/decoding';
import { IndexeddbPersistence } from 'y-indexeddb';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { CLOSE } from '../../shared/protocol/errors.ts';
import { keepAsWritten } from '../../shared/sheet/as-written.ts';
import { countingSocket } from './counting-socket.ts';
import { SaveLedger } from './save-ledger.ts';

const MESSAGE_SAVED = 100;
const DATABASE_PREFIX = 'parley-text:';

export type TextLine = 'connecting' | 'live' | 'offline' | 'closed';

export interface SheetTextStatus {
  readonly line: TextLine;
  /** What this browser kept from before has been read. */
  readonly isRead: boolean;
  /** This browser keeps the text over a reload; a private window may not. */
  readonly isKept: boolean;
  /** The server's whole text has arrived once. */
  readonly isLoaded: boolean;
  readonly isSaved: boolean;
  /** Close code when the server ended the connection for good. */
  readonly closedBy?: { readonly code: number; readonly reason: string };
}

export interface SheetTextOptions {
  /** The text of the sheet, or the drafts that the own team has on it. */
  readonly kind?: 'sheets' | 'caucus' | undefined;
  readonly sheetId: string;
  readonly roomId: string;
  readonly seatId: string;
  readonly status: (status: SheetTextStatus) => void;
  /** Called with the text as it was here when an edit was refused, before the document is rebuilt. */
  readonly refused: (reason: string, local: Y.Doc) => void;
  /** A fresh document replaced the former one. */
  readonly replaced: (text: SheetText) => void;
}

export interface SheetText {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
  clause(termId: string): Y.XmlFragment | undefined;
}

const socketOrigin = (): string => location.origin.replace(/^http/, 'ws');

/** Opens the text; the returned function closes it. */
export const openSheetText = (options: SheetTextOptions): (() => void) => {
  let stop = connect(options, () => {
    stop();
    void rebuild();
  });
  let isEnded = false;
  const rebuild = async (): Promise<void> => {
    await deleteDatabase(databaseName(options));
    if (isEnded) return;
    stop = connect(options, () => {
      stop();
      void rebuild();
    });
  };
  return () => {
    isEnded = true;
    stop();
  };
};

const connect = (options: SheetTextOptions, refused: () => void): (() => void) => {
  const doc = new Y.Doc();
  keepAsWritten(doc);
  const ledger = new SaveLedger();
  const kept = new IndexeddbPersistence(databaseName(options), doc);
  let isRead = false;
  let isKept = true;
  let isLoaded = false;
  let closedBy: SheetTextStatus['closedBy'];
  let line: TextLine = 'connecting';
  const tell = (): void => {
    options.status({
      ...{ line, isRead, isKept, isLoaded, isSaved: ledger.isSaved },
      ...(closedBy && { closedBy }),
    });
  };
  const url = `${socketOrigin()}/${options.kind ?? 'sheets'}`;
  const provider = new WebsocketProvider(url, options.sheetId, doc, {
    params: { room: options.roomId, seat: options.seatId, saved: '1' },
    // Two tabs must not exchange edits past the server.
    disableBc: true,
    connect: false,
    WebSocketPolyfill: countingSocket({
      opened: () => {
        ledger.opened();
      },
      sentEdits: (isCatchUp) => {
        ledger.sentEdits(isCatchUp);
      },
    }),
  });
  provider.messageHandlers[MESSAGE_SAVED] = (_encoder, decoder) => {
    ledger.durable(decoding.readVarUint(decoder));
    tell();
  };
  doc.on('update', (_update: Uint8Array, origin: unknown) => {
    if (origin === provider || origin === kept) return;
    ledger.edited();
    tell();
  });
  provider.on('status', ({ status }) => {
    line =
      status === 'connected'
        ? 'live'
        : status === 'connecting' && line !== 'offline'
          ? 'connecting'
          : 'offline';
    tell();
  });
  provider.on('sync', (isSynced: boolean) => {
    isLoaded ||= isSynced;
    tell();
  });
  provider.on('closed', (close) => {
    line = 'closed';
    closedBy = close;
    if (close.code === CLOSE.refused) {
      options.refused(close.reason, doc);
      refused();
    } else tell();
  });
  const read = (): void => {
    if (doc.isDestroyed) return;
    isRead = true;
    // Edits kept from before may never have reached the server: not saved until the server says so.
    if (doc.store.clients.size > 0) ledger.edited();
    provider.connect();
    tell();
  };
  // Offline text first, so that it is part of the very first exchange with the server.
  void kept.whenSynced.then(read);
  // Where nothing can be kept the text still comes from the server.
  kept._db.catch((cause: unknown) => {
    console.warn('this browser keeps no text', cause);
    isKept = false;
    read();
  });
  options.replaced({
    doc,
    provider,
    clause: (termId) => {
      const found = doc.getMap('clauses').get(termId);
      return found instanceof Y.XmlFragment ? found : undefined;
    },
  });
  tell();
  return () => {
    provider.destroy();
    kept.destroy().catch(() => undefined);
    doc.destroy();
  };
};

const databaseName = ({ kind, roomId, seatId, sheetId }: SheetTextOptions): string =>
  `${DATABASE_PREFIX}${roomId}:${seatId}:${kind === 'caucus' ? 'caucus:' : ''}${sheetId}`;

const deleteDatabase = (name: string): Promise<void> =>
  new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => {
      resolve();
    };
    // A tab that still holds it delays the deletion; the rebuild need not wait for that.
    request.onerror = () => {
      resolve();
    };
    request.onblocked = () => {
      resolve();
    };
  });

/** Removes all text kept in this browser; part of signing out. */
export const wipeKeptText = async (): Promise<void> => {
  const databases = await indexedDB.databases();
  const names = databases.flatMap(({ name }) => (name?.startsWith(DATABASE_PREFIX) ? [name] : []));
  await Promise.all(names.map(deleteDatabase));
};
