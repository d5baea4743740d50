// HTTP for the public halves of signing keys: published to everybody, retired by the administrator.

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SiteState } from '../../shared/access/types.ts';
import type { PublicKey } from '../../shared/record/keys.ts';
import type { GatewayContext } from './context.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { refusal } from './failures.ts';
import { parsed } from './parsed.ts';
import { requireAdmin } from './rooms-api.ts';

const KEYS_PATH = '/.well-known/parley-keys.json';

const keyParams = z.object({ keyId: z.string().regex(/^[0-9a-f]{16}$/) });

/** All keys that nodes of this installation ever signed with, oldest first. */
export const publicKeysOf = ({ keys }: SiteState): readonly PublicKey[] =>
  Object.entries(keys)
    .map(([keyId, key]) => ({ keyId, ...key }))
    .sort((a, b) => a.fromMs - b.fromMs);

/** Routes of the keys. */
export const addKeyRoutes = (app: FastifyInstance, context: GatewayContext): void => {
  const { hosts, chance } = context;

  app.get(KEYS_PATH, async (_request, reply) => {
    const { state } = await hosts.site().confirmed();
    return reply.header('cache-control', 'no-cache').send({ keys: publicKeysOf(state) });
  });

  app.post('/api/keys/:keyId/retire', async (request) => {
    await requireAdmin(context, request);
    const { keyId } = parsed(keyParams, request.params);
    const answer = await hosts.site().submit(chance.id(), SYSTEM, { type: 'RetireKey', keyId });
    if (!answer.ok) throw refusal('not-found');
    const { state } = await hosts.site().confirmed();
    return { keys: publicKeysOf(state) };
  });
};
