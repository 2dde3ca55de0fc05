import { silentChanges } from "./silent-changes";

const numbers = Array.from({ length: 110 }, (_, index) => index);

/** A text with a line for each number that is not silent, and lines with several causes. */
const textOf = (silent: readonly number[]) => async (changes: readonly number[]) => {
  const changed = (number: number) => changes.includes(number) && !silent.includes(number);
  const own = numbers.map((number) => [`own-${number}`, changed(number)]);
  const both = numbers.map((number) => [`both-${number}`, [changed(number), changed((number + 1) % 110)]]);
  const either = numbers.map((number) => [`either-${number}`, changed(number) || changed((number * 7) % 110)]);
  return JSON.stringify(Object.fromEntries([...own, ...both, ...either]));
};

const experiment = { together: numbers, alone: [], isExpected: () => false };

test("finds exactly the changes that leave the text as it is", async () => {
  const silent = [0, 1, 50, 73, 109];
  expect(await silentChanges({ ...experiment, build: textOf(silent) })).toEqual(silent);
  expect(await silentChanges({ ...experiment, build: textOf([]) })).toEqual([]);
});

test("builds a change alone that has no line of its own", async () => {
  const sum = async (changes: readonly number[]) =>
    JSON.stringify({ changes: changes.filter((it) => it !== 5).length });
  expect(await silentChanges({ ...experiment, build: sum })).toEqual([5]);
});

test("tries what is expected to be silent in one build, and finds what no longer is", async () => {
  let builds = 0;
  const count = (silent: readonly number[]) => async (changes: readonly number[]) => {
    builds += 1;
    return textOf(silent)(changes);
  };
  const isExpected = (number: number) => number < 10;
  const ten = numbers.slice(0, 10);
  expect(await silentChanges({ ...experiment, isExpected, build: count(ten) })).toEqual(ten);
  expect(builds).toBeLessThan(30);
  expect(await silentChanges({ ...experiment, isExpected, build: count([3]) })).toEqual([3]);
});

test("takes a change that the stack refuses for one with an effect", async () => {
  const build = async (changes: readonly number[]) => (changes.includes(5) ? undefined : textOf([6])(changes));
  expect(await silentChanges({ ...experiment, together: [5, 6, 7], build })).toEqual([6]);
});
