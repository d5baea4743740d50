// Which editors of a sheet hear of a caret: those of the clauses that it comes to and leaves, and no other.

import { describe, expect, it } from 'vitest';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { caretsIn } from '../../client/ui/editor/clause-carets.ts';
import { CLAUSES, clauseOf, forkOf, seededPart, textOf } from '../text/sheet-fixture.ts';

/** A page with an editor for each clause, and the presence of somebody else. */
const page = () => {
  const [doc, other] = [forkOf(seededPart(), 70), forkOf(seededPart(), 71)];
  const [awareness, theirs] = [new Awareness(doc), new Awareness(other)];
  const heard: string[] = [];
  const stops = CLAUSES.map((termId) => {
    const carets = caretsIn(awareness, clauseOf(doc, termId));
    const listener = (): void => {
      heard.push(termId);
    };
    carets.on('change', listener);
    return () => {
      carets.off('change', listener);
    };
  });
  const moveTo = (termId: (typeof CLAUSES)[number] | undefined, at = 0): readonly string[] => {
    heard.length = 0;
    const anchor = termId && Y.createRelativePositionFromTypeIndex(textOf(other, termId), at);
    theirs.setLocalStateField('cursor', anchor ? { anchor, head: anchor } : null);
    applyAwarenessUpdate(awareness, encodeAwarenessUpdate(theirs, [theirs.clientID]), 'server');
    return [...heard].sort();
  };
  const close = (): void => {
    for (const all of [awareness, theirs]) all.destroy();
  };
  return { doc, awareness, heard, moveTo, close, stops };
};

describe('[UI36] carets', () => {
  it('of others concern the clause they come to and the one they leave', () => {
    const { moveTo, close } = page();
    expect(moveTo('scope')).toEqual(['scope']);
    expect(moveTo('scope', 4)).toEqual(['scope']);
    expect(moveTo('payment')).toEqual(['payment', 'scope']);
    expect(moveTo(undefined)).toEqual(['payment']);
    expect(moveTo(undefined)).toEqual([]);
    close();
  });

  it('of the writer concern no editor, whichever key moves them', () => {
    const { doc, awareness, heard, close } = page();
    const carets = caretsIn(awareness, clauseOf(doc, 'scope'));
    for (let at = 0; at < 10; at += 1) {
      const anchor = Y.createRelativePositionFromTypeIndex(textOf(doc, 'scope'), at);
      carets.setLocalStateField('cursor', { anchor, head: anchor });
      expect(awareness.getLocalState()?.['cursor']).toEqual({ anchor, head: anchor });
    }
    expect(heard).toEqual([]);
    close();
  });

  it('of the writer are taken away by the editor they stand in, and by no other', () => {
    const { doc, awareness, close } = page();
    const editors = new Map(CLAUSES.map((id) => [id, caretsIn(awareness, clauseOf(doc, id))]));
    const anchor = Y.createRelativePositionFromTypeIndex(textOf(doc, 'scope'), 3);
    editors.get('scope')?.setLocalStateField('cursor', { anchor, head: anchor });
    const told: unknown[] = [];
    awareness.on('update', () => told.push(awareness.getLocalState()?.['cursor']));
    const closing = ['payment', 'scope', 'liability'] as const;
    for (const id of closing) editors.get(id)?.setLocalStateField('cursor', null);
    expect(told).toEqual([null]);
    close();
  });

  it('of somebody who has left are gone, and an editor that is gone hears nothing', () => {
    const { awareness, heard, moveTo, close, stops } = page();
    moveTo('liability');
    heard.length = 0;
    awareness.getStates().delete(71);
    awareness.emit('change', [{ added: [], updated: [], removed: [71] }, 'timeout']);
    expect(heard).toEqual(['liability']);
    for (const stop of stops) stop();
    expect(moveTo('scope')).toEqual([]);
    close();
  });
});
