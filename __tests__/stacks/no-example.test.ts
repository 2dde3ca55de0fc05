import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./synthesized";

/** What runs any application knows neither the name nor the metrics of a shipped one. The event-driven platforms keep their document's functions. */

const words = /test.?execution|test.?failures|TestsRun|TestsFailed|tests_(run|failed)_total/i;
const ownFunctions = /aws-serverless|aws-codebuild|watch-build-results/;

test.each(["modules", "stacks", "settings/schema"])("%s has no word of test executions", (folder) => {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const found = files.filter(
    (file) => !ownFunctions.test(file) && words.test(readFileSync(join(root, folder, file), "utf8")),
  );
  expect(files.length).toBeGreaterThan(10);
  expect(found).toEqual([]);
});
