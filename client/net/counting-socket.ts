// A WebSocket that counts the edits it sends, so that the page can tell which of them the server has made durable.
// Handed to the stock y-websocket provider as its WebSocket; sends nothing of its own.

const MESSAGE_SYNC = 0;
const SYNC_STEP_2 = 1;
const SYNC_UPDATE = 2;

/** True for frames that carry edits: y-protocols sync step 2 and update. */
const carriesEdits = (frame: Uint8Array): boolean =>
  frame[0] === MESSAGE_SYNC && (frame[1] === SYNC_STEP_2 || frame[1] === SYNC_UPDATE);

/** Makes a WebSocket class that reports each opened connection and each frame of edits, catching up (step 2) or not. */
export const countingSocket = (listener: {
  readonly opened: () => void;
  readonly sentEdits: (isCatchUp: boolean) => void;
}): typeof WebSocket =>
  class extends WebSocket {
    constructor(url: string | URL, protocols?: ConstructorParameters<typeof WebSocket>[1]) {
      super(url, protocols);
      this.addEventListener('open', listener.opened);
    }

    override send(data: string | ArrayBufferLike | Blob | ArrayBufferView<ArrayBufferLike>): void {
      if (data instanceof Uint8Array && carriesEdits(data)) {
        listener.sentEdits(data[1] === SYNC_STEP_2);
      }
      super.send(data as Uint8Array<ArrayBuffer>);
    }
  };
