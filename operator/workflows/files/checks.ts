import { expression } from "../expressions";
import { kept, prepared, runner } from "../steps";
import type { Workflow } from "../yaml";

/** `checks.yml`: everything that needs no cloud. It runs for forks too: no job has a right to write, or to sign in. */
export function checksWorkflow(): Workflow {
  return {
    about: ["Types, lint, settings, tests and scans of each pull request and of the branches that are deployed."],
    name: "checks",
    on: { pull_request: { branches: ["main", "develop"] }, push: { branches: ["main", "develop"] } },
    concurrency: {
      group: expression("format('checks-{0}', github.event.pull_request.number || github.sha)"),
      "cancel-in-progress": true,
    },
    jobs: {
      check: {
        "runs-on": runner,
        "timeout-minutes": 15,
        permissions: { contents: "read" },
        steps: [...prepared({ cache: true }), { run: "npm run check" }],
      },
      test: {
        "runs-on": runner,
        "timeout-minutes": 90,
        permissions: { contents: "read" },
        steps: [
          ...prepared({ cache: true }),
          { run: "npm test -- --coverageReporters=text-summary --coverageReporters=json-summary" },
          // A promotion reads the coverage of exactly the commit that it promotes.
          {
            if: "github.event_name == 'push'",
            ...kept(expression("format('coverage-{0}', github.sha)"), "coverage/coverage-summary.json", 90),
          },
        ],
      },
      scans: {
        uses: "./.github/workflows/scans.yml",
        permissions: { actions: "read", contents: "read", "security-events": "write" },
      },
    },
  };
}
