// Fetches a history, frame by frame.

import type { ReplayFrame } from '../../shared/record/replay-form.ts';
import { LineSplitter } from '../../shared/verify/line-splitter.ts';
import type { SeatPlace } from './api.ts';

/** Thrown when a history cannot be had; the message is for the person. */
export class NoHistory extends Error {
  override readonly name = 'NoHistory';
}

const pathOf = ({ roomId, seatId }: SeatPlace, sheetId: string | undefined): string => {
  const sheet = sheetId === undefined ? '' : `&sheet=${encodeURIComponent(sheetId)}`;
  return `/api/rooms/${encodeURIComponent(roomId)}/replay?seat=${encodeURIComponent(seatId)}${sheet}`;
};

/** The frames of a room as a seat was shown it, or of one of its sheets. Rejects with NoHistory. */
export const fetchReplay = async (
  place: SeatPlace,
  sheetId: string | undefined,
  signal: AbortSignal,
): Promise<readonly ReplayFrame[]> => {
  const response = await fetch(pathOf(place, sheetId), { credentials: 'same-origin', signal });
  if (!response.ok || !response.body) {
    throw new NoHistory(
      response.status === 401 ? 'This browser does not hold this seat.' : 'It cannot be had now.',
    );
  }
  const frames: ReplayFrame[] = [];
  const splitter = new LineSplitter();
  const utf8 = new TextDecoder();
  for (let reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return frames;
    // The shape is the server's promise, kept by its tests.
    for (const line of splitter.push(value)) {
      frames.push(JSON.parse(utf8.decode(line)) as ReplayFrame);
    }
  }
};
