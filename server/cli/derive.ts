// `parley derive`: what follows from a file of field values, computed by the same code as on the page. Needs no
// server and no journal.

import type { Figure } from '../../shared/sheet/derive/formula.ts';
import type { DerivedResult } from '../../shared/sheet/derive/values-file.ts';
import { deriveFile } from '../../shared/sheet/derive/values-file.ts';
import { scalarText } from '../../shared/sheet/field-text.ts';
import type { Command } from './command.ts';
import { EXIT } from './command.ts';
import { readJsonFile } from './json-file.ts';

const MAX_FILE_BYTES = 1024 * 1024;

/** Spaces that do not break are for the page; a terminal has columns. */
const figureText = ({ type, value }: Figure): string =>
  scalarText(type, value).replaceAll('\u00a0', ' ');

const jsonFigure = (figure: Figure) => {
  const { label, type, value } = figure;
  return { label, kind: type.kind, value, text: figureText(figure) };
};

const asJson = (results: readonly DerivedResult[]): string =>
  JSON.stringify(
    results.map(({ id, section, label, outcome }) => ({
      id,
      section,
      label,
      ...(outcome.ok ? { figures: outcome.figures.map(jsonFigure) } : { problem: outcome.problem }),
    })),
    null,
    2,
  );

const rowsOf = ({ label, outcome }: DerivedResult): readonly (readonly string[])[] =>
  outcome.ok
    ? outcome.figures.map((figure, place) => [
        place === 0 ? label : '',
        figure.label,
        figureText(figure),
      ])
    : [[label, outcome.problem, '']];

const asTable = (results: readonly DerivedResult[]): readonly string[] => {
  const rows = results.flatMap((result) => rowsOf(result).map((cells) => ({ result, cells })));
  const widthOf = (column: number, of: typeof rows): number =>
    Math.max(0, ...of.map(({ cells }) => (cells[column] ?? '').length));
  const first = widthOf(0, rows);
  // A sentence that says why there is no figure may run on.
  const second = widthOf(
    1,
    rows.filter(({ cells }) => cells[2] !== ''),
  );
  const last = widthOf(2, rows);
  return rows.flatMap(({ result, cells: [label = '', name = '', value = ''] }, place) => {
    const isNew = result.section !== rows[place - 1]?.result.section;
    const line = `  ${label.padEnd(first)}  ${name.padEnd(second)}  ${value.padStart(last)}`;
    return [...(isNew ? [...(place > 0 ? [''] : []), result.section] : []), line.trimEnd()];
  });
};

/** Prints what derives from a file of field values. */
export const DERIVE: Command = {
  name: 'derive',
  operands: '<values.json>',
  operandCount: { min: 1, max: 1 },
  summary:
    'Computes prices, shortfall, adjustment, coverage and dates from a file of field values.',
  details: [
    'Reads {"template": "usps-last-mile", "values": {…}, "assumptions": {…}} and prints a table.',
    'Values are those of the fields by their ids; what is left out is named where it is needed.',
    'A value that does not fit is refused with its place and what is allowed, and exit code 2.',
    'Needs no server. docs/derived-values.md has the formulas and an example.',
  ],
  options: [{ name: '--json', meaning: 'Prints JSON instead of a table.' }],
  settings: [],
  async run({ operands: [file = ''], options }, terminal) {
    const path = terminal.placeOf(file);
    const json = await readJsonFile({ name: file, path, maxBytes: MAX_FILE_BYTES });
    const reading = deriveFile(json);
    if (!reading.ok) {
      for (const fault of reading.faults) terminal.warn(`parley: ${file}: ${fault}`);
      return EXIT.usage;
    }
    const lines = options.has('--json') ? [asJson(reading.results)] : asTable(reading.results);
    for (const line of lines) terminal.say(line);
    return EXIT.done;
  },
};
