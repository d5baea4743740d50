// Formulas of price and adjustment, as templates name them.

import type { PriceGrid, TableRow, TypeOf } from '../field-types.ts';
import type { Pricing, Shipment } from './effective-rate.ts';
import type { Formula, InputSpec, Inputs } from './formula.ts';
import type { WeightRule } from './weight-step.ts';
import { costCoverageBp } from './cost-coverage.ts';
import { effectiveRate, pricePiece } from './effective-rate.ts';
import { escalatedPrice, escalationBp } from './escalator.ts';
import { product, sum } from './exact.ts';
import { figures, moneyFigure, needed, numberOf, problem, textOf } from './formula.ts';
import { chargedWeight } from './weight-step.ts';

const A_PIECE = '$/piece';
const GRID: InputSpec = { kinds: ['price-grid'] };
const ROUNDING: InputSpec = { kinds: ['choice'], options: ['pound-up', 'half-pound-up'] };
const OPTIONAL_COUNT: InputSpec = { kinds: ['quantity'], isOptional: true };
const OPTIONAL_MONEY: InputSpec = { kinds: ['money'], isOptional: true };

const WEIGHING = { rounding: ROUNDING, dimOver: OPTIONAL_COUNT, dimDivisor: OPTIONAL_COUNT };

const SAMPLE: InputSpec = {
  kinds: ['table'],
  columns: { entry: 'choice', weight: 'weight', pieces: 'quantity' },
};

const PRICED_SAMPLE = {
  ...WEIGHING,
  prices: GRID,
  sample: SAMPLE,
  minimum: OPTIONAL_MONEY,
  sameDay: OPTIONAL_MONEY,
};

const ruleOf = (inputs: Inputs): WeightRule => {
  const rounding = textOf(inputs, 'rounding') === 'half-pound-up' ? 'half-pound-up' : 'pound-up';
  const overCubicInches = numberOf(inputs, 'dimOver');
  const divisor = numberOf(inputs, 'dimDivisor');
  return overCubicInches === undefined || divisor === undefined || divisor === 0
    ? { rounding }
    : { rounding, dim: { overCubicInches, divisor } };
};

interface Grid {
  readonly type: TypeOf<'price-grid'>;
  readonly value: PriceGrid;
}

const gridOf = ({ single }: Inputs): Grid => {
  const { type, value } = needed(single['prices']);
  return { type: type as Grid['type'], value: value as PriceGrid };
};

const pricingOf = (inputs: Inputs): Pricing => {
  const { type, value } = gridOf(inputs);
  const rows = Object.entries(value).map(([id, prices]) => {
    const steps = type.steps.flatMap(({ id: stepId, upToThousandths }) => {
      const priceMills = prices[stepId];
      return priceMills === undefined ? [] : [{ upToThousandths, priceMills }];
    });
    return [id, { steps }] as const;
  });
  return {
    rows: Object.fromEntries(rows),
    rule: ruleOf(inputs),
    minimumMills: numberOf(inputs, 'minimum') ?? 0,
    sameDayMills: numberOf(inputs, 'sameDay') ?? 0,
  };
};

const shipmentOf = (row: TableRow): Shipment => ({
  entry: String(row['entry']),
  weightThousandths: Number(row['weight']),
  cubicInches: Number(row['size'] ?? 0),
  pieces: Number(row['pieces']),
  isSameDay: row['same-day'] === 'yes',
});

const sampleOf = ({ single }: Inputs): readonly Shipment[] =>
  (needed(single['sample']).value as readonly TableRow[]).map(shipmentOf);

const rateOf = (inputs: Inputs): number | string => {
  const pricing = pricingOf(inputs);
  const sample = sampleOf(inputs);
  const missing = sample.findIndex(
    (shipment) => shipment.pieces > 0 && pricePiece(pricing, shipment).priceMills === undefined,
  );
  if (missing >= 0) return `there is no price for row ${String(missing + 1)} of the sample`;
  return effectiveRate(pricing, sample) ?? 'the sample has no pieces';
};

const CHARGED_WEIGHT: Formula = {
  inputs: {
    ...WEIGHING,
    weight: { kinds: ['weight'] },
    size: OPTIONAL_COUNT,
    prices: { ...GRID, isOptional: true },
  },
  compute(inputs) {
    const piece = {
      weightThousandths: needed(numberOf(inputs, 'weight')),
      cubicInches: numberOf(inputs, 'size') ?? 0,
    };
    const charged = chargedWeight(piece, ruleOf(inputs));
    const weight = { kind: 'weight', max: charged } as const;
    const main = { label: 'charged as', type: weight, value: charged };
    if (!inputs.single['prices']) return figures(main);
    const pricing = { ...pricingOf(inputs), minimumMills: 0 };
    const prices = gridOf(inputs).type.rows.flatMap(({ id, label }) => {
      const shipment = { ...piece, entry: id, pieces: 1, isSameDay: false };
      const { priceMills } = pricePiece(pricing, shipment);
      return priceMills === undefined ? [] : [moneyFigure(label, priceMills, A_PIECE)];
    });
    return figures(main, ...prices);
  },
};

const EFFECTIVE_RATE: Formula = {
  inputs: PRICED_SAMPLE,
  compute(inputs) {
    const rate = rateOf(inputs);
    if (typeof rate === 'string') return problem(rate);
    const pricing = pricingOf(inputs);
    const atMinimum = sampleOf(inputs).filter((one) => pricePiece(pricing, one).isMinimum);
    const pieces = sum(...atMinimum.map((one) => one.pieces));
    const type = { kind: 'quantity', unit: 'pieces', min: 0, max: pieces } as const;
    return figures(
      moneyFigure('effective rate', rate, A_PIECE),
      ...(pieces > 0 ? [{ label: 'at the minimum charge', type, value: pieces }] : []),
    );
  },
};

const ESCALATOR: Formula = {
  inputs: {
    mode: { kinds: ['choice'], options: ['fixed', 'cpi', 'general-average', 'negotiated'] },
    index: { kinds: ['percent'] },
    spread: { kinds: ['percent'], isOptional: true },
    floor: { kinds: ['percent'], isOptional: true },
    cap: { kinds: ['percent'], isOptional: true },
    prices: { ...GRID, isOptional: true },
  },
  compute(inputs) {
    const mode = textOf(inputs, 'mode');
    if (mode === 'negotiated') return problem('the change is negotiated each year');
    // A share that nobody bounded is bounded by what a field can hold.
    const clamp = {
      spreadBp: numberOf(inputs, 'spread') ?? 0,
      floorBp: numberOf(inputs, 'floor') ?? Number.MIN_SAFE_INTEGER,
      capBp: numberOf(inputs, 'cap') ?? Number.MAX_SAFE_INTEGER,
    };
    if (clamp.floorBp > clamp.capBp) return problem('the floor is above the cap');
    const isFixed = mode === 'fixed';
    const change = isFixed ? 0 : escalationBp(needed(numberOf(inputs, 'index')), clamp);
    const main = { label: 'change of prices', type: { kind: 'percent' } as const, value: change };
    if (!inputs.single['prices'] || isFixed) return figures(main);
    const { type, value } = gridOf(inputs);
    const examples = type.rows.flatMap((row) => {
      const step = type.steps.find(({ id }) => value[row.id]?.[id] !== undefined);
      const price = step && value[row.id]?.[step.id];
      return step && price !== undefined
        ? [moneyFigure(`${row.label}, ${step.label}, then`, escalatedPrice(price, change), A_PIECE)]
        : [];
    });
    return figures(main, ...examples);
  },
};

const coverage = (revenueMills: number, costMills: number) => {
  const value = costCoverageBp(revenueMills, costMills);
  if (value === undefined) return problem('there is no attributable cost');
  return figures({ label: 'cost coverage', type: { kind: 'percent' }, value });
};

const COVERAGE_OF_SAMPLE: Formula = {
  inputs: { ...PRICED_SAMPLE, cost: { kinds: ['money'] } },
  compute(inputs) {
    const rate = rateOf(inputs);
    if (typeof rate === 'string') return problem(rate);
    return coverage(rate, needed(numberOf(inputs, 'cost')));
  },
};

const COVERAGE_OF_AWARD: Formula = {
  inputs: {
    price: { kinds: ['money'], isPerLot: true },
    volume: { kinds: ['quantity'], isPerLot: true },
    cost: { kinds: ['money'] },
  },
  compute(inputs) {
    const cost = needed(numberOf(inputs, 'cost'));
    const lots = lotsOf(inputs);
    if (lots.length === 0) return problem(NO_LOT);
    const revenue = sum(...lots.map(({ price, volume }) => product(price, volume)));
    return coverage(revenue, sum(...lots.map(({ volume }) => product(cost, volume))));
  },
};

/** Why there is no figure over lots. */
export const NO_LOT = 'no lot has both price and volume';

/** Price and volume of each lot that has both. */
export const lotsOf = ({
  perLot,
}: Inputs): readonly { readonly lot: string; readonly price: number; readonly volume: number }[] =>
  (perLot['price'] ?? []).flatMap(({ lot, value: price }, place) => {
    const volume = perLot['volume']?.[place]?.value;
    return typeof price === 'number' && typeof volume === 'number' ? [{ lot, price, volume }] : [];
  });

/** Formulas by the names that templates use. */
export const PRICE_FORMULAS = {
  'charged-weight': CHARGED_WEIGHT,
  'effective-rate': EFFECTIVE_RATE,
  escalator: ESCALATOR,
  'coverage-of-sample': COVERAGE_OF_SAMPLE,
  'coverage-of-award': COVERAGE_OF_AWARD,
} as const satisfies Readonly<Record<string, Formula>>;
