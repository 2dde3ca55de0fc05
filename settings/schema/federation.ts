import * as z from "zod";
import type { Finding } from "../rule";
import { deploy } from "./deploy";
import { repository } from "./formats";

const subject = z
  .string()
  .max(180)
  .regex(/^[A-Za-z0-9-]+@\d{1,20}\/[\w.-]+@\d{1,20}$/, { error: "owner@<number>/name@<number>" })
  .optional()
  .describe(
    "The repository as GitHub's tokens name it where they hold its numbers, as for one made, renamed or moved after 2026-07-15: `gh api repos/<owner>/<name>/actions/oidc/customization/sub` shows it. Default: `repository`.",
  );

/** What signs in to Google Cloud or Azure from GitHub Actions, without a stored key. */
export const federation = {
  deploy: deploy
    // What only AWS can check of a token.
    .omit({ repository_id: true, workflow_repository: true })
    .extend({ subject })
    .describe(
      "Identities with which GitHub Actions plans, releases and deploys the stack without a stored key. Default: none.",
    )
    .optional(),
  pipelines: z
    .strictObject({ repository: repository.describe("GitHub repository whose workflows plan and deploy."), subject })
    .optional()
    .describe(
      "The repository with this checkout, where it is not that of the application: its workflows alone plan and deploy, and those of `deploy.repository` release. Default: `deploy.repository`.",
    ),
};

/** What the rules read of these settings. */
export interface FederationSettings {
  readonly deploy?: z.infer<typeof federation.deploy>;
  readonly pipelines?: z.infer<typeof federation.pipelines>;
  readonly state: { readonly cloud?: unknown };
}

/** The settings agree with each other. */
export function* federationRule({ deploy, pipelines, state }: FederationSettings): Iterable<Finding> {
  for (const [path, trusted] of Object.entries({ deploy, pipelines })) {
    if (!trusted) continue;
    if (state.cloud) {
      yield {
        path,
        expected: "state in a bucket: HCP Terraform's runs have identities of their own",
        found: "state.cloud",
      };
    }
    const named = trusted.subject?.replace(/@\d+/g, "");
    if (named !== undefined && named.toLowerCase() !== trusted.repository.toLowerCase()) {
      yield { path: `${path}.subject`, expected: `${trusted.repository} with its numbers`, found: named };
    }
  }
}
