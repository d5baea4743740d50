// `parley secret`: another secret of the administrator, for one that was lost or that somebody else knows.

import { sha256Hex } from '../../shared/kernel/hash.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { createLocalBus } from '../bus/local.ts';
import { createHosts } from '../host/hosts.ts';
import { openJournal } from '../journal/open.ts';
import { steadyMs } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { SECRET_BYTES } from '../seed.ts';
import type { Command } from './command.ts';
import { EXIT, Obstacle } from './command.ts';
import { JOURNAL_SETTINGS, mustHaveJournal } from './records.ts';

/** Sets another administrator's secret in the journal that the settings name. */
export const SECRET: Command = {
  name: 'secret',
  operands: '',
  operandCount: { min: 0, max: 0 },
  summary: 'Sets another secret of the administrator, and shows it this once.',
  details: [
    'The old secret no longer lets anybody in, and sessions that came in by it no longer count as',
    'the administrator’s; seats and rooms stay as they are. A server on SQLite must be stopped;',
    'servers on PostgreSQL may run, and know within a second.',
  ],
  options: [],
  settings: JOURNAL_SETTINGS,
  async run({ config }, terminal) {
    await mustHaveJournal(config, terminal);
    const { clock, timers, chance } = terminal;
    const log = createLog('silent');
    const journal = await openJournal(config, { clock, steadyMs, timers, chance, log });
    const hosts = createHosts({ journal, bus: createLocalBus(), timers, chance, log });
    try {
      const secret = chance.hex(SECRET_BYTES);
      const command = { type: 'ReplaceAdminSecret', secretHash: sha256Hex(secret) } as const;
      const answer = await hosts.site().submit(chance.id(), SYSTEM, command);
      if (!answer.ok) throw new Obstacle('no server has made a secret in this journal yet');
      terminal.say(`Administrator’s secret (shown this once): ${secret}`);
    } finally {
      await hosts.close();
      await journal.close();
    }
    return EXIT.done;
  },
};
