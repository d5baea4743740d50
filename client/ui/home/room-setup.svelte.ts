// Setting up one room over HTTP: the room as its moderator sees it, commands, and invite links. After each command the
// room is read again; where a live view is at hand the page uses that instead.

import { v7 as uuid } from 'uuid';
import type { SeatRoomCommand } from '../../../shared/protocol/schemas.ts';
import type { RoomView } from '../../../shared/room/view-types.ts';
import type { IssuedInvite, SetupPlace } from '../../net/api.ts';
import { fetchRoom, issueInvite, sendRoomCommand } from '../../net/api.ts';
import { sentenceFor } from '../../words/rejections.ts';

export class RoomSetupState {
  readonly #place: SetupPlace;
  #view = $state.raw<RoomView>();
  #error = $state<string>();
  /** Links made since the page was opened, by seat; the server shows each only once. */
  #links = $state.raw<Readonly<Record<string, IssuedInvite>>>({});

  constructor(place: SetupPlace) {
    this.#place = place;
  }

  get view(): RoomView | undefined {
    return this.#view;
  }

  /** Why the room could not be read. */
  get error(): string | undefined {
    return this.#error;
  }

  linkFor(seatId: string): IssuedInvite | undefined {
    return this.#links[seatId];
  }

  async load(): Promise<void> {
    const result = await fetchRoom(this.#place);
    if (result.ok) this.#view = result.value.view;
    this.#error = result.ok ? undefined : result.error.message;
  }

  /** Gives a command; answers with a sentence when it was refused. */
  async give(command: SeatRoomCommand): Promise<string | undefined> {
    const result = await sendRoomCommand(this.#place, { id: uuid(), command });
    if (!result.ok) return result.error.message;
    if (!result.value.ok) return sentenceFor(result.value.rejection);
    await this.load();
    return undefined;
  }

  /** Makes an invite link; answers with a sentence when it was refused. */
  async invite(seatId: string): Promise<string | undefined> {
    const result = await issueInvite(this.#place, { seatId });
    if (!result.ok) return result.error.message;
    this.#links = { ...this.#links, [seatId]: result.value };
    await this.load();
    return undefined;
  }
}
