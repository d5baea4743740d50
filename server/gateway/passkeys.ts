// Tickets for passkeys, and what the server finds of a proof before the sheet decides. Nothing is kept in memory: a ticket
// is signed, so the node that takes it in need not be the one that gave it out, and the sheet remembers the used ones.

import type { SeatId, SheetId } from '../../shared/kernel/ids.ts';
import type { SeatSheetCommand } from '../../shared/protocol/schemas.ts';
import type {
  CheckedPasskey,
  CheckedProof,
  OfferedPasskey,
  OfferedProof,
  PasskeyTicket,
} from '../../shared/sheet/passkeys/types.ts';
import type { SheetCommand } from '../../shared/sheet/types.ts';
import type { Hosts } from '../host/types.ts';
import type { Chance, Clock } from '../ports.ts';
import type { Places } from './passkey-library.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import {
  readClientData,
  registrationChallenge,
  ticketText,
} from '../../shared/sheet/passkeys/challenge.ts';
import { verifySignature } from '../record/signing-key.ts';
import { boundNameOf, newKeyOf } from './passkey-library.ts';

/** Long enough to find a key in a drawer. */
const TICKET_MS = 300_000;
const NONCE_BYTES = 32;

/** Whose passkey it is, and for which sheet. */
interface Holder {
  readonly sheetId: SheetId;
  readonly seatId: SeatId;
}

export interface PasskeysDeps {
  readonly hosts: Pick<Hosts, 'site' | 'sheet'>;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly sign: (text: string) => { readonly keyId: string; readonly signature: string };
  /** Every origin of the page. */
  readonly origins: () => readonly string[];
}

/** Names that a passkey can be bound to: hosts of the page's addresses that are names, which numbers are not. */
export const rpIdsOf = (origins: readonly string[]): readonly string[] =>
  origins
    .filter((origin) => origin !== '')
    .map((origin) => new URL(origin).hostname)
    .filter((host) => !host.startsWith('[') && !/^[\d.]+$/.test(host));

export class Passkeys {
  readonly #deps: PasskeysDeps;

  constructor(deps: PasskeysDeps) {
    this.#deps = deps;
  }

  get rpIds(): readonly string[] {
    return rpIdsOf(this.#deps.origins());
  }

  /** A number for one use by one seat on one sheet, until it expires. */
  ticket(holder: Holder): PasskeyTicket {
    const { clock, chance, sign } = this.#deps;
    const nonce = chance.hex(NONCE_BYTES);
    const expiresAtMs = epochMs(clock.now() + TICKET_MS);
    return { nonce, expiresAtMs, ...sign(ticketText({ ...holder, nonce, expiresAtMs })) };
  }

  /** The command with what was found of its passkey, good or bad; the sheet refuses what does not do. */
  async checked(command: SeatSheetCommand, holder: Holder): Promise<SheetCommand> {
    if (command.type === 'RegisterPasskey') {
      const { passkey } = command;
      return { ...command, passkey: { ...passkey, checked: await this.#newKey(passkey, holder) } };
    }
    if (command.type !== 'SignSheet' || !command.passkey) return command;
    const { passkey } = command;
    return { ...command, passkey: { ...passkey, checked: await this.#proof(passkey, holder) } };
  }

  async #newKey(offered: OfferedPasskey, holder: Holder): Promise<CheckedPasskey> {
    const { ticket, clientDataJSON, attestationObject } = offered;
    const fault = await this.#fault(offered, holder);
    if (fault) return { ok: false, fault };
    const challenge = registrationChallenge({ ...holder, ...ticket });
    try {
      const key = await newKeyOf({ clientDataJSON, attestationObject, challenge }, this.#places);
      return { ok: true, ...key };
    } catch {
      // Which of the library's many reasons it was helps nobody to do better.
      return { ok: false, fault: 'signature' };
    }
  }

  async #proof(offered: OfferedProof, holder: Holder): Promise<CheckedProof> {
    const fault = await this.#fault(offered, holder);
    if (fault) return { ok: false, fault };
    const { state } = await this.#deps.hosts.sheet(holder.sheetId).current();
    const keys = state.signing?.passkeys?.keys ?? {};
    const key = Object.hasOwn(keys, offered.credentialId) ? keys[offered.credentialId] : undefined;
    if (!key) return { ok: false, fault: 'signature' };
    const { publicKey } = key;
    try {
      const rpId = await boundNameOf({ ...offered, publicKey }, this.#places);
      return { ok: true, publicKey, rpId };
    } catch {
      return { ok: false, fault: 'signature' };
    }
  }

  get #places(): Places {
    return { origins: this.#deps.origins(), rpIds: this.rpIds };
  }

  async #fault(
    { ticket, clientDataJSON }: Pick<OfferedProof, 'ticket' | 'clientDataJSON'>,
    holder: Holder,
  ): Promise<'ticket' | 'origin' | undefined> {
    if (!(await this.#isOurs(ticket, holder))) return 'ticket';
    const origin = readClientData(clientDataJSON)?.origin ?? '';
    return this.#deps.origins().includes(origin) ? undefined : 'origin';
  }

  /** Whether a node of this server gave out a ticket to this seat for this sheet. */
  async #isOurs({ keyId, signature, ...numbers }: PasskeyTicket, holder: Holder): Promise<boolean> {
    const site = this.#deps.hosts.site();
    const known = (await site.confirmed()).state.keys[keyId];
    // A node that came a moment ago registered its key before it gave anything out.
    const key = known ?? (await site.current()).state.keys[keyId];
    if (!key || key.retiredAtMs !== undefined) return false;
    return verifySignature(key.publicKey, ticketText({ ...holder, ...numbers }), signature);
  }
}
