import fc from "fast-check";
import { entry, literal, tfvars } from "../../../operator/init/files/hcl";
import { plainValue } from "../../../settings/hcl/node";
import { readTfvars } from "../../../settings/hcl/reader";

const readBack = (text: string) => {
  const { root, mistakes } = readTfvars("x.tfvars", text);
  expect(mistakes).toEqual([]);
  return plainValue(root);
};

test("a file reads as a person would write it", () => {
  const text = tfvars("shop: what runs.", [
    ...entry("region", "us-east-1"),
    ...entry("account_id", "1", { edit: "the account" }),
    ...entry("aws", [...entry("network", { cidr: "10.0.0.0/16", zones: ["a", "b"] }), ...entry("on", true)], {
      comment: "AWS.",
    }),
    ...entry("gcp", {}),
  ]);
  expect(text).toBe(`# shop: what runs.

region     = "us-east-1"
account_id = "1" # edit: the account

# AWS.
aws = {
  network = { cidr = "10.0.0.0/16", zones = ["a", "b"] }
  on      = true
}

gcp = {}
`);
});

test("every text is read back as it was", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("${", "$${a}", "%%%{x", "\\b", '"\n\t\u007f')),
      (text) => {
        expect(readBack(`a = ${literal(text)}\n`)).toEqual({ a: text.normalize("NFC") });
      },
    ),
  );
});

test("keys that are no plain names are in quotes", () => {
  expect(readBack(`a = ${literal({ "nvidia.com/gpu": "true", plain: null })}\n`)).toEqual({
    a: { "nvidia.com/gpu": "true" },
  });
});
