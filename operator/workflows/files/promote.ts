import { action } from "../actions";
import { expression } from "../expressions";
import { input, required } from "../inputs";
import { prepared, runner } from "../steps";
import type { Workflow } from "../yaml";
import { signedBy } from "./release";

/** `promote.yml`: what may not go on to an environment stops here. */
export function promoteWorkflow(): Workflow {
  return {
    about: [
      "What may not go on to an environment stops here: another build than the environment before released, without evidence, too little tested.",
    ],
    name: "promote",
    on: {
      workflow_call: {
        inputs: {
          stack: required("Id of the stack that is to get the build"),
          from: required("Id of the same stack in the environment before"),
        },
        outputs: {
          image: {
            value: expression("jobs.promote.outputs.image"),
            description: "The image that was released there, by its digest; empty for functions",
          },
        },
      },
    },
    jobs: {
      promote: {
        "runs-on": runner,
        "timeout-minutes": 15,
        permissions: { actions: "read", contents: "read", issues: "read" },
        outputs: { image: expression("steps.promote.outputs.image") },
        env: {
          STACK: input("stack"),
          FROM: input("from"),
          GITHUB_TOKEN: expression("github.token"),
          GH_TOKEN: expression("github.token"),
        },
        steps: [
          ...prepared({ history: true, terraform: false }),
          { uses: action("sigstore/cosign-installer") },
          // The newest of that name, of all runs of the repository.
          { run: 'gh run download --name "evidence-$FROM" --dir evidence' },
          { run: 'gh run download --name "coverage-$GITHUB_SHA" --dir coverage' },
          {
            run: `cosign verify-blob --bundle evidence/evidence.sigstore.json ${signedBy("release")} evidence/evidence.json`,
          },
          {
            id: "promote",
            run: 'npm run pipeline -- promote "$STACK" --evidence evidence/evidence.json --coverage coverage/coverage-summary.json',
          },
        ],
      },
    },
  };
}
