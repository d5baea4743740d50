// `parley restore`: a backup file becomes a journal again, of either kind.

import { checkRecord, copyRecord } from '../backup/copy.ts';
import { fileSource } from '../backup/file-source.ts';
import type { Command } from './command.ts';
import { EXIT } from './command.ts';
import { copiedText, intoJournal, JOURNAL_SETTINGS, noteProgress } from './records.ts';

/** Puts a backup file into the empty journal that the settings name. */
export const RESTORE: Command = {
  name: 'restore',
  operands: '<file>',
  operandCount: { min: 1, max: 1 },
  summary: 'Puts a backup file into an empty journal.',
  details: [
    'Puts it into the journal that the settings name, SQLite or PostgreSQL, whichever it came from.',
    'The journal must hold nothing yet, and no server may run on it. The file is checked to its',
    'end before anything is written, and what was written is read back; until then nothing counts.',
    'With --check the file is only checked. docs/operations.md tells more.',
  ],
  options: [{ name: '--check', meaning: 'Only checks the file, and touches no journal.' }],
  settings: JOURNAL_SETTINGS,
  async run({ operands: [file = ''], options, config }, terminal) {
    const source = fileSource({ path: terminal.placeOf(file), place: file });
    const summary = await checkRecord(source);
    if (options.has('--check')) {
      terminal.say(`${file} is whole: ${copiedText(summary)}`);
      return EXIT.done;
    }
    const place = await intoJournal(config, terminal, async (target) => {
      await copyRecord(source, target, noteProgress(terminal));
      return target.place;
    });
    terminal.say(`${place} now holds ${copiedText(summary)}`);
    return EXIT.done;
  },
};
