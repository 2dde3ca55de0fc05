import { placesOf } from "../../../operator/operations/preflight";
import { exampleSettings } from "../../stacks/synthesized";

const settings = (id: string) => exampleSettings(id) as object;

test.each([
  ["aws-prod", "aws-eks-prod"],
  ["gcp-prod", "gcp-prod-dr"],
  ["azure-prod", "azure-prod-dr"],
])("%s and %s share quotas, also without an account of AWS", (one, other) => {
  // Where state is not in S3, a stack of another cloud has no account.
  const places = (id: string) =>
    placesOf(id.startsWith("aws") ? settings(id) : { ...settings(id), account_id: undefined });
  expect(places(one)).toHaveLength(1);
  expect(places(one)).toEqual(places(other));
  expect(places(one)).not.toEqual(places(one.replace("prod", "dev")));
});

test("a stack of the emulator shares nothing", () => {
  expect(placesOf(settings("aws-local"))).toEqual([]);
});
