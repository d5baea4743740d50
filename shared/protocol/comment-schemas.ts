// Commands about comments as a seat may send them, checked. Whether an anchor is a place in a clause is decided by
// sheet/comments/decide.ts, whom a comment may name by room/mention-rights.ts.

import { z } from 'zod';
import { MAX_ENTRIES } from '../sheet/comments/book.ts';
import { MAX_MENTIONS } from '../sheet/comments/decide.ts';
import { MAX_POSITION_LENGTH } from '../sheet/comments/passages.ts';
import { side } from './offer-schemas.ts';
import { id, text } from './wire-values.ts';

const scope = z.enum(['note', 'internal', 'shared']);
const mentions = z.array(id).max(MAX_MENTIONS).exactOptional();
const position = z.string().min(4).max(MAX_POSITION_LENGTH);
const thread = { side, scope, commentId: id };

export const commentCommandSchemas = [
  z.strictObject({
    type: z.literal('MakeComment'),
    ...{ side, scope, termId: id, text, mentions },
    anchor: z.strictObject({ start: position, end: position }).exactOptional(),
  }),
  z.strictObject({ type: z.literal('ReplyToComment'), ...thread, text, mentions }),
  z.strictObject({
    type: z.literal('EditComment'),
    ...thread,
    entry: z.int().min(0).max(MAX_ENTRIES),
    ...{ text, mentions },
  }),
  z.strictObject({ type: z.literal('ResolveComment'), ...thread }),
  z.strictObject({ type: z.literal('ReopenComment'), ...thread }),
] as const;
