// Somebody in another room, in a process of its own: says something fifty times a second and notes how long each answer
// takes, until told to stop.

import { joinAsBot } from '../support/http-client.ts';
import { follow, say } from './people.ts';

const EVERY_MS = 20;
const [origin = '', link = ''] = process.argv.slice(2);
const client = await follow(origin, await joinAsBot({ origin }, link));
let spans: number[] = [];
const timer = setInterval(() => {
  const startMs = performance.now();
  void say(client, 'Are you there?').then(() => spans.push(performance.now() - startMs));
}, EVERY_MS);

process.on('message', (asked: string) => {
  const sorted = [...spans].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
  process.send?.({ count: sorted.length, p50: at(0.5), p99: at(0.99), worst: at(1 - 1e-9) });
  spans = [];
  if (asked !== 'stop') return;
  clearInterval(timer);
  client.close();
  process.exit(0);
});
process.send?.('ready');
