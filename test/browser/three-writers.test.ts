// Two people in browsers and a scripted third type into one clause at once, while their lines are cut at random. In the
// end all have the same text, every letter has its author, and nothing that anybody typed was refused. A few seconds of
// it, or a minute with PARLEY_TEST_LONG=1; the course follows from a seed, which is printed.

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as Y from 'yjs';
import { Random } from '../../shared/kernel/random.ts';
import { authoredClause } from '../../shared/sheet/redline/authored.ts';
import { tokensOf } from '../../shared/sheet/redline/tokens.ts';
import type { RichNode } from '../../shared/sheet/redline/types.ts';
import { CLAUSES_ROOT, clauseText } from '../../shared/sheet/text-seed.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import type { SeatClient } from '../support/seat-client.ts';
import { sitAndWatch } from '../support/seat-client.ts';
import { until } from '../support/until.ts';

const IS_LONG = process.env['PARLEY_TEST_LONG'] === '1';
const SEED = Number(process.env['PARLEY_TEST_SEED'] ?? 20_261_130);
/** A burst of typing of each writer, and now and then a cut. */
const ROUNDS = IS_LONG ? 60 : 6;
const LONG_MS = 60_000;
const BURST = 12;
const SHEET = 'USPS and Harbor Parcel';
const CLAUSE = 'governance-liability';
/** Letters that each writer types and nobody else; what stood there before is taken off. */
const LETTERS = { 'usps-lead': 'QXZ', 'harbor-lead': 'qxz', 'harbor-member': 'JKV' } as const;
type WriterId = keyof typeof LETTERS;

let live: LiveServer;
let browser: Browser;
let third: SeatClient;

beforeAll(async () => {
  live = await startLive();
  browser = await launchBrowser();
  third = await sitAndWatch(live, 'harbor-member');
});

afterAll(async () => {
  third.close();
  await browser.close();
  await live.close();
});

/** Somebody who types: letters of its own, at places of its choice, on a line that can be cut. */
interface Writer {
  readonly id: WriterId;
  burst(): Promise<void>;
  cut(): Promise<void>;
  mend(): Promise<void>;
}

const typed: Record<WriterId, number> = { 'usps-lead': 0, 'harbor-lead': 0, 'harbor-member': 0 };

const lettersFor = (id: WriterId, random: Random): string => {
  typed[id] += BURST;
  const letters = Array.from({ length: BURST }, () => random.pick([...LETTERS[id]]));
  return letters.join('');
};

const clause = (page: Page) => page.locator(`[data-term="${CLAUSE}"]`);

class PageWriter implements Writer {
  readonly id: WriterId;
  readonly page: Page;
  readonly problems: readonly string[];
  readonly #context: BrowserContext;
  readonly #random: Random;

  constructor(id: WriterId, opened: Awaited<ReturnType<typeof openPage>>, random: Random) {
    this.id = id;
    this.page = opened.page;
    this.problems = opened.problems;
    this.#context = opened.page.context();
    this.#random = random;
  }

  async burst(): Promise<void> {
    const { keyboard } = this.page;
    await keyboard.press(this.#random.oneIn(2) ? 'Control+End' : 'Control+Home');
    for (let steps = this.#random.between(0, 6); steps > 0; steps -= 1) {
      await keyboard.press('ArrowRight');
    }
    await keyboard.type(`${lettersFor(this.id, this.#random)} `, { delay: 5 });
  }

  cut(): Promise<void> {
    return this.#context.setOffline(true);
  }

  mend(): Promise<void> {
    return this.#context.setOffline(false);
  }
}

/** Through the stock provider, whose socket is torn off in the middle of whatever is under way. */
class ScriptedWriter implements Writer {
  readonly id = 'harbor-member';
  readonly #text: Awaited<ReturnType<SeatClient['text']>>;
  readonly #random: Random;

  constructor(text: Awaited<ReturnType<SeatClient['text']>>, random: Random) {
    this.#text = text;
    this.#random = random;
  }

  async burst(): Promise<void> {
    const [first] = this.fragment().toArray();
    const run = first instanceof Y.XmlElement ? first.get(0) : undefined;
    if (!(run instanceof Y.XmlText)) throw new Error('the clause has no text');
    const start = this.#random.between(0, run.length);
    for (const [at, letter] of [...lettersFor(this.id, this.#random)].entries()) {
      run.insert(Math.min(start + at, run.length), letter);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  cut(): Promise<void> {
    this.#text.provider.disconnect();
    return Promise.resolve();
  }

  mend(): Promise<void> {
    this.#text.provider.connect();
    return Promise.resolve();
  }

  fragment(): Y.XmlFragment {
    const found = this.#text.provider.doc.getMap<Y.XmlFragment>(CLAUSES_ROOT).get(CLAUSE);
    if (!found) throw new Error('the clause is not there');
    return found;
  }
}

const openWriter = async (id: WriterId, random: Random): Promise<PageWriter> => {
  const opened = await openPage(browser, await live.link(id));
  await opened.page.getByText('● live').waitFor();
  if (id === 'usps-lead') await opened.page.getByRole('button', { name: /^Harbor Parcel/ }).click();
  await clause(opened.page).locator('.ProseMirror[contenteditable="true"]').click();
  return new PageWriter(id, opened, random);
};

/** The words of the clause as a page shows them, without the carets of others. */
const shownOn = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const editor = document.querySelector('[data-term="${CLAUSE}"] .ProseMirror').cloneNode(true);
    for (const caret of editor.querySelectorAll('.ProseMirror-yjs-cursor, .caret')) caret.remove();
    return [...editor.children].map((block) => block.textContent.replaceAll('\\u2060', '')).join('\\n\\n');
  })()`);

const countOf = (text: string, letters: string): number =>
  [...text].filter((letter) => letters.includes(letter)).length;

/** Each letter of the clause with the client id that it was written under. */
const authoredLetters = (fragment: Y.XmlFragment): readonly (readonly [string, number])[] => {
  const { blocks, runs } = authoredClause(fragment);
  const clients = runs.flatMap(({ units, id: [client] }) =>
    Array.from({ length: units }, () => client),
  );
  const letters = tokensOf(blocks as readonly RichNode[]).flatMap((token) =>
    token.kind === 'word' ? token.text.split('') : [''],
  );
  expect(letters).toHaveLength(clients.length);
  return letters.map((letter, at) => [letter, clients[at] ?? 0]);
};

const playRound = async (writers: readonly Writer[], random: Random): Promise<void> => {
  const cut = writers.filter(() => random.oneIn(3));
  await Promise.all(cut.map((writer) => writer.cut()));
  await Promise.all(writers.map((writer) => writer.burst()));
  await Promise.all(cut.map((writer) => writer.mend()));
};

it(
  '[TXT1] [TXT14] [SHT13] three type in one clause with their lines cut: one text, every letter with its author, nothing refused',
  { timeout: 300_000 },
  async () => {
    const random = new Random(SEED);
    const sheet = third.sheet(SHEET);
    const scripted = new ScriptedWriter(await third.text(sheet.id), random.fork());
    const before = clauseText(scripted.fragment());
    const pages = [
      await openWriter('usps-lead', random.fork()),
      await openWriter('harbor-lead', random.fork()),
    ];
    const writers: readonly Writer[] = [...pages, scripted];
    const startMs = performance.now();
    let rounds = 0;
    while (rounds < ROUNDS || (IS_LONG && performance.now() - startMs < LONG_MS)) {
      await playRound(writers, random);
      rounds += 1;
    }
    console.info({ seed: SEED, rounds, typed });

    const text = (): string => clauseText(scripted.fragment());
    const isWhole = (): boolean =>
      Object.entries(LETTERS).every(
        ([id, letters]) =>
          countOf(text(), letters) - countOf(before, letters) === typed[id as WriterId],
      );
    await until('the third has all that was typed', isWhole);
    for (const { page } of pages) {
      await page.locator('main').getByText('✓ Saved').waitFor();
      await until('the page shows the same text', async () => (await shownOn(page)) === text());
    }
    // A reader who has just come has what the server has.
    const fresh = await third.text(sheet.id);
    const stored = fresh.provider.doc.getMap<Y.XmlFragment>(CLAUSES_ROOT).get(CLAUSE);
    expect(stored && clauseText(stored)).toBe(text());

    // By the record, in which the server bound client ids to seats.
    const { state } = await live.server.context.hosts.sheet(sheet.id).confirmed();
    const wrong = authoredLetters(scripted.fragment()).flatMap(([letter, client]) => {
      const by = state.clients[String(client)];
      const own = Object.entries(LETTERS).find(([, all]) => letter !== '' && all.includes(letter));
      return by === undefined || own === undefined || by === own[0] ? [] : [`${letter} by ${by}`];
    });
    expect(wrong).toEqual([]);

    expect(await live.figure('parley_text_edits_total{outcome="refused"}')).toBe(0);
    for (const { page } of pages) {
      expect(await page.getByRole('complementary', { name: /was not taken/ }).count()).toBe(0);
    }
  },
);
