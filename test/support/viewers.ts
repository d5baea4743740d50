// Who looks at an auction: one of each kind that sees it differently, by what it is to the team `a`.

import type { Viewer } from '../../shared/room/view-types.ts';

export const VIEWERS = {
  own: { kind: 'team', teamId: 'a' },
  rival: { kind: 'team', teamId: 'b' },
  host: { kind: 'team', teamId: 'usps' },
  moderator: { kind: 'moderator' },
  regulator: { kind: 'regulator' },
  public: { kind: 'public' },
} as const satisfies Record<string, Viewer>;

export type Who = keyof typeof VIEWERS;

export const EVERYBODY = Object.keys(VIEWERS) as Who[];
