import type { StackView } from "./stack-view";

/** What stacks name, each once, with the stacks that name it. */
export function grouped<T>(
  stacks: readonly StackView[],
  of: (stack: StackView) => readonly T[],
  key: (item: T) => string,
): { readonly item: T; readonly stacks: string[] }[] {
  const found = new Map<string, { item: T; stacks: string[] }>();
  for (const stack of stacks) {
    for (const item of of(stack)) {
      const known = found.get(key(item));
      if (!known) found.set(key(item), { item, stacks: [stack.id] });
      else if (!known.stacks.includes(stack.id)) known.stacks.push(stack.id);
    }
  }
  return [...found.values()];
}

/** Items by a key, in the order of the first of each. */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
