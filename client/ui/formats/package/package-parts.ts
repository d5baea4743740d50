// Package bids on the page.

import type { AuctionViewOf } from '../../../../shared/room/view-types.ts';
import { turnOf } from '../../../words/turns.ts';
import type { FormatParts } from '../parts.ts';
import PackageActs from './PackageActs.svelte';
import PackageCourse from './PackageCourse.svelte';
import PackageForm from './PackageForm.svelte';
import PackageLots from './PackageLots.svelte';
import PackageTeams from './PackageTeams.svelte';

const announce = (auction: AuctionViewOf<'package'>): readonly string[] => {
  if (auction.isComputing) return ['The cut-off has passed; the award is being computed.'];
  const { name, verb } = turnOf(auction);
  return [`${name} ${verb} ${auction.stage === 'bidding' ? 'open' : 'closed'}.`];
};

export const packageParts: FormatParts<'package'> = {
  Lots: PackageLots,
  Bid: PackageForm,
  Teams: PackageTeams,
  Course: PackageCourse,
  Acts: PackageActs,
  announce,
};
