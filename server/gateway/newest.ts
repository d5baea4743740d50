// Nobody is turned away for what another node has done a moment ago: where a state does not let somebody in, it is read
// from the journal once more before that is said. Who is let in costs nothing.

import type { StreamHost } from '../host/types.ts';

/** The state of a stream that satisfies; if none does, the newest that the journal has. */
export const stateWith = async <State>(
  host: Pick<StreamHost<State, never>, 'confirmed' | 'current'>,
  satisfies: (state: State) => boolean,
): Promise<State> => {
  const { state } = await host.confirmed();
  return satisfies(state) ? state : (await host.current()).state;
};
