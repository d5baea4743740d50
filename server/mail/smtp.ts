// Hands letters to the operator's mail server, and says for certain whether one may be handed over again. Nothing that
// comes back from there is logged but numbers and codes: answers quote addresses.

import { createTransport } from 'nodemailer';
import type { MailConfig } from './mail-config.ts';

export interface Letter {
  /** The same however often it is tried: a mail server can tell a repeated one by it. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Where its reader says that no more is wanted (RFC 2369). Not one of one click, which would be a secret. */
  readonly unsubscribe?: string;
}

/**
 * `sent`: the mail server has it. `later`: it surely has not, and another try may help. `refused`: it will not take it.
 * `unknown`: the line was lost when it may have had it.
 */
export type LetterOutcome = 'sent' | 'later' | 'refused' | 'unknown';

export interface Handed {
  readonly outcome: LetterOutcome;
  /** SMTP's own number, or a code of the line. */
  readonly code?: string;
}

/** Where letters go. `hand` never rejects. */
export interface Post {
  hand(letter: Letter): Promise<Handed>;
  close(): void;
}

const CONNECT_MS = 15_000;
const SOCKET_MS = 60_000;

interface Failure {
  readonly code?: string;
  readonly responseCode?: number;
  readonly syscall?: string;
  readonly timeoutType?: string;
}

const NEVER_THERE = new Set(['CONNECT_TIMEOUT', 'GREETING_TIMEOUT']);

/** What a failure says about whether the letter is there. */
const outcomeOf = ({ code, responseCode, syscall, timeoutType }: Failure): LetterOutcome => {
  const isBefore =
    syscall === 'connect' ||
    ['EDNS', 'ETLS', 'EAUTH', 'ENOAUTH'].includes(code ?? '') ||
    NEVER_THERE.has(timeoutType ?? '');
  if (isBefore) return 'later';
  if (responseCode === undefined) return 'unknown';
  return responseCode < 500 ? 'later' : 'refused';
};

/** Letters by SMTP, one line each: they are few. */
export const smtpPost = ({ host, port, isSecure, auth, needsTls, from }: MailConfig): Post => {
  const transport = createTransport({
    ...{ host, port, secure: isSecure, requireTLS: needsTls },
    ...(auth && { auth }),
    ...{ connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: SOCKET_MS },
    // A letter is text alone; nothing in it may open a file or an address.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return {
    hand: async ({ id, to, subject, text, unsubscribe }) => {
      try {
        await transport.sendMail({
          ...{ from: { name: 'Parley', address: from }, to, subject, text },
          messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
          ...(unsubscribe !== undefined && { list: { unsubscribe } }),
        });
        return { outcome: 'sent' };
      } catch (cause) {
        const failure = cause as Failure;
        const code =
          failure.responseCode === undefined ? failure.code : String(failure.responseCode);
        return { outcome: outcomeOf(failure), ...(code !== undefined && { code }) };
      }
    },
    close: () => {
      transport.close();
    },
  };
};
