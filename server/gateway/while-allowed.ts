// What goes out over some time: it ends as soon as whoever asked for it may no longer ask, however slowly it is read.

import type { Clock } from '../ports.ts';

/** `stillMay` rejects with why not. */
export interface Permission {
  readonly clock: Clock;
  readonly stillMay: () => Promise<unknown>;
}

/** The same pieces while they are allowed; asked before each, once an instant (ACC8). */
export async function* whileAllowed<Piece>(
  pieces: AsyncIterable<Piece>,
  { clock, stillMay }: Permission,
): AsyncGenerator<Piece> {
  let askedAtMs: number | undefined;
  for await (const piece of pieces) {
    const nowMs = clock.now();
    if (nowMs !== askedAtMs) await stillMay();
    askedAtMs = nowMs;
    yield piece;
  }
}
