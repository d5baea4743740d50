// `parley simulate`: what comes of an auction when certain bids are made, decided by the same engine that serves
// rooms. Needs no server and no journal.

import { ScenarioRefused, simulate } from '../../shared/simulation/simulation.ts';
import type { SimulationReport } from '../../shared/simulation/report.ts';
import { readScenario } from '../../shared/simulation/scenario.ts';
import type { Scenario } from '../../shared/simulation/scenario.ts';
import type { Command } from './command.ts';
import { EXIT, Obstacle } from './command.ts';
import { readJsonFile } from './json-file.ts';
import { simulationTable } from './simulate-table.ts';

/** A national sale with files of bids fits. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;

const reportOf = (file: string, scenario: Scenario): SimulationReport => {
  try {
    return simulate(scenario);
  } catch (cause) {
    if (!(cause instanceof ScenarioRefused)) throw cause;
    throw new Obstacle(`${file}: ${cause.message}`, EXIT.usage);
  }
};

/** Runs a scenario and prints what came of it. */
export const SIMULATE: Command = {
  name: 'simulate',
  operands: '<scenario.json>',
  operandCount: { min: 1, max: 1 },
  summary: 'Runs an auction of any format from a file of rules and bids, without a server.',
  details: [
    'Reads {"form": "parley-scenario-1", "seed", "rules", "lots", "bidders", "steps"} and prints tables:',
    'posted prices, demand and eligibility after each round, awards, payments, extensions, refused bids.',
    'Equal files give equal results. A wrong file is refused with the place and what is allowed, and',
    'exit code 2. docs/simulate.md has the form and examples.',
  ],
  options: [{ name: '--json', meaning: 'Prints JSON instead of tables.' }],
  settings: [],
  async run({ operands: [file = ''], options }, terminal) {
    const path = terminal.placeOf(file);
    const reading = readScenario(
      await readJsonFile({ name: file, path, maxBytes: MAX_FILE_BYTES }),
    );
    if (!reading.ok) {
      for (const fault of reading.faults) terminal.warn(`parley: ${file}: ${fault}`);
      return EXIT.usage;
    }
    const report = reportOf(file, reading.scenario);
    if (options.has('--json')) terminal.say(JSON.stringify(report, null, 2));
    else for (const line of simulationTable(report)) terminal.say(line);
    return EXIT.done;
  },
};
