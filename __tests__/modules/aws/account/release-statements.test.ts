import { releaseLogStatements } from "../../../../modules/aws/account/release-statements";
import { names } from "../fixtures";

test("an entry of the log of releases is added, and never put over another one", () => {
  const statements = releaseLogStatements(names, "states", ["aws-prod"]);
  const puts = statements.filter(({ actions }) => actions.includes("s3:PutObject"));
  expect(puts).toEqual([
    {
      sid: "AddReleases",
      actions: ["s3:PutObject"],
      resources: [expect.stringMatching(/:states\/releases\/aws-prod\/\*$/)],
      conditions: [{ test: "Null", variable: "s3:if-none-match", values: ["false"] }],
    },
  ]);
});
