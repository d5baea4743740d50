// Keeps the last value that was made from something, so that it is made again only when that has changed.

/**
 * A function that gives its last value again while every dependency is the same object (or equal primitive) as at the
 * last call, and else makes a new one. `make` must depend on nothing but the dependencies.
 */
export const remembered = <T>(): ((dependencies: readonly unknown[], make: () => T) => T) => {
  let last: { readonly dependencies: readonly unknown[]; readonly value: T } | undefined;
  return (dependencies, make) => {
    const isSame =
      last?.dependencies.length === dependencies.length &&
      last.dependencies.every((one, index) => one === dependencies[index]);
    if (!last || !isSame) last = { dependencies, value: make() };
    return last.value;
  };
};
