// Types of launch-parts.mjs, for the tests.

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Report {
  readonly testResults?: readonly {
    readonly status: string;
    readonly assertionResults?: readonly { readonly status: string }[];
  }[];
}

export interface PackageList {
  readonly packages?: Readonly<
    Record<
      string,
      {
        readonly version?: string;
        readonly optional?: boolean;
        readonly devOptional?: boolean;
        readonly link?: boolean;
      }
    >
  >;
}

export declare const OLDEST_NODE: number;
export declare const NO_NODE: string;
export declare const readVerb: (words: readonly string[]) => {
  readonly verb: 'start' | 'test' | 'long' | 'bench' | 'command';
  readonly args: readonly string[];
};
export declare const isNewEnough: (version: string) => boolean;
export declare const nodePlaces: (platform: string, arch: string) => readonly string[];
export declare const isInstalled: (lock: PackageList, installed: PackageList) => boolean;
export declare const countsOf: (report: Report | undefined, exitCode: number) => Counts;
export declare const countsLine: (counts: Counts) => string;
export declare const exitCodeOf: (
  code: number | null,
  signal: string | null,
  signalNumbers: Readonly<Record<string, number>>,
) => number;
export declare const asksForHelp: (args: readonly string[]) => boolean;
