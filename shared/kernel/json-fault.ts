// Where a text stops being JSON, in words that are the same in every browser and on the server: line, column, what was
// expected. JSON.parse says whether it is JSON at all; this finds the place of the first fault (RFC 8259).

const SPACE = /[ \t\n\r]*/y;
/** As far as it goes well: signs from the space on, and what a backslash may stand before. */
const STRING = /"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/uy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

const endOf = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
};

interface Fault {
  readonly at: number;
  readonly expected: string;
}

type Closer = '}' | ']';
/** What comes next: a value (or the end of an empty list), a name (or the end of an empty object), a colon, more. */
type Next = 'value' | 'first' | 'name' | 'first-name' | 'colon' | 'more';

const EXPECTED: Readonly<Record<Next, string>> = {
  value: 'a value',
  first: 'a value or “]”',
  name: 'a name in quotes',
  'first-name': 'a name in quotes or “}”',
  colon: 'a colon',
  more: 'a comma',
};

class Scanner {
  readonly #text: string;
  readonly #open: Closer[] = [];
  #at = 0;
  #next: Next = 'value';

  constructor(text: string) {
    this.#text = text;
  }

  fault(): Fault | undefined {
    for (;;) {
      this.#at = endOf(SPACE, this.#text, this.#at);
      if (this.#next === 'more' && this.#open.length === 0)
        return this.#at === this.#text.length
          ? undefined
          : { at: this.#at, expected: 'the end of the file' };
      const fault = this.#step(this.#text.charAt(this.#at));
      if (fault) return fault;
    }
  }

  #step(sign: string): Fault | undefined {
    const closer = this.#open.at(-1);
    const mayClose = this.#next !== 'value' && this.#next !== 'name' && this.#next !== 'colon';
    if (mayClose && sign === closer) return this.#take(() => this.#open.pop(), 'more');
    switch (this.#next) {
      case 'more':
        if (sign === ',') return this.#take(undefined, closer === '}' ? 'name' : 'value');
        return { at: this.#at, expected: `a comma or “${closer ?? ''}”` };
      case 'colon':
        if (sign === ':') return this.#take(undefined, 'value');
        break;
      case 'name':
      case 'first-name':
        if (sign === '"') return this.#string('colon');
        break;
      case 'value':
      case 'first':
        return this.#value(sign);
    }
    return { at: this.#at, expected: EXPECTED[this.#next] };
  }

  #value(sign: string): Fault | undefined {
    if (sign === '"') return this.#string('more');
    if (sign === '{') return this.#take(() => this.#open.push('}'), 'first-name');
    if (sign === '[') return this.#take(() => this.#open.push(']'), 'first');
    const end = endOf(sign === '-' || /\d/.test(sign) ? NUMBER : WORD, this.#text, this.#at);
    if (end === this.#at) return { at: this.#at, expected: EXPECTED[this.#next] };
    this.#at = end;
    this.#next = 'more';
    return undefined;
  }

  #string(next: Next): Fault | undefined {
    const end = endOf(STRING, this.#text, this.#at);
    const sign = this.#text.charAt(end);
    if (sign === '"') {
      this.#at = end + 1;
      this.#next = next;
      return undefined;
    }
    const isOpen = sign === '' || sign === '\n' || sign === '\r';
    return { at: end, expected: isOpen ? 'a quote that ends the text' : 'another sign in a text' };
  }

  #take(act: (() => unknown) | undefined, next: Next): undefined {
    act?.();
    this.#at += 1;
    this.#next = next;
  }
}

const SIGNS: Readonly<Record<string, string>> = {
  '': 'the end of the file',
  '\n': 'the end of the line',
  '\r': 'the end of the line',
  '\t': 'a tab',
};

/** Why a text is no JSON: `line 3, column 5: expected a comma or “}”, found “x”`; undefined when it is JSON. */
export const jsonFault = (text: string): string | undefined => {
  if (text.trim() === '') return 'it is empty';
  const fault = new Scanner(text).fault();
  if (!fault) return undefined;
  const before = text.slice(0, fault.at).split(/\r\n|\n|\r/);
  const column = (before.at(-1)?.length ?? 0) + 1;
  const sign = text.slice(fault.at, fault.at + 1);
  const found = SIGNS[sign] ?? `“${String.fromCodePoint(text.codePointAt(fault.at) ?? 0)}”`;
  return `line ${String(before.length)}, column ${String(column)}: expected ${fault.expected}, found ${found}`;
};
