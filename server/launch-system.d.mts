// Types of launch-system.mjs, for the tests.

export interface ProgramNeed {
  /** What is tested with it, in the plural. */
  readonly purpose: string;
  readonly packages: Readonly<Record<string, string>>;
}

export interface InstallPlace {
  readonly has: (program: string) => boolean;
  readonly isRoot: boolean;
  readonly isCi: boolean;
  readonly canSudo: () => boolean;
}

export declare const PROGRAMS: Readonly<Record<'redis-server' | 'nginx', ProgramNeed>>;
export declare const isInPath: (program: string, path?: string) => boolean;
export declare const installWords: (
  missing: readonly (keyof typeof PROGRAMS)[],
  place: InstallPlace,
) => readonly string[] | undefined;
export declare const missingLine: (program: keyof typeof PROGRAMS, isCi: boolean) => string;
export declare const bringPrograms: (say: (line: string) => void) => void;
