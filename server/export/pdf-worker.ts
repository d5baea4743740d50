// The thread in which documents are printed, one after the other, so that nothing else waits for them.

import { parentPort } from 'node:worker_threads';
import type { PdfSource, Printed } from './pdf.ts';
import { printed } from './pdf-layout.ts';
import { giveWay } from '../platform/give-way.ts';

giveWay();

const answerTo = async (number: number, source: PdfSource): Promise<Printed> => {
  try {
    return { number, bytes: await printed(source) };
  } catch (cause) {
    return { number, fault: cause instanceof Error ? cause.message : String(cause) };
  }
};

let turn: Promise<unknown> = Promise.resolve();
parentPort?.on('message', ({ number, source }: { number: number; source: PdfSource }) => {
  turn = turn.then(async () => {
    parentPort?.postMessage(await answerTo(number, source));
  });
});
