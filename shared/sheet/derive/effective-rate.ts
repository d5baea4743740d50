// What a piece really costs on a sample of shipments.

import type { WeightRule } from './weight-step.ts';
import { product, scaled, sum } from './exact.ts';
import { chargedWeight, weightStep } from './weight-step.ts';

/** Prices of one entry level: ascending upper ends of weight steps in thousandths of a pound, with their price. */
export interface PriceRow {
  readonly steps: readonly { readonly upToThousandths: number; readonly priceMills: number }[];
}

/** Some pieces of one kind. */
export interface Shipment {
  readonly entry: string;
  readonly weightThousandths: number;
  /** 0 where it was not measured. */
  readonly cubicInches: number;
  readonly pieces: number;
  readonly isSameDay: boolean;
}

export interface Pricing {
  readonly rows: Readonly<Record<string, PriceRow>>;
  readonly rule: WeightRule;
  /** The least a piece costs before premiums. */
  readonly minimumMills: number;
  /** Added to pieces for delivery on the same day. */
  readonly sameDayMills: number;
}

/** One line of the sample, priced; undefined price where the table has none for it. */
export interface PricedShipment {
  readonly chargedThousandths: number;
  readonly priceMills: number | undefined;
  /** The table's price is below the minimum charge, which took its place. */
  readonly isMinimum: boolean;
}

/** max(price of the weight step, minimum charge) + same-day premium, for one piece of a shipment. */
export const pricePiece = (
  { rows, rule, minimumMills, sameDayMills }: Pricing,
  shipment: Shipment,
): PricedShipment => {
  const chargedThousandths = chargedWeight(shipment, rule);
  const steps = Object.hasOwn(rows, shipment.entry) ? (rows[shipment.entry]?.steps ?? []) : [];
  const end = weightStep(
    steps.map(({ upToThousandths }) => upToThousandths),
    chargedThousandths,
  );
  const cell = steps.find(({ upToThousandths }) => upToThousandths === end);
  if (!cell) return { chargedThousandths, priceMills: undefined, isMinimum: false };
  const isMinimum = cell.priceMills < minimumMills;
  const base = isMinimum ? minimumMills : cell.priceMills;
  return {
    chargedThousandths,
    priceMills: sum(base, shipment.isSameDay ? sameDayMills : 0),
    isMinimum,
  };
};

/**
 * The effective rate a piece: Σ price × pieces ÷ Σ pieces over the sample, rounded half up to the mill. Undefined
 * where the sample has no pieces or the table no price for a shipment that has some.
 */
export const effectiveRate = (
  pricing: Pricing,
  sample: readonly Shipment[],
): number | undefined => {
  const priced = sample
    .filter(({ pieces }) => pieces > 0)
    .map((shipment) => ({ ...shipment, ...pricePiece(pricing, shipment) }));
  const totals = priced.map(({ priceMills, pieces }) =>
    priceMills === undefined ? undefined : product(priceMills, pieces),
  );
  const known = totals.filter((total) => total !== undefined);
  if (priced.length === 0 || known.length < priced.length) return undefined;
  return scaled(sum(...known), [1, sum(...priced.map(({ pieces }) => pieces))], 'half-up');
};
