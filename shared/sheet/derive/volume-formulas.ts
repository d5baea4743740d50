// Formulas of volume, value and dates, as templates name them.

import type { Formula, Inputs } from './formula.ts';
import type { ShortfallRemedy } from './shortfall.ts';
import type { TierTable } from './tiers.ts';
import { annualValue } from './annual-value.ts';
import { effectiveAfterApprovals, earliestEffective } from './filing-dates.ts';
import { lastDay, latestExtensionFiling } from './filing-dates.ts';
import type { Figure } from './formula.ts';
import { countFigure, figures, moneyFigure, needed, numberOf, problem, textOf } from './formula.ts';
import { NO_LOT, lotsOf } from './price-formulas.ts';
import { shortfall } from './shortfall.ts';
import { averagePrice, tieredTotal } from './tiers.ts';

const PIECES = 'pieces';

const tiersOf = ({ single }: Inputs): TierTable | undefined =>
  single['tiers']?.value as TierTable | undefined;

const TIER_PRICE: Formula = {
  inputs: { tiers: { kinds: ['tiers'] }, volume: { kinds: ['quantity'] } },
  compute(inputs) {
    const tiers = needed(tiersOf(inputs));
    const volume = needed(numberOf(inputs, 'volume'));
    return figures(
      moneyFigure('a year', tieredTotal(tiers, volume)),
      moneyFigure('on average', averagePrice(tiers, volume), '$/piece'),
    );
  },
};

const remedyOf = (inputs: Inputs): ShortfallRemedy | string => {
  const tiers = tiersOf(inputs);
  const feeMills = numberOf(inputs, 'fee');
  switch (textOf(inputs, 'remedy')) {
    case 'fee':
      return feeMills === undefined ? 'the shortfall fee is missing' : { kind: 'fee', feeMills };
    case 'true-up':
      return tiers ? { kind: 'true-up', tiers } : 'the price tiers are missing';
    case 'revert':
      return { kind: 'revert' };
    default:
      return { kind: 'none' };
  }
};

const SHORTFALL: Formula = {
  inputs: {
    commitment: { kinds: ['quantity'] },
    low: { kinds: ['percent'] },
    high: { kinds: ['percent'] },
    remedy: { kinds: ['choice'], options: ['none', 'fee', 'true-up', 'revert'] },
    volume: { kinds: ['quantity'] },
    fee: { kinds: ['money'], isOptional: true },
    tiers: { kinds: ['tiers'], isOptional: true },
  },
  compute(inputs) {
    const remedy = remedyOf(inputs);
    if (typeof remedy === 'string') return problem(remedy);
    const commitment = {
      pieces: needed(numberOf(inputs, 'commitment')),
      bandLowBp: needed(numberOf(inputs, 'low')),
      bandHighBp: needed(numberOf(inputs, 'high')),
    };
    if (commitment.bandLowBp > commitment.bandHighBp) {
      return problem('the lower end of the band is above the upper one');
    }
    const result = shortfall(commitment, remedy, needed(numberOf(inputs, 'volume')));
    const due = moneyFigure('due', result.dueMills);
    const missing = countFigure('below the band', result.missingPieces, PIECES);
    const excess = countFigure('above the band', result.excessPieces, PIECES);
    const next: Figure = {
      label: 'next contract year',
      type: { kind: 'text', maxLength: 40 },
      value: 'published prices',
    };
    return figures(
      due,
      ...(result.place === 'below' ? [missing] : []),
      ...(result.place === 'above' ? [excess] : []),
      ...(result.isReverting ? [next] : []),
    );
  },
};

const ANNUAL_VALUE: Formula = {
  inputs: {
    price: { kinds: ['money'], isPerLot: true },
    volume: { kinds: ['quantity'], isPerLot: true },
    days: { kinds: ['quantity'] },
  },
  compute(inputs) {
    const days = needed(numberOf(inputs, 'days'));
    const lots = lotsOf(inputs).map(({ lot, price, volume }) => ({
      lot,
      daily: { priceMills: price, piecesPerDay: volume },
    }));
    if (lots.length === 0) return problem(NO_LOT);
    const total = annualValue(
      lots.map(({ daily }) => daily),
      days,
    );
    const single = lots.map(({ lot, daily }) => ({
      ...moneyFigure(lot, annualValue([daily], days)),
      lotId: lot,
    }));
    return figures(moneyFigure('a year', total), ...(single.length > 1 ? single : []));
  },
};

const dateFigure = (label: string, value: string): Figure => ({
  label,
  type: { kind: 'date' },
  value,
});

const FILING: Formula = {
  inputs: { filed: { kinds: ['date'] } },
  compute: (inputs) =>
    figures(dateFigure('earliest effect', earliestEffective(needed(textOf(inputs, 'filed'))))),
};

const TERM: Formula = {
  inputs: { effective: { kinds: ['date'] }, months: { kinds: ['quantity'] } },
  compute(inputs) {
    const last = lastDay(needed(textOf(inputs, 'effective')), needed(numberOf(inputs, 'months')));
    return figures(
      dateFigure('last day in force', last),
      dateFigure('file an extension by', latestExtensionFiling(last)),
    );
  },
};

const APPROVALS: Formula = {
  inputs: { approved: { kinds: ['date'] }, days: { kinds: ['quantity'] } },
  compute(inputs) {
    const approvals = [needed(textOf(inputs, 'approved'))];
    const effective = effectiveAfterApprovals(approvals, needed(numberOf(inputs, 'days')));
    return figures(dateFigure('takes effect', needed(effective)));
  },
};

/** Formulas by the names that templates use. */
export const VOLUME_FORMULAS = {
  'tier-price': TIER_PRICE,
  shortfall: SHORTFALL,
  'annual-value': ANNUAL_VALUE,
  'filing-dates': FILING,
  'term-dates': TERM,
  'approval-dates': APPROVALS,
} as const satisfies Readonly<Record<string, Formula>>;
