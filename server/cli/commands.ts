// The table of commands, in the order in which help lists them. A new command is a file of its own and a row here.

import type { Command } from './command.ts';
import { DERIVE } from './derive.ts';
import { SIMULATE } from './simulate.ts';
import { VERIFY } from './verify.ts';

export const COMMANDS: readonly Command[] = [DERIVE, SIMULATE, VERIFY];
