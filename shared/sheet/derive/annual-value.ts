// What a year of deliveries is worth.

import { product, sum } from './exact.ts';

/** A price for so many pieces on every delivery day. */
export interface DailyVolume {
  readonly priceMills: number;
  readonly piecesPerDay: number;
}

/**
 * Σ price × pieces a day × delivery days, exact, in mills. 3 blocks of 100 pieces at $2.80 on 302 days are $253,680.
 * Throws TooLarge above 2^53 − 1.
 */
export const annualValue = (volumes: readonly DailyVolume[], deliveryDays: number): number =>
  sum(
    ...volumes.map(({ priceMills, piecesPerDay }) =>
      product(priceMills, piecesPerDay, deliveryDays),
    ),
  );
