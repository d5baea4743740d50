// `parley backup`: the whole record as it is at one moment, in one file, while servers go on.

import { copyRecord } from '../backup/copy.ts';
import { intoFile } from '../backup/file-target.ts';
import type { Command } from './command.ts';
import { EXIT } from './command.ts';
import { copiedText, fromJournal, JOURNAL_SETTINGS, noteProgress } from './records.ts';

const SUFFIX_BYTES = 4;

/** Writes the journal that the settings name into a new file. */
export const BACKUP: Command = {
  name: 'backup',
  operands: '<file>',
  operandCount: { min: 1, max: 1 },
  summary: 'Writes the whole record into a new file, while servers run or not.',
  details: [
    'Takes the journal that the settings name, SQLite or PostgreSQL, as it is at one moment:',
    'whatever was answered before the command began is in the file. Servers go on meanwhile.',
    'Every entry is checked, and the file is read back before it gets its name; a file that is',
    'there already is never touched. Lines of JSON, compressed when the name ends in .gz.',
    'The file holds all that is hidden in the rooms, so only its owner may read it (mode 0600).',
    'It does not hold the key that receipts are signed with. docs/operations.md tells more.',
  ],
  options: [],
  settings: JOURNAL_SETTINGS,
  async run({ operands: [file = ''], config }, terminal) {
    const target = {
      ...{ path: terminal.placeOf(file), place: file },
      madeAt: terminal.clock.now(),
      suffix: terminal.chance.hex(SUFFIX_BYTES),
    };
    const summary = await fromJournal(config, terminal, (source) =>
      intoFile(target, (to) => copyRecord(source, to, noteProgress(terminal))),
    );
    terminal.say(`${file} holds ${copiedText(summary)}`);
    return EXIT.done;
  },
};
