// The HTTP routes as the program itself has them, read from its own list.

import type { GatewayContext } from '../../server/gateway/context.ts';
import { createHttp } from '../../server/gateway/http.ts';

const BRANCH = /^([│├└─\s]*)(\S+) \(([A-Z, ]+)\)$/;
const INDENT = 4;

/** Every route as `METHOD path`, sorted; files of the page and what only answers HEAD are left out. */
export const routesOf = async (context: GatewayContext): Promise<readonly string[]> => {
  const app = await createHttp(context, {
    isReady: () => Promise.resolve(true),
    nodes: () => 'alone',
    metrics: () => Promise.resolve(''),
  });
  await app.ready();
  const tree = app.printRoutes({ commonPrefix: false });
  await app.close();
  const parents: string[] = [''];
  const routes: string[] = [];
  for (const line of tree.split('\n')) {
    const [, branch = '', part = '', methods = ''] = BRANCH.exec(line) ?? [];
    if (part === '') continue;
    const depth = branch.length / INDENT;
    const path = `${parents[depth - 1] ?? ''}${part}`;
    parents.splice(depth, parents.length, path);
    const served = methods.split(', ').filter((method) => method !== 'HEAD');
    routes.push(...served.map((method) => `${method} ${path}`));
  }
  return routes.filter((route) => /^\w+ \/(api\/|healthz|readyz|metrics)/.test(route)).sort();
};
