// What the carrier earns against what the pieces cost it. For the carrier and its regulator only.

import { ratioBp } from './exact.ts';

/** At this coverage revenue equals attributable cost. Below it an agreement may not be signed. */
export const FULL_COVERAGE_BP = 10_000;

/**
 * Cost coverage in basis points: revenue ÷ attributable cost, rounded down, so that what shows as 100 % does cover
 * its cost (39 U.S.C. § 3633(a)(2)). Both in mills, for the same pieces. Undefined where there is no cost.
 */
export const costCoverageBp = (
  revenueMills: number,
  attributableCostMills: number,
): number | undefined =>
  attributableCostMills === 0 ? undefined : ratioBp(revenueMills, attributableCostMills, 'down');
