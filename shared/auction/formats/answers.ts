// What auctions ask to have computed outside, answered: by a server beside its event loop, by a verifier wherever it likes.

import type { Asked, Found } from './format.ts';
import type { TieKey } from './large-round.ts';
import { tieKey } from '../ties.ts';
import { answerLarge } from './large-round.ts';
import { answerTo } from './package-solve.ts';

/** The answer to a question of any format. `tie` may be a faster way to the same keys. */
export const answerOf = (asked: Asked, tie: TieKey = tieKey): Found =>
  'kind' in asked ? answerLarge(asked, tie) : answerTo(asked);
