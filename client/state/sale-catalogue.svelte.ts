// The list of lots of a large sale: fetched once, and again when the view names another.

import type { Lot } from '../../shared/auction/types.ts';
import { parseLotTable } from '../../shared/auction/lot-table.ts';
import { readLotRows } from '../../shared/auction/lot-rows.ts';
import { fetchLots } from '../net/sale-files.ts';

class SaleCatalogue {
  #lots = $state.raw<readonly Lot[]>([]);
  #state = $state<'loading' | 'ready' | 'failed'>('loading');
  #name = '';

  get lots(): readonly Lot[] {
    return this.#lots;
  }

  get state(): 'loading' | 'ready' | 'failed' {
    return this.#state;
  }

  /** Has the list that goes by this name; fetches it when it is another than before. */
  async want(auctionId: string, name: string): Promise<void> {
    if (this.#name === name && this.#state !== 'failed') return;
    this.#name = name;
    this.#state = 'loading';
    const text = await fetchLots(auctionId);
    if (this.#name !== name) return;
    this.#lots = text === undefined ? [] : readLotRows(parseLotTable(text).rows).lots;
    this.#state = this.#lots.length > 0 ? 'ready' : 'failed';
  }
}

/** One list for the table and the form beside it. */
export const catalogue = new SaleCatalogue();
