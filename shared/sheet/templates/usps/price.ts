// Sections 3 and 5 of the last-mile agreement: prices and how they change. Data only; the wording is our own.

import type { SectionTemplate } from '../../types.ts';
import {
  choice,
  clause,
  column,
  date,
  money,
  option,
  optionalColumn,
  percent,
  priceGrid,
  quantity,
  table,
} from '../building-blocks.ts';
import { A_PIECE, ENTRY_LEVELS, WEIGHT_STEPS, YES_NO, words } from './options.ts';

/** How charged weights are found: the same in every formula that prices pieces. */
const WEIGHING = {
  rounding: { term: 'rounding' },
  dimOver: { term: 'dim-over' },
  dimDivisor: { term: 'dim-divisor' },
};

/** Inputs of formulas that price the sample. */
export const PRICED_SAMPLE = {
  ...WEIGHING,
  prices: { term: 'prices' },
  sample: { assumption: 'sample' },
  minimum: { term: 'minimum-charge' },
  sameDay: { term: 'same-day-premium' },
};

export const PRICE: SectionTemplate = {
  id: 'price',
  title: 'Price',
  note: '$ a piece',
  terms: [
    money('award-price', 'Award price', {
      unit: '$/piece',
      award: 'price',
      confidentiality: 'sealed',
      help: 'Filled when the auction is certified, one for each lot won.',
    }),
    priceGrid('prices', 'Prices', {
      unit: '$/piece',
      rows: ENTRY_LEVELS,
      steps: WEIGHT_STEPS,
      confidentiality: 'sealed',
      help: 'By entry level and charged weight, such as 2.35 at a delivery unit up to 1 lb. Leave a cell empty where nothing is offered.',
    }),
    choice('rounding', 'Rounding of weight', {
      options: [
        option('pound-up', 'up to the next pound'),
        option('half-pound-up', 'up to the next half pound'),
      ],
      help: 'How the charged weight is found: 4.225 lb is charged as 5 lb by the pound.',
    }),
    quantity('dim-over', 'Size counts above', {
      unit: 'cu in',
      min: 0,
      max: 20_000,
      isRequired: false,
      help: 'Pieces larger than this are charged by size where that is more, such as 1,728 cu in (1 cu ft).',
    }),
    quantity('dim-divisor', 'Divisor for size', {
      unit: 'cu in/lb',
      min: 1,
      max: 1_000,
      isRequired: false,
      help: 'Size in cubic inches ÷ this is the weight by size, such as 166.',
    }),
    money('minimum-charge', 'Minimum charge', {
      unit: '$/piece',
      confidentiality: 'sealed',
      help: 'The least a piece costs after all discounts, such as 2.10.',
    }),
    money('same-day-premium', 'Same-day premium', {
      unit: '$/piece',
      isRequired: false,
      confidentiality: 'sealed',
      help: 'Added for pieces tendered for delivery on the same day, such as 0.40.',
    }),
    table('fuel-fee', 'Fuel fee', {
      columns: [
        column('from', 'Diesel from ($/gal)', { kind: 'money', unit: '$/gal' }),
        column('fee', 'Fee ($/piece)', A_PIECE),
      ],
      maxRows: 20,
      isRequired: false,
      confidentiality: 'sealed',
      help: 'The fee by the price of diesel that the government publishes for the week before.',
    }),
    table('peak-surcharge', 'Peak surcharge', {
      columns: [
        column('from', 'From', { kind: 'date' }),
        column('to', 'To', { kind: 'date' }),
        column('fee', 'Surcharge ($/piece)', A_PIECE),
      ],
      maxRows: 20,
      isRequired: false,
      confidentiality: 'sealed',
      help: 'First and last day of each period, such as 0.30 from October to January.',
    }),
    table('accessorials', 'Accessorials', {
      columns: [column('service', 'Service', words(120)), column('fee', 'Fee ($/piece)', A_PIECE)],
      maxRows: 40,
      isRequired: false,
      confidentiality: 'sealed',
      help: 'Further services and what they cost: signature, address correction, return.',
    }),
    clause('price-scope', 'What the price covers', {
      text: [
        'The price of a piece covers acceptance at the Facility, sorting to the carrier route, delivery on the service day and one scan at delivery.',
        'Services in the table of {ref:accessorials} cost what stands there; any other is charged by the Price List.',
      ],
      fallback: [
        'The price of a piece covers acceptance, delivery and one scan at delivery. All else is charged by the Price List.',
      ],
    }),
    clause('price-peak', 'Peak season', {
      text: [
        'In the periods stated in {ref:peak-surcharge} the surcharge stated there is added to each piece. The carrier announces any other surcharge at least sixty days ahead, and it applies to this agreement only if it applies to all customers of the product.',
      ],
      fallback: ['No peak surcharge applies to pieces within the Band.'],
    }),
  ],
  assumptions: [
    {
      id: 'sample-weight',
      label: 'A piece that weighs',
      help: 'To look up its step.',
      type: { kind: 'weight', max: 70_000 },
      value: 4_225,
    },
    {
      id: 'sample-size',
      label: 'and takes',
      help: 'Length × width × height.',
      type: { kind: 'quantity', unit: 'cu in', min: 0, max: 40_000 },
      value: 1_000,
    },
    {
      id: 'sample',
      label: 'Sample of shipments',
      help: 'Your own mix; nobody else sees it.',
      type: {
        kind: 'table',
        columns: [
          column('entry', 'Entry', { kind: 'choice', options: ENTRY_LEVELS }),
          column('weight', 'Weight', { kind: 'weight', max: 70_000 }),
          optionalColumn('size', 'Size (cu in)', {
            kind: 'quantity',
            unit: 'cu in',
            min: 0,
            max: 40_000,
          }),
          column('pieces', 'Pieces', { kind: 'quantity', unit: '', min: 0, max: 1_000_000_000 }),
          optionalColumn('same-day', 'Same day', { kind: 'choice', options: YES_NO }),
        ],
        maxRows: 30,
      },
      value: [
        { entry: 'ddu', weight: 800, pieces: 550 },
        { entry: 'ddu', weight: 1_600, pieces: 300 },
        { entry: 'ddu', weight: 4_225, size: 1_900, pieces: 150 },
      ],
    },
  ],
  derived: [
    {
      id: 'charged-weight',
      label: 'Charged weight and price',
      help: 'max(weight, size ÷ divisor), rounded up; the price of the step that takes it',
      formula: 'charged-weight',
      inputs: {
        ...WEIGHING,
        prices: { term: 'prices' },
        weight: { assumption: 'sample-weight' },
        size: { assumption: 'sample-size' },
      },
    },
    {
      id: 'effective-rate',
      label: 'Effective rate on the sample',
      help: 'Σ max(price of the step, minimum charge) × pieces ÷ Σ pieces, premiums included',
      formula: 'effective-rate',
      inputs: PRICED_SAMPLE,
    },
  ],
};

export const ADJUSTMENT: SectionTemplate = {
  id: 'adjustment',
  title: 'Price adjustment',
  terms: [
    choice('adjustment-mode', 'Mode', {
      options: [
        option('fixed', 'fixed for the term'),
        option('cpi', 'consumer price index'),
        option('general-average', 'general average increase of the product'),
        option('negotiated', 'negotiated each year'),
      ],
      help: 'What moves the prices of {ref:price} once a year.',
    }),
    choice('adjustment-index', 'Index', {
      options: [
        option('cpi-u', 'CPI-U, U.S. city average, all items'),
        option('cpi-w', 'CPI-W, U.S. city average, all items'),
        option('ppi-courier', 'PPI, couriers and messengers'),
        option('published', 'the product’s own published change'),
      ],
      isRequired: false,
      help: 'The published series whose change of twelve months is taken.',
    }),
    quantity('adjustment-lag', 'Lag', {
      unit: 'months',
      min: 0,
      max: 12,
      isRequired: false,
      help: 'Months between the last figure taken and the day of adjustment, such as 2.',
    }),
    percent('adjustment-spread', 'Spread', {
      min: -1_000,
      max: 1_000,
      isRequired: false,
      confidentiality: 'sealed',
      help: 'Added to the change of the index, such as 0.5 %; it may be negative.',
    }),
    percent('adjustment-floor', 'Floor', {
      min: -1_000,
      max: 2_000,
      isRequired: false,
      confidentiality: 'sealed',
      help: 'Prices change by at least this, such as 0 %.',
    }),
    percent('adjustment-cap', 'Cap', {
      min: -1_000,
      max: 2_000,
      isRequired: false,
      confidentiality: 'sealed',
      help: 'Prices change by at most this, such as 3 %.',
    }),
    date('adjustment-date', 'First adjustment', {
      isRequired: false,
      help: 'The day of the first change; later ones follow a year apart.',
    }),
    clause('price-adjustment', 'Annual adjustment', {
      text: [
        'Once each Contract Year, first on the day of {ref:adjustment-date}, prices change by the change of the index over twelve months, ending as many months before as the lag says, plus the spread. They change by no less than the floor and no more than the cap, and each is rounded half up to the cent.',
        'If the series is no longer published, the parties take the one that its publisher names in its place.',
      ],
      fallback: [
        'Prices stay as they are for the first two Contract Years and then change by the general average increase of the product.',
      ],
    }),
  ],
  assumptions: [
    {
      id: 'index-change',
      label: 'Change of the index',
      help: 'Of twelve months, as last published.',
      type: { kind: 'percent', min: -2_000, max: 5_000 },
      value: 240,
    },
  ],
  derived: [
    {
      id: 'next-change',
      label: 'Next adjustment',
      help: 'index + spread, not below the floor and not above the cap; prices half up to the cent',
      formula: 'escalator',
      inputs: {
        mode: { term: 'adjustment-mode' },
        index: { assumption: 'index-change' },
        spread: { term: 'adjustment-spread' },
        floor: { term: 'adjustment-floor' },
        cap: { term: 'adjustment-cap' },
        prices: { term: 'prices' },
      },
    },
  ],
};
