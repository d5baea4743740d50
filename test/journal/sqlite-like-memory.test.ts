// The SQLite journal beside the one in memory.

import { it } from 'vitest';
import { JournalFolder } from '../support/journal-folder.ts';
import { expectLikeMemory } from '../support/journal-walks.ts';

it(
  '[JRN6] any course of requests is answered by SQLite as in memory, over reopening too',
  // Each opening starts a thread.
  { timeout: 300_000 },
  () => expectLikeMemory(() => new JournalFolder(), { courses: 20 }),
);
