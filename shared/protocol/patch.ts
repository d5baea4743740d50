// JSON Merge Patch (RFC 7396) between two views: made once an audience, applied by every page.
// Views hold no null, so a patch can always say what changed. Parts that are the same object are not looked into.

import type { Json } from '../kernel/json.ts';

type JsonObject = Readonly<Record<string, Json | undefined>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEqual = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]))
  );
};

/**
 * The merge patch that turns `before` into `after`, or undefined when they are equal (NET3). Both must be JSON
 * without null; a property that is undefined counts as absent.
 */
export const diff = (before: unknown, after: unknown): Json | undefined => {
  if (before === after) return undefined;
  if (!isObject(before) || !isObject(after)) {
    return isEqual(before, after) ? undefined : (after as Json);
  }
  // Put together at the end, so that a key like "__proto__" is one of its own and sets nothing.
  const patch: [string, Json][] = [];
  for (const [key, value] of Object.entries(after)) {
    if (value === undefined) continue;
    const old = Object.hasOwn(before, key) ? before[key] : undefined;
    const change = old === undefined ? value : diff(old, value);
    if (change !== undefined) patch.push([key, change]);
  }
  for (const [key, old] of Object.entries(before)) {
    if (old !== undefined && (!Object.hasOwn(after, key) || after[key] === undefined)) {
      patch.push([key, null]);
    }
  }
  return patch.length === 0 ? undefined : Object.fromEntries(patch);
};

/** Applies a merge patch (RFC 7396 §2) without changing `target`; parts that do not change keep their identity. */
export const applyPatch = <T>(target: T, patch: Json): T => {
  if (!isObject(patch)) return patch as T;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, change] of Object.entries(patch)) {
    // Own properties only, so that a key like "__proto__" can never reach a prototype.
    if (change === null || change === undefined) delete result[key];
    else {
      const value = applyPatch(Object.hasOwn(result, key) ? result[key] : undefined, change);
      Object.defineProperty(result, key, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
  return result as T;
};
