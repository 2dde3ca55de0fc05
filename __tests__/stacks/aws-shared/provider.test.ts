import { type StackJson, synthesizeAll } from "../synthesized";

let stacks: Map<string, StackJson>;
beforeAll(async () => {
  stacks = await synthesizeAll();
});

test("the provider that resources use by default refuses other accounts, and tags with the stack's id", () => {
  for (const [id, { provider }] of stacks) {
    if (!provider["aws"]) continue;
    const [own, ...more] = provider["aws"].filter(({ alias }) => alias === undefined);
    expect(more).toEqual([]);
    expect(own).toMatchObject({
      allowed_account_ids: [expect.stringMatching(/^\d{12}$/)],
      default_tags: [{ tags: { Stack: id } }],
    });
  }
});
