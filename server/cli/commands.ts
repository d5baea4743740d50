// The table of commands, in the order in which help lists them. A new command is a file of its own and a row here.

import { BACKUP } from './backup.ts';
import type { Command } from './command.ts';
import { DERIVE } from './derive.ts';
import { IMPORT } from './import.ts';
import { REHEARSE } from './rehearse.ts';
import { RESTORE } from './restore.ts';
import { SECRET } from './secret.ts';
import { SIMULATE } from './simulate.ts';
import { VERIFY } from './verify.ts';

export const COMMANDS: readonly Command[] = [
  BACKUP,
  RESTORE,
  IMPORT,
  SECRET,
  VERIFY,
  DERIVE,
  SIMULATE,
  REHEARSE,
];
