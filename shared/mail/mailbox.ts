// The stream of one seat's mailbox: an address counts once a code that was mailed to it came back, and each notice is
// claimed by one mail at most, over any number of nodes.

import type { Decider, DecideContext, Decision } from '../kernel/decider.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { MailboxCommand, MailboxEvent, MailboxState } from './types.ts';
import { accept, refuse, unreachable } from '../kernel/decider.ts';
import { reject } from '../kernel/rejection.ts';
import { epochMs } from '../kernel/units.ts';

export const CODE_LIFE_MS = 30 * 60_000;
export const CODE_TRIES = 5;
/** Codes that a seat may have mailed within an hour, to whatever addresses. */
export const CODES_AN_HOUR = 3;
const HOUR_MS = 3_600_000;
export const MAX_ADDRESS = 254;

/**
 * True for an address as people have them: one `@`, a domain with a dot, no spaces, quotes or angle brackets, nothing
 * that could end a header or a command of SMTP. Whether mail arrives there only the code tells.
 */
export const isMailAddress = (text: string): boolean =>
  text.length <= MAX_ADDRESS &&
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/i.test(
    text,
  );

type Deciding = Decision<MailboxEvent>;

const ask = (
  { codesAtMs }: MailboxState,
  { address, kinds, codeHash }: MailboxCommand & { readonly type: 'AskMailbox' },
  at: EpochMs,
): Deciding => {
  if (!isMailAddress(address)) return refuse<MailboxEvent>(reject('mail/bad-address'));
  const recent = codesAtMs.filter((codeAtMs) => at - codeAtMs < HOUR_MS);
  const oldest = recent[0];
  if (recent.length >= CODES_AN_HOUR && oldest !== undefined) {
    return refuse<MailboxEvent>(reject('mail/too-often', { afterMs: oldest + HOUR_MS - at }));
  }
  const expiresAtMs = epochMs(at + CODE_LIFE_MS);
  return accept<MailboxEvent>({ type: 'MailboxAsked', address, kinds, codeHash, expiresAtMs });
};

const confirm = ({ asked }: MailboxState, codeHash: string, at: EpochMs): Deciding => {
  if (!asked || at >= asked.expiresAtMs) return refuse<MailboxEvent>(reject('mail/no-code'));
  if (asked.codeHash === codeHash) return accept<MailboxEvent>({ type: 'MailboxConfirmed' });
  const rejection = reject('mail/wrong-code', { triesLeft: asked.triesLeft - 1 });
  return refuse<MailboxEvent>(rejection, { type: 'MailCodeWrong' });
};

const decide = (
  state: MailboxState,
  command: MailboxCommand,
  { by, at }: DecideContext,
): Deciding => {
  // The gateway gives them for the seat whose mailbox it is.
  if (by.kind !== 'system') return refuse<MailboxEvent>(reject('seat/not-allowed'));
  switch (command.type) {
    case 'AskMailbox':
      return ask(state, command, at);
    case 'ConfirmMailbox':
      return confirm(state, command.codeHash, at);
    case 'ChooseMail':
      return accept<MailboxEvent>({ type: 'MailChosen', kinds: command.kinds });
    case 'RemoveMailbox':
      if (state.address === null && !state.asked) return accept<MailboxEvent>();
      return accept<MailboxEvent>({ type: 'MailboxRemoved' });
    case 'SeeMail':
      if (command.upToMs <= state.toldUpToMs) return accept<MailboxEvent>();
      return accept<MailboxEvent>({ type: 'MailSeen', upToMs: command.upToMs });
    case 'ClaimMail': {
      const isOpen = state.address !== null && command.sinceMs === state.toldUpToMs;
      if (!isOpen) return refuse<MailboxEvent>(reject('mail/told'));
      return accept<MailboxEvent>({ type: 'MailClaimed', upToMs: command.upToMs });
    }
    case 'TickMailbox':
      return accept<MailboxEvent>();
    default:
      return unreachable(command);
  }
};

const evolve = (state: MailboxState, event: MailboxEvent, at: EpochMs): MailboxState => {
  switch (event.type) {
    case 'MailboxAsked': {
      const { address, codeHash, expiresAtMs, kinds } = event;
      const asked = { address, codeHash, expiresAtMs, triesLeft: CODE_TRIES };
      const codesAtMs = [...state.codesAtMs, at].slice(-CODES_AN_HOUR);
      // Until the new address is confirmed the old one stays, and so does what it is told of.
      return { ...state, asked, codesAtMs, kinds: state.address === null ? kinds : state.kinds };
    }
    case 'MailCodeWrong': {
      const { asked } = state;
      if (!asked) return state;
      const triesLeft = asked.triesLeft - 1;
      return { ...state, asked: triesLeft > 0 ? { ...asked, triesLeft } : null };
    }
    case 'MailboxConfirmed':
      // What happened before is no news by mail.
      return { ...state, address: state.asked?.address ?? null, asked: null, toldUpToMs: at };
    case 'MailChosen':
      return { ...state, kinds: event.kinds };
    case 'MailboxRemoved':
      return { ...state, address: null, asked: null };
    case 'MailSeen':
      return { ...state, toldUpToMs: event.upToMs };
    case 'MailClaimed':
      return { ...state, toldUpToMs: event.upToMs, mailedAtMs: at };
    default:
      return unreachable(event);
  }
};

/** Decides on one mailbox; only the server gives these commands, for the seat or for itself (MAIL1 to MAIL4). */
export const mailboxDecider: Decider<MailboxState, MailboxCommand, MailboxEvent> = {
  stateForm: 1,
  initial: {
    ...{ address: null, asked: null, kinds: [] },
    ...{ toldUpToMs: epochMs(0), mailedAtMs: null, codesAtMs: [] },
  },
  decide,
  evolve: (state, event, { at }) => evolve(state, event, at),
  wakeAt: () => undefined,
  tick: { type: 'TickMailbox' },
};
