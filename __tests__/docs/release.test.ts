import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ecsCapabilities, lambdaCapabilities } from "../../operator/release/aws/capabilities";
import { root } from "../stacks/synthesized";

const page = readFileSync(join(root, "docs/release.md"), "utf8");

test.each([ecsCapabilities, lambdaCapabilities])("the table of platforms says what $name can", (can) => {
  const shares = can.percents === "any" ? "any" : can.percents.join(", ");
  const yes = (is: boolean) => (is ? "yes" : "no");
  const cells = [shares, yes(can.startsAtZero), yes(can.probes), can.judgedBy, `about ${can.wayBackSeconds} s`];
  const row = page.split("\n").find((line) => line.startsWith(`| ${can.name} (`));
  expect(
    row
      ?.split("|")
      .slice(2, -1)
      .map((cell) => cell.trim()),
  ).toEqual(cells);
});
