// The HTTP routes as the program itself has them, read from its own list.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GatewayContext } from '../../server/gateway/context.ts';
import { createHttp } from '../../server/gateway/http.ts';

const BRANCH = /^([│├└─\s]*)(\S+) \(([A-Z, ]+)\)$/;
const INDENT = 4;

/** Every route as `METHOD path`, sorted. Without the files of the page, and GET stands for HEAD too. */
export const routesOf = async (context: GatewayContext): Promise<readonly string[]> => {
  const pageFolder = mkdtempSync(join(tmpdir(), 'parley-no-page-'));
  const app = await createHttp(
    { ...context, pageFolder },
    {
      isStopping: () => false,
      journal: () => Promise.resolve('writable'),
      nodes: () => 'alone',
      metrics: () => Promise.resolve(''),
    },
  );
  await app.ready();
  const tree = app.printRoutes({ commonPrefix: false });
  await app.close();
  rmSync(pageFolder, { recursive: true });
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
  return routes.sort();
};
