// What the editor of templates calls types of fields, formulas and their inputs. Names in code stay in the template.

import type { FieldKind } from '../../shared/sheet/field-types.ts';

export const TYPE_WORDS: Readonly<Record<FieldKind, string>> = {
  money: 'money',
  percent: 'percent',
  quantity: 'quantity',
  weight: 'weight',
  date: 'date',
  time: 'time of day',
  window: 'tender window',
  choice: 'one of several',
  choices: 'several of a list',
  text: 'text',
  list: 'list of short texts',
  'price-grid': 'price list by weight',
  tiers: 'price tiers by volume',
  table: 'table',
};

export const FORMULA_WORDS: Readonly<Record<string, string>> = {
  'charged-weight': 'charged weight and price of a piece',
  'effective-rate': 'effective rate on a sample of shipments',
  escalator: 'next adjustment of prices',
  'coverage-of-sample': 'cost coverage on a sample',
  'coverage-of-award': 'cost coverage of the award',
  'tier-price': 'a volume at its tiers',
  shortfall: 'shortfall of a year',
  'annual-value': 'annual value of the award',
  'filing-dates': 'earliest effect after a filing',
  'term-dates': 'end of the term and of extensions',
  'approval-dates': 'effect after approvals',
};

/** What goes into a formula, by the name of the input; the same name means the same in all of them but `days`. */
export const INPUT_WORDS: Readonly<Record<string, string>> = {
  rounding: 'Rounding of weight',
  dimOver: 'Size counts above',
  dimDivisor: 'Divisor for size',
  prices: 'Price list',
  sample: 'Sample of shipments',
  minimum: 'Minimum charge',
  sameDay: 'Same-day premium',
  weight: 'Weight of a piece',
  size: 'Size of a piece',
  mode: 'Mode',
  index: 'Change of the index',
  spread: 'Spread',
  floor: 'Floor',
  cap: 'Cap',
  cost: 'Attributable cost',
  price: 'Price of the award',
  volume: 'Volume',
  tiers: 'Price tiers',
  commitment: 'Commitment',
  low: 'Lower end of the band',
  high: 'Upper end of the band',
  remedy: 'Remedy',
  fee: 'Shortfall fee',
  days: 'Days',
  filed: 'Day of filing',
  effective: 'Effective date',
  months: 'Months',
  approved: 'Last approval',
};

const PART_WORDS: Readonly<Record<string, string>> = {
  ...{ id: 'Id', label: 'Label', title: 'Title', heading: 'Heading', help: 'Help', note: 'Note' },
  ...{ text: 'Opening wording', fallback: 'Fallback', sides: 'Who takes positions' },
  ...{
    min: 'Least',
    max: 'Most',
    maxLength: 'Most characters',
    itemLength: 'Characters of an entry',
  },
  ...{ maxItems: 'Most entries', maxTiers: 'Most tiers', maxRows: 'Most rows', unit: 'Unit' },
  ...{ priceUnit: 'Unit of a price', volumeUnit: 'Unit of the volume', options: 'Options' },
  ...{ rows: 'Rows', steps: 'Weight steps', columns: 'Columns', upToThousandths: 'Weight' },
  ...{ atLeast: 'Least to sign with', value: 'Starts from', formula: 'Formula' },
  ...{ names: 'Proper names', listsSchedules: 'Schedules of awards', sections: 'Sections' },
};
/** Parts that have numbers of their own, and parts that only hold others. */
const NUMBERED: Readonly<Record<string, string>> = {
  ...{ columns: 'Column', steps: 'Step', rows: 'Row', options: 'Option', terms: 'Term' },
  ...{ text: 'Paragraph', fallback: 'Paragraph of the fallback', names: 'Proper name' },
};
const HOLDERS: ReadonlySet<string> = new Set(['type', 'toSign', 'inputs']);

/** A fault of the form of a template with its path in the words of the editor: `type.max: …` → `Most: …`. */
export const faultWords = (fault: string): string => {
  const [, path = '', rest = ''] = /^([a-zA-Z]+(?:\.[a-zA-Z0-9]+)*): (.*)$/s.exec(fault) ?? [];
  if (path === '') return fault;
  const parts = path.split('.');
  const said = parts.flatMap((part, at) => {
    const number = Number(parts[at + 1]);
    if (NUMBERED[part] !== undefined && parts[at + 1] !== undefined && !Number.isNaN(number))
      return [`${NUMBERED[part]} ${String(number + 1)}`];
    return HOLDERS.has(part) || /^\d+$/.test(part)
      ? []
      : [PART_WORDS[part] ?? INPUT_WORDS[part] ?? part];
  });
  return said.length === 0 ? rest : `${said.join(', ')}: ${rest}`;
};
