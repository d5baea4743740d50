// A clause that one side has made very long, as the other sees it: its changes are not shown and the clause says so; every
// other clause is compared as ever.

import * as Y from 'yjs';
import { expect, it } from 'vitest';
import { sitAndWatch } from '../support/seat-client.ts';
import { stageForFile } from '../support/stage.ts';
import { until } from '../support/sync-stage.ts';

const LONG = 'parties-notices';
const PIECES = 14;
const LINES_A_PIECE = 1_500;

const stage = stageForFile();

const lines = (): readonly Y.XmlElement[] =>
  Array.from({ length: LINES_A_PIECE }, (_, at) => {
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(`line ${String(at)}`)]);
    return paragraph;
  });

it('[RED10] a clause too long to be compared says so, and the others show their changes', async () => {
  const page = await stage.enter('harbor-lead');
  const carrier = await sitAndWatch(stage.live, 'usps-lead');
  const title = Object.values(carrier.view.sheets).find((sheet) => sheet.title.includes('Harbor'));
  const text = await carrier.text(carrier.sheet(title?.title ?? '').id);
  const { doc } = text.provider;
  for (let piece = 0; piece < PIECES; piece += 1) {
    const { saved } = text;
    doc.transact(() => {
      doc
        .getMap<Y.XmlFragment>('clauses')
        .get(LONG)
        ?.insert(1, [...lines()]);
    });
    await until(() => text.saved > saved, 'the piece is durable');
  }
  await page.getByRole('group', { name: 'How the text is shown' }).getByText('Redline').click();
  const clause = (termId: string) => page.locator(`#sheet [data-term="${termId}"]`);
  await clause(LONG).getByText('This is too long to be shown as changes here.').waitFor();
  await clause('governance-liability').locator('.prose').waitFor();
  expect(await clause(LONG).locator('.prose').count()).toBe(0);
  text.provider.destroy();
  carrier.close();
}, 120_000);
