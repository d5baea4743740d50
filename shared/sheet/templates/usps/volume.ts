// Section 4 of the last-mile agreement: how much. Data only; the wording is our own.

import type { SectionTemplate } from '../../types.ts';
import { SCHEDULE_TYPE } from '../../schedule-form.ts';
import {
  choice,
  clause,
  column,
  money,
  option,
  percent,
  quantity,
  table,
  tiers,
} from '../building-blocks.ts';
import { ENTRY_LEVELS, FULL_SHARE } from './options.ts';

const MAX_PIECES = 2_000_000_000;

export const VOLUME: SectionTemplate = {
  id: 'volume',
  title: 'Volume',
  terms: [
    quantity('award-volume', 'Pieces a delivery day', {
      unit: 'pieces/day',
      award: 'volume',
      min: 0,
      max: 100_000_000,
      help: 'Filled when the auction is certified: blocks won × 100 pieces, for each lot.',
    }),
    table('award-schedules', 'Lots won, by schedule', {
      ...{ columns: SCHEDULE_TYPE.columns, maxRows: SCHEDULE_TYPE.maxRows },
      listsSchedules: true,
      isRequired: false,
      confidentiality: 'sealed',
      help: 'Filled when a sale is certified of which the shipper won more lots than a sheet has fields for: how many, their pieces and value, and the SHA-256 of the file that lists each with its window and price.',
    }),
    quantity('annual-commitment', 'Annual commitment', {
      unit: 'pieces/year',
      min: 0,
      max: MAX_PIECES,
      confidentiality: 'sealed',
      help: 'Pieces the shipper commits to tender in a contract year, such as 12,000,000.',
    }),
    percent('band-low', 'Lower end of the band', {
      ...FULL_SHARE,
      help: 'Share of the commitment below which a shortfall begins, such as 90 %.',
    }),
    percent('band-high', 'Upper end of the band', {
      min: 10_000,
      max: 100_000,
      help: 'Share of the commitment above which the carrier may refuse pieces, such as 115 %.',
    }),
    tiers('tiers', 'Price tiers', {
      priceUnit: '$/piece',
      volumeUnit: 'pieces/year',
      maxTiers: 12,
      isRequired: false,
      confidentiality: 'sealed',
      help: 'From which yearly volume which price holds, for each piece at its tier or for all pieces at the tier reached.',
    }),
    money('revenue-commitment', 'Revenue commitment', {
      unit: '$/year',
      isRequired: false,
      confidentiality: 'sealed',
      help: 'Postage the shipper commits to in a contract year, instead of or beside the pieces.',
    }),
    choice('shortfall-remedy', 'Remedy for a shortfall', {
      options: [
        option('none', 'none'),
        option('fee', 'fee for each missing piece'),
        option('true-up', 'true-up to the price of the tier reached'),
        option('revert', 'published prices in the next contract year'),
      ],
      help: 'What follows when the volume stays below the band.',
    }),
    money('shortfall-fee', 'Shortfall fee', {
      unit: '$/piece',
      isRequired: false,
      confidentiality: 'sealed',
      help: 'Only with the remedy “fee for each missing piece”, such as 0.25.',
    }),
    table('ramp-up', 'Ramp-up', {
      columns: [
        column('month', 'From month', { kind: 'quantity', unit: '', min: 1, max: 36 }),
        column('share', 'Share of the commitment', { kind: 'percent', ...FULL_SHARE }),
      ],
      maxRows: 24,
      isRequired: false,
      help: 'Which share of the monthly commitment counts from which month on, until it is 100 %.',
    }),
    table('entry-mix', 'Mix of entry levels', {
      columns: [
        column('level', 'Entry level', { kind: 'choice', options: ENTRY_LEVELS }),
        column('share', 'Share of pieces', { kind: 'percent', ...FULL_SHARE }),
      ],
      maxRows: 4,
      isRequired: false,
      help: 'Expected shares over a contract year, such as 80 % at delivery units and 20 % at sectional centres.',
    }),
    choice('forecast-cadence', 'Forecasts', {
      options: [
        option('weekly', 'each week'),
        option('monthly', 'each month'),
        option('quarterly', 'each quarter'),
      ],
      help: 'How often the shipper sends a forecast by {ref:volume-forecast}.',
    }),
    clause('volume-band', 'Commitment and band', {
      dependsOn: ['award-volume'],
      text: [
        'In each Contract Year the shipper tenders the annual commitment. Volume within the Band needs no adjustment. Below the Band the remedy of {ref:shortfall-remedy} applies to the pieces that are missing from its lower end; above the Band the carrier accepts pieces as far as its capacity at the Facility allows.',
        'Days on which the carrier could not accept a tender, and volume that it refused, count as if they had been tendered.',
      ],
      fallback: [
        'The shipper uses reasonable efforts to tender the annual commitment. A shortfall below the Band has no consequence in the first Contract Year.',
      ],
    }),
    clause('volume-forecast', 'Forecasts', {
      text: [
        'As often as {ref:forecast-cadence} says, the shipper sends a forecast of pieces by Facility and week for the next three months. A forecast binds nobody. When the volume of a week differs from the last forecast by more than a quarter, the parties speak about staffing before that week.',
      ],
      fallback: ['The shipper sends a forecast of the whole volume each quarter.'],
    }),
  ],
  assumptions: [
    {
      id: 'volume',
      label: 'A contract year with',
      help: 'To try tiers and shortfall.',
      type: { kind: 'quantity', unit: 'pieces', min: 0, max: MAX_PIECES },
      value: 10_500_000,
    },
    {
      id: 'delivery-days',
      label: 'and',
      help: 'Days of delivery in a contract year.',
      type: { kind: 'quantity', unit: 'delivery days', min: 1, max: 366 },
      value: 302,
    },
  ],
  derived: [
    {
      id: 'annual-value',
      label: 'Annual value of the award',
      help: 'Σ award price × pieces a day × delivery days',
      formula: 'annual-value',
      inputs: {
        price: { term: 'award-price' },
        volume: { term: 'award-volume' },
        days: { assumption: 'delivery-days' },
      },
    },
    {
      id: 'commitment-price',
      label: 'Commitment at its tiers',
      help: 'price of each tier × its pieces, or price of the tier reached × all pieces',
      formula: 'tier-price',
      inputs: { tiers: { term: 'tiers' }, volume: { term: 'annual-commitment' } },
    },
    {
      id: 'volume-price',
      label: 'That year at its tiers',
      help: 'the same for the volume tried',
      formula: 'tier-price',
      inputs: { tiers: { term: 'tiers' }, volume: { assumption: 'volume' } },
    },
    {
      id: 'shortfall',
      label: 'Shortfall of that year',
      help: 'nothing inside the band; below it the remedy for the pieces missing from its lower end',
      formula: 'shortfall',
      inputs: {
        commitment: { term: 'annual-commitment' },
        low: { term: 'band-low' },
        high: { term: 'band-high' },
        remedy: { term: 'shortfall-remedy' },
        fee: { term: 'shortfall-fee' },
        tiers: { term: 'tiers' },
        volume: { assumption: 'volume' },
      },
    },
  ],
};
