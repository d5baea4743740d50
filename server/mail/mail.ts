// E-mail of one node: the outbox and the rounds over mailboxes. Absent where the operator named no mail server.

import type { Metrics } from '../platform/metrics.ts';
import type { MailConfig } from './mail-config.ts';
import type { RoundsDeps } from './rounds.ts';
import { Outbox } from './outbox.ts';
import { MailRounds } from './rounds.ts';
import { smtpPost } from './smtp.ts';

export interface Mail {
  readonly outbox: Pick<Outbox, 'add'>;
  isWorking(): boolean;
  /** Begins to look at mailboxes; called once the node serves. */
  begin(deps: Pick<RoundsDeps, 'origin' | 'isPresent'>): void;
  close(): Promise<void>;
}

export type MailDeps = Omit<RoundsDeps, 'outbox' | 'origin' | 'isPresent'> & {
  readonly metrics: Metrics;
};

/** Nothing is sent before `begin`, but for codes that somebody asks for. */
export const createMail = (config: MailConfig, { metrics, ...deps }: MailDeps): Mail => {
  const { timers, log } = deps;
  const outbox = new Outbox({
    ...{ post: smtpPost(config), timers, log },
    counted: (count) => {
      metrics.mailTried(count);
    },
  });
  metrics.watchMail(() => outbox.isWorking);
  let rounds: MailRounds | undefined;
  return {
    outbox,
    isWorking: () => outbox.isWorking,
    begin: (own) => {
      rounds = new MailRounds({ ...deps, ...own, outbox });
    },
    close: async () => {
      await rounds?.close();
      outbox.close();
    },
  };
};
