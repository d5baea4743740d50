// Canaries: hidden items that carry something random, so that each can be recognised wherever it turns up. Keeps the list
// of all, and says what of it was found at somebody against the table of who sees what.

import { seededChance } from '../support/fakes.ts';
import type { Sightings } from './search.ts';
import { numberForms, WORD_MARK } from './search.ts';
import type { Kind, Setting, Sight, ViewerKind } from './who-sees-what.ts';
import { sightOf } from './who-sees-what.ts';

const WORD_LETTERS = 14;

export interface Canary {
  readonly kind: Kind;
  /** Any of these gives it away. */
  readonly forms: readonly string[];
  /** Team or seat that it belongs to; empty when to none. */
  readonly owner: string;
  /** The round of a bid. */
  readonly round: number;
  /** An id of the room, which a log may hold (OPS4). */
  readonly isId: boolean;
}

interface Options {
  readonly owner?: string;
  readonly round?: number;
  readonly isId?: boolean;
}

/** When rounds closed and the auction ended, by the common order of bytes. */
export interface Moments {
  readonly closed: ReadonlyMap<number, number>;
  readonly ended: number;
}

export class Canaries {
  readonly all: Canary[] = [];
  readonly #chance;

  constructor(seed: string) {
    this.#chance = seededChance(seed);
  }

  /** A fresh word; it can stand in an id. */
  word(kind: Kind, options: Options = {}): string {
    const letters = this.#chance.hex(WORD_LETTERS).match(/../g) ?? [];
    const word = letters
      .map((pair) => String.fromCharCode(97 + (parseInt(pair, 16) % 26)))
      .join('');
    return this.#add(kind, [`${WORD_MARK}${word}`], options);
  }

  /** A name as people may have it, with what formats like to escape. */
  name(kind: Kind, options: Options = {}): string {
    return `${this.word(kind, options)} "Söhne" & <Co>`;
  }

  /** A whole number from `from` on, less than a quarter above it, that no other canary has. */
  number(kind: Kind, from: number, options: Options = {}): number {
    const value = from + (parseInt(this.#chance.hex(6), 16) % Math.floor(from / 4));
    const forms = numberForms(value);
    // Amounts are shown without a last 0, in a form that would have to be looked for too.
    if (value % 10 === 0) return this.number(kind, from, options);
    if (this.all.some((canary) => canary.forms.some((form) => forms.includes(form)))) {
      return this.number(kind, from, options);
    }
    this.#add(kind, forms, options);
    return value;
  }

  /** Something that the program or a library drew: a secret, an id, a hash. */
  token(kind: Kind, token: string, options: Options = {}): void {
    if (!this.all.some(({ forms }) => forms.includes(token))) this.#add(kind, [token], options);
  }

  clientId(kind: Kind, clientId: number, options: Options = {}): void {
    this.#add(kind, [`client ${String(clientId)}`, String(clientId)], options);
  }

  /** What is no word and no number and must be looked for as such. */
  get tokens(): readonly string[] {
    return this.all
      .flatMap(({ forms }) => forms)
      .filter((form) => !/^(client |zq|[\d.]+$|[0-9a-f-]+$)/.test(form));
  }

  get clientIds(): readonly number[] {
    return this.all
      .flatMap(({ forms }) => forms)
      .filter((form) => form.startsWith('client '))
      .map((form) => Number(form.slice('client '.length)));
  }

  #add(kind: Kind, forms: readonly string[], options: Options): string {
    const { owner = '', round = 0, isId = false } = options;
    this.all.push({ kind, forms, owner, round, isId });
    return forms[0] ?? '';
  }
}

/** Somebody whose bytes were recorded, as the table knows them. */
export interface Reader {
  readonly key: string;
  readonly team: string | null;
  readonly role: Exclude<ViewerKind, 'own'>;
}

export const sightFor = (canary: Canary, { key, team, role }: Reader, setting: Setting): Sight => {
  const isOwn = canary.owner === key || canary.owner === team;
  return sightOf(canary.kind, isOwn ? 'own' : role, setting);
};

const firstOf = ({ forms }: Canary, sightings: Sightings): number | undefined => {
  const places = forms.flatMap((form) => sightings.get(form) ?? []);
  return places.length === 0 ? undefined : Math.min(...places);
};

const MUST_BE_FOUND: readonly Sight[] = ['must', 'round', 'end'];

const problemOf = (sight: Sight, place: number | undefined, canary: Canary, at: Moments) => {
  const closed = at.closed.get(canary.round) ?? Number.POSITIVE_INFINITY;
  if (place === undefined) return MUST_BE_FOUND.includes(sight) ? 'not found' : undefined;
  if (sight === 'never') return 'LEAK';
  if ((sight === 'round' || sight === 'late') && place < closed)
    return 'LEAK before its round closed';
  const isEarly = (sight === 'end' || sight === 'after') && place < at.ended;
  return isEarly ? 'LEAK before the end' : undefined;
};

export interface Verdict {
  /** One line a canary that was found where or when it must not be, or was not found where it must. */
  readonly problems: readonly string[];
  /** How many canaries were hidden from this reader, and how many found that had to be. */
  readonly hidden: number;
  readonly found: number;
  /** Of what something was found. */
  readonly kinds: ReadonlySet<Kind>;
}

/** Judges what was found at one reader. `sight` says what that reader may see of a canary. */
export const judge = (
  canaries: readonly Canary[],
  sightings: Sightings,
  at: Moments,
  sight: (canary: Canary) => Sight,
): Verdict => {
  const problems: string[] = [];
  const kinds = new Set<Kind>();
  let [hidden, found] = [0, 0];
  for (const canary of canaries) {
    const place = firstOf(canary, sightings);
    const allowed = sight(canary);
    const problem = problemOf(allowed, place, canary, at);
    if (problem)
      problems.push(`${problem}: ${canary.kind} of ${canary.owner} ${canary.forms[0] ?? ''}`);
    if (place !== undefined) kinds.add(canary.kind);
    if (allowed === 'never') hidden += 1;
    if (place !== undefined && MUST_BE_FOUND.includes(allowed)) found += 1;
  }
  return { problems, hidden, found, kinds };
};
