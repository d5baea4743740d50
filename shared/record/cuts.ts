// Cuts a value into parts that can be shown one by one, and puts parts together again. What is cut where is said by a
// list of cuts; it belongs to the form of the record and never changes for what was once recorded.

import type { Json } from '../kernel/json.ts';

/** One part of a value: its name says where it was cut out. The part named '' is what is left. */
export interface Part {
  readonly name: string;
  readonly value: Json;
}

/**
 * Where to cut. A path of names with dots; `*` stands for every key of an object or every place of a list, and the
 * part holds what was cut from each by its key. `each`: a part a key (`path/key`). `by`: a part for each value of a
 * property of a list's items (`path@value`), without their places in the list.
 */
export type Cut =
  | { readonly path: string }
  | { readonly path: string; readonly each: true }
  | { readonly path: string; readonly by: string };

type Fields = Record<string, Json | undefined>;
type Inside = Json | Json[] | Fields | undefined;

const isInside = (value: Inside): value is Fields => typeof value === 'object' && value !== null;

const copy = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json;

/** Takes a property out of what a path leads to: the value, or one a key where the path has a star. */
const takeOut = (from: Inside, [name = '', ...rest]: readonly string[]): Json | undefined => {
  if (!isInside(from)) return undefined;
  if (name === '*') {
    const found = Object.entries(from).flatMap(([key, inner]) => {
      const taken = takeOut(inner, rest);
      return taken === undefined ? [] : [[key, taken] as const];
    });
    return found.length > 0 ? Object.fromEntries(found) : undefined;
  }
  if (!Object.hasOwn(from, name)) return undefined;
  if (rest.length > 0) return takeOut(from[name], rest);
  const taken = from[name];
  // A list keeps its places, and nothing that is cut stands in a list itself.
  Reflect.deleteProperty(from, name);
  return taken;
};

const grouped = (items: Json, property: string): Map<string, Json[]> => {
  const groups = new Map<string, Json[]>();
  for (const item of Array.isArray(items) ? (items as readonly Json[]) : []) {
    const key = isInside(item) ? String(item[property]) : '';
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
};

const partsOf = (taken: Json, cut: Cut): readonly Part[] => {
  if ('each' in cut && isInside(taken)) {
    return Object.entries(taken).map(([key, value = null]) => ({
      name: `${cut.path}/${key}`,
      value,
    }));
  }
  if ('by' in cut) {
    return [...grouped(taken, cut.by)].map(([key, value]) => ({
      name: `${cut.path}@${key}`,
      value,
    }));
  }
  return [{ name: cut.path, value: taken }];
};

/** The parts of a value, what is left last. A cut whose path leads nowhere gives no part. */
export const cutApart = (value: Json, cuts: readonly Cut[]): readonly Part[] => {
  if (cuts.length === 0) return [{ name: '', value }];
  const left = copy(value);
  const parts = cuts.flatMap((cut) => {
    const taken = takeOut(left, cut.path.split('.'));
    return taken === undefined ? [] : partsOf(taken, cut);
  });
  return [...parts, { name: '', value: left }];
};

const putIn = (into: Inside, [name = '', ...rest]: readonly string[], value: Json): void => {
  if (!isInside(into)) return;
  if (name === '*') {
    for (const [key, inner] of Object.entries(value as Fields)) {
      if (inner !== undefined) putIn(into[key], rest, inner);
    }
    return;
  }
  if (rest.length === 0) {
    Object.defineProperty(into, name, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
    return;
  }
  if (!Object.hasOwn(into, name)) putIn(into, [name], {});
  putIn(into[name], rest, value);
};

const put = (into: Json, { name, value }: Part): void => {
  const [path = '', group] = name.split('@');
  const [names = '', key] = path.split('/');
  const place = [...names.split('.'), ...(key === undefined ? [] : [key])];
  if (group === undefined) {
    putIn(into, place, copy(value));
    return;
  }
  const inside = place.slice(0, -1).reduce<Inside>((at, key) => {
    return isInside(at) ? at[key] : undefined;
  }, into);
  const before = isInside(inside) ? inside[place.at(-1) ?? ''] : undefined;
  const list = [...(Array.isArray(before) ? (before as Json[]) : []), ...(value as Json[])];
  putIn(into, place, list);
};

/**
 * What parts are of: everything that was cut where all parts are there, and with holes where some are not. Lists that
 * were cut by a property come group by group, lists that were cut at each place as an object by place. Undefined without the part that was left.
 */
export const joined = (parts: readonly Part[]): Json | undefined => {
  const rest = parts.find(({ name }) => name === '');
  if (!rest) return undefined;
  const whole = copy(rest.value);
  for (const part of parts) if (part !== rest) put(whole, part);
  return whole;
};
