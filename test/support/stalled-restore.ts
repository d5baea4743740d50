// A restore that stops when everything is written and nothing counts yet, as a process of its own that can be killed.

import { copyRecord } from '../../server/backup/copy.ts';
import { fromSqlite } from '../../server/backup/sqlite-records.ts';
import { intoSqlite } from '../../server/backup/sqlite-target.ts';

const [from = '', to = ''] = process.argv.slice(2);

await fromSqlite({ path: from }, (source) =>
  intoSqlite(to, async (target) => {
    await copyRecord(source, target, () => undefined);
    process.stdout.write('stalled\n');
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  }),
);
