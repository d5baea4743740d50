// The in-memory journal keeps the same contract as the durable ones, but for outliving its process.

import { createMemoryJournal } from '../../server/journal/memory.ts';
import { describeJournal } from '../support/journal-contract.ts';
import { VirtualTime } from '../support/virtual-time.ts';

describeJournal('memory', () => {
  const journal = createMemoryJournal({ clock: new VirtualTime() });
  return Promise.resolve({ journal, dispose: () => journal.close() });
});
