// fast-check as the tests use it: the same cases in every ordinary run, so that a change of the code alone can turn one
// red. The long run draws new ones; a law that fails prints its seed, and PARLEY_TEST_SEED draws those again.

import fc from 'fast-check';

const FIXED_SEED = 20_261_130;
const wanted = process.env['PARLEY_TEST_SEED'];
const isLong = process.env['PARLEY_TEST_LONG'] === '1';

if (wanted !== undefined) fc.configureGlobal({ seed: Number(wanted) });
else if (!isLong) fc.configureGlobal({ seed: FIXED_SEED });

export { fc };
