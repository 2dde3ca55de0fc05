import { expression } from "../expressions";
import { inherited } from "../secrets";
import type { PipelineStack } from "../stacks";
import type { Job } from "../yaml";

/** What a called release may do at most: read runs, their approvals, the issue of the watch and images, and sign in. */
const releasing = {
  actions: "read",
  contents: "read",
  "id-token": "write",
  issues: "read",
  packages: "read",
} as const;

interface Released {
  /** The promotion to the stack: its job has the image and the evidence of the environment before. */
  readonly promoted: { readonly job: string; readonly environment: string } | undefined;
  /** The stack in which the candidate is watched. */
  readonly watched: PipelineStack | undefined;
  /** The script that tests what was released. */
  readonly tests: string | undefined;
  readonly condition: string;
  readonly hcpHosts: readonly string[];
}

/**
 * The release of a stack: of functions always; of an image where the step before has released it. The application's own workflow releases to
 * the first step. What `release.require` names is handed over.
 */
export function releaseOf(stack: PipelineStack, released: Released): [string, Job][] {
  const { promoted, watched, tests, condition, hcpHosts } = released;
  if (!stack.release || (stack.release.by === "image" && promoted === undefined)) return [];
  const { by, require } = stack.release;
  const job = {
    needs: [...(promoted === undefined ? [] : [promoted.job]), stack.id],
    if: condition,
    uses: "./.github/workflows/release.yml",
    permissions: releasing,
    ...inherited(hcpHosts),
    with: {
      stack: stack.id,
      github_environment: stack.release.githubEnvironment,
      region: stack.region,
      release_role: stack.release.role,
      ...(watched && { watched: watched.id }),
      ...(tests && { tests }),
      ...(promoted && require.includes("after") && { after: promoted.environment }),
      ...(promoted && require.includes("scan") && { scan: by }),
      ...(by === "image" && { image: expression(`needs.${promoted?.job}.outputs.image`) }),
    },
  };
  return [[`${stack.id}-release`, job]];
}
