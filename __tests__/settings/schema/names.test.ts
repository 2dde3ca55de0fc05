import { environmentFileName, expectedNames, systemName } from "../../../settings/schema/names";

const both = ["shop", "ab", "photo-shop-2", "a1", "eu-prod", "a-b-c-d-e"];
const neither = [
  "",
  "a",
  "Shop",
  "shop-",
  "-shop",
  "qa--2",
  "1shop",
  "shop_1",
  "shop.eu",
  "schöp",
  "shop ",
  "../shop",
  "shop\n",
];

describe.each([
  ["a system", systemName, 24, expectedNames.system],
  ["an environment", environmentFileName, 20, expectedNames.environment],
] as const)("the name of %s", (_, type, longest, expected) => {
  const takes = (name: string) => type.safeParse(name).success;

  test.each(both)("may be %j", (name) => expect(takes(name)).toBe(true));
  test.each(neither)("may not be %j", (name) => expect(takes(name)).toBe(false));

  test(`has at most ${longest} characters`, () => {
    expect(takes("a".repeat(longest))).toBe(true);
    expect(takes("a".repeat(longest + 1))).toBe(false);
    expect(expected).toContain(` ${longest} `);
  });
});
