// A caucus as the seats of its team on this node have it. It has one audience, for nobody else is ever in it; each change
// is shown at once.

import type { SeatId } from '../../shared/kernel/ids.ts';
import type { CaucusPlace } from '../../shared/room/caucus-rights.ts';
import type { CaucusState, CaucusView } from '../../shared/sheet/caucus/types.ts';
import type { RoomViews } from './room-views.ts';
import type { Place, ViewsDeps } from './views.ts';
import { viewCaucus } from '../../shared/sheet/caucus/view.ts';
import { Audiences } from './audience.ts';

const TEAM = 'team';

export class CaucusViews {
  readonly #deps: ViewsDeps;
  readonly #rooms: RoomViews;
  readonly #where: CaucusPlace;
  readonly #audiences: Audiences<CaucusView>;
  readonly #stops: readonly (() => void)[];
  #caucus: CaucusState;

  static async open(deps: ViewsDeps, rooms: RoomViews, where: CaucusPlace): Promise<CaucusViews> {
    const host = deps.hosts.caucus(where.sheetId, where.teamId);
    // Watched before it is read, so that no change can fall between the two.
    const opened: { views?: CaucusViews } = {};
    let latest: CaucusState | undefined;
    const stop = host.watch(({ state }) => {
      latest = state;
      opened.views?.changed(state);
    });
    const { state } = await host.confirmed();
    opened.views = new CaucusViews(deps, rooms, { where, caucus: latest ?? state, stop });
    return opened.views;
  }

  private constructor(
    deps: ViewsDeps,
    rooms: RoomViews,
    { where, caucus, stop }: { where: CaucusPlace; caucus: CaucusState; stop: () => void },
  ) {
    this.#deps = deps;
    this.#rooms = rooms;
    this.#where = where;
    this.#caucus = caucus;
    this.#audiences = new Audiences(deps);
    this.#stops = [
      stop,
      // Names of seats come with the room.
      rooms.onRelease(() => {
        this.#release();
      }),
    ];
  }

  changed(caucus: CaucusState): void {
    if (caucus === this.#caucus) return;
    this.#caucus = caucus;
    this.#release();
  }

  place(seatId: SeatId): Place<CaucusView> {
    const { tag, view } = this.#audiences.at(TEAM, seatId, this.#view);
    return { audience: this.#name, tag, view, enter: () => this.#audiences.enter(TEAM) };
  }

  close(): void {
    this.#audiences.close();
    for (const stop of this.#stops) stop();
  }

  readonly #view = (): CaucusView => {
    const { seats } = this.#rooms.shown;
    const { sheetId, side } = this.#where;
    // All of one team, who know each other.
    return viewCaucus(this.#caucus, { sheetId, side, nameOf: (id) => seats[id]?.name ?? '' });
  };

  #release(): void {
    this.#audiences.release(this.#view, (_key, release) => {
      // Figures do not tell how much teams confer.
      this.#deps.encoded('sheet');
      this.#deps.send(this.#name, { kind: 'caucus', id: this.#where.sheetId }, release);
    });
  }

  get #name(): string {
    return `caucus/${this.#where.sheetId}/${this.#where.teamId}`;
  }
}
