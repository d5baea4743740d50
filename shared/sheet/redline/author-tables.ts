// Who wrote and who removed what two wordings hold, as data: what a redline needs of a record that it cannot ask, because
// it is made in another thread.

import type { SeatId } from '../../kernel/ids.ts';
import type { AuthoredRun, Authors } from './authored.ts';

/** Deletions of one client's text, in the order of clocks and apart from each other. */
export interface Removals {
  /** Three numbers each: first clock, length, and the place of the seat in `seats`. */
  readonly ranges: Float64Array;
  readonly seats: readonly SeatId[];
}

/** What is known of the clients that wrote two wordings; plain data, fit to be sent to a thread. */
export interface AuthorTables {
  readonly writers: ReadonlyMap<number, SeatId>;
  readonly removals: ReadonlyMap<number, Removals>;
}

/** Numbers of one range. */
const WIDTH = 3;

/** All clients that the runs of a wording name: of characters, of marks, and of what ended marks. */
export const clientsOf = (runs: readonly AuthoredRun[]): ReadonlySet<number> => {
  const clients = new Set<number>();
  for (const { id, marks, ended } of runs) {
    clients.add(id[0]);
    for (const [client] of Object.values(marks ?? {})) clients.add(client);
    for (const client of Object.values(ended ?? {})) clients.add(client);
  }
  return clients;
};

const removerIn = ({ ranges, seats }: Removals, clock: number): SeatId | undefined => {
  let [low, high] = [0, ranges.length / WIDTH];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle * WIDTH] ?? 0) <= clock) low = middle + 1;
    else high = middle;
  }
  const at = (low - 1) * WIDTH;
  const end = (ranges[at] ?? 0) + (ranges[at + 1] ?? 0);
  return at >= 0 && clock < end ? seats[ranges[at + 2] ?? 0] : undefined;
};

/** The same answers as the record gives, out of its tables. Clocks of writers do not matter to them. */
export const authorsFrom = ({ writers, removals }: AuthorTables): Authors => ({
  writerOf: (client) => writers.get(client),
  removerOf: (client, clock) => {
    const known = removals.get(client);
    return known && removerIn(known, clock);
  },
});
