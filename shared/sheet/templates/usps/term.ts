// Sections 9 and 10 of the last-mile agreement: how long it holds, and what the regulator sees. Data only; the
// wording is our own.

import type { SectionTemplate } from '../../types.ts';
import { FULL_COVERAGE_BP } from '../../derive/cost-coverage.ts';
import {
  choice,
  clause,
  date,
  list,
  money,
  option,
  percent,
  quantity,
} from '../building-blocks.ts';
import { PRICED_SAMPLE } from './price.ts';

export const TERM: SectionTemplate = {
  id: 'term',
  title: 'Term and exit',
  terms: [
    choice('effective-mode', 'Takes effect', {
      options: [
        option('date', 'on a fixed day'),
        option('approvals', 'so many business days after all approvals'),
      ],
      confidentiality: 'public',
      help: 'Which of the two following fields counts.',
    }),
    date('effective-date', 'Effective date', {
      isRequired: false,
      confidentiality: 'public',
      help: 'Not before fifteen days after the filing with the regulator.',
    }),
    quantity('effective-days', 'Business days after approvals', {
      unit: 'business days',
      min: 0,
      max: 90,
      isRequired: false,
      confidentiality: 'public',
      help: 'After the last approval, such as 3.',
    }),
    quantity('term-months', 'Term', {
      unit: 'months',
      min: 1,
      max: 120,
      help: 'Length of the agreement from the day it takes effect, such as 36 months.',
    }),
    quantity('renewals', 'Renewals', {
      unit: 'times',
      min: 0,
      max: 10,
      help: 'How often the agreement may be renewed, such as twice.',
    }),
    quantity('renewal-months', 'Length of a renewal', {
      unit: 'months',
      min: 1,
      max: 60,
      isRequired: false,
      help: 'Such as 12 months.',
    }),
    quantity('notice-days', 'Notice of termination', {
      unit: 'days',
      min: 0,
      max: 720,
      help: 'Such as 90 days.',
    }),
    percent('termination-charge', 'Early termination charge', {
      min: 0,
      max: 10_000,
      isRequired: false,
      confidentiality: 'sealed',
      help: 'Share of the postage of the remaining commitment that is due on early termination, such as 2 %.',
    }),
    clause('term-renewal', 'Renewal', {
      text: [
        'The agreement ends with its term. The parties begin to speak about a renewal at least one hundred and eighty days before; an extension is filed with the regulator no later than seven days before the agreement expires.',
      ],
      fallback: [
        'The agreement renews once for twelve months unless a party gives notice ninety days before it ends.',
      ],
    }),
    clause('term-exit', 'Ending early', {
      text: [
        'Either party may end the agreement by the notice stated in {ref:notice-days}; the party that does owes the charge stated in {ref:termination-charge}. It may end it at once and without a charge if the other breaks it in a way that matters and does not mend this within thirty days of a notice that says what is wrong.',
        'If a regulator or a court stops the agreement, it ends on the day of that order without a charge to either side.',
      ],
      fallback: [
        'Neither party may end the agreement in its first Contract Year except for a breach that is not mended in thirty days.',
      ],
    }),
  ],
  assumptions: [
    {
      id: 'last-approval',
      label: 'All approvals there on',
      help: 'The day of the last one.',
      type: { kind: 'date' },
      value: '2026-09-14',
    },
  ],
  derived: [
    {
      id: 'approval-dates',
      label: 'Effect after approvals',
      help: 'the last approval + business days; weekends and federal holidays do not count',
      formula: 'approval-dates',
      inputs: { approved: { assumption: 'last-approval' }, days: { term: 'effective-days' } },
    },
    {
      id: 'term-dates',
      label: 'End and extension',
      help: 'effective date + term; an extension is filed at least 7 days before the last day',
      formula: 'term-dates',
      inputs: { effective: { term: 'effective-date' }, months: { term: 'term-months' } },
    },
  ],
};

export const REGULATORY: SectionTemplate = {
  id: 'regulatory',
  title: 'Regulatory',
  terms: [
    choice('filing-type', 'Filing', {
      options: [
        option('nsa', 'negotiated service agreement, competitive product'),
        option('baseline', 'baseline agreement'),
        option('functional', 'functionally equivalent to a baseline'),
        option('amendment', 'amendment of an agreement in force'),
      ],
      confidentiality: 'public',
      help: 'How the agreement goes to the regulator.',
    }),
    list('dockets', 'Docket ids', {
      itemLength: 20,
      maxItems: 10,
      sides: ['carrier'],
      isRequired: false,
      confidentiality: 'public',
      help: 'As the regulator gave them, such as CP2026-123.',
    }),
    date('filing-date', 'Day of filing', {
      sides: ['carrier'],
      isRequired: false,
      confidentiality: 'public',
      help: 'When the carrier files, or has filed, the agreement.',
    }),
    money('attributable-cost', 'Attributable cost', {
      unit: '$/piece',
      privateTo: 'carrier',
      isRequired: false,
      confidentiality: 'sealed',
      help: 'What a piece of this agreement costs the carrier, by its own cost model.',
    }),
    percent('cost-coverage', 'Cost coverage', {
      min: 0,
      max: 100_000,
      privateTo: 'carrier',
      confidentiality: 'sealed',
      toSign: { atLeast: FULL_COVERAGE_BP },
      help: 'Revenue ÷ attributable cost as it will be filed. Below 100 % the sheet cannot be signed.',
    }),
    clause('regulatory-filing', 'Filing', {
      text: [
        'The carrier files this agreement with the regulator after the last signature, in a sealed version and in one with the redactions of {ref:redactions}. The shipper gives what the filing needs from it within five days of being asked.',
        'The agreement takes effect no earlier than fifteen days after it was filed.',
      ],
      fallback: [
        'The carrier files this agreement and tells the shipper the day and the docket of the filing.',
      ],
    }),
    clause('regulatory-approval', 'Approvals', {
      text: [
        'The agreement depends on every approval that the law asks for. If one is refused or given only with a condition that takes away what a party bargained for, the parties speak for thirty days; after that either may step back without a charge. Until the approvals are there the Price List applies.',
      ],
      fallback: [
        'The agreement depends on every approval that the law asks for and ends without a charge where one is refused.',
      ],
    }),
  ],
  derived: [
    {
      id: 'filing-dates',
      label: 'Earliest effect',
      help: 'day of filing + 15 days',
      formula: 'filing-dates',
      inputs: { filed: { term: 'filing-date' } },
    },
    {
      id: 'sample-coverage',
      label: 'Coverage on the sample',
      help: 'effective rate on your sample ÷ attributable cost, rounded down',
      formula: 'coverage-of-sample',
      inputs: { ...PRICED_SAMPLE, cost: { term: 'attributable-cost' } },
      privateTo: 'carrier',
    },
    {
      id: 'award-coverage',
      label: 'Coverage of the award',
      help: 'Σ award price × pieces ÷ Σ attributable cost × pieces, rounded down',
      formula: 'coverage-of-award',
      inputs: {
        price: { term: 'award-price' },
        volume: { term: 'award-volume' },
        cost: { term: 'attributable-cost' },
      },
      privateTo: 'carrier',
    },
  ],
};
