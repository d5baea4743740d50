// The rules of package bids as a form. Packages are sold forward only, so that no direction is asked for.

import type { FormatSetup } from './rule-field.ts';
import { COMMON, INFORMATION, TIMING } from './common-fields.ts';

const FORWARD_ONLY = [{ value: 'forward', label: 'forward: the carrier sells' }];

export const packageSetup: FormatSetup = {
  format: 'package',
  name: 'Packages: several lots at one total, one cut-off',
  fields: [
    ...COMMON.map((field) =>
      field.path === 'direction' ? { ...field, options: FORWARD_ONLY } : field,
    ),
    { path: 'roundMs', label: 'Cut-off after the opening, seconds', kind: 'seconds' },
    {
      path: 'groups',
      label: 'A team wins',
      kind: 'choice',
      options: [
        { value: 'exclusive', label: 'at most one of its packages' },
        { value: 'named', label: 'at most one of each group that it names' },
      ],
    },
    {
      path: 'pricing',
      label: 'A winner pays',
      kind: 'choice',
      options: [
        { value: 'pay-as-bid', label: 'the totals of its packages' },
        { value: 'vcg', label: 'what the others lose by it (VCG)' },
      ],
    },
    { path: 'maximumPackages', label: 'Packages a team, at most', kind: 'count' },
    {
      path: 'unlikelyBp',
      label: 'A total so far above opening prices is asked about, % (empty: none)',
      kind: 'percent',
      isOptional: true,
    },
    {
      path: 'information.showsReasons',
      label: 'Who gets nothing learns what would have been enough',
      kind: 'switch',
    },
    ...INFORMATION,
    ...TIMING,
  ],
};
