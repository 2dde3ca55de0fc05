import type * as z from "zod";
import type { Rule } from "../../rule";
import { federationRule } from "../federation";
import { rule } from "../rules";
import type { gcp } from "./schema";

type Gcp = z.infer<typeof gcp>;

/** `google.subject` of a token, in bytes (IAM, "Configure Workload Identity Federation", attribute mappings). */
const longestSubject = 127;
/** Parts of the names of the accounts that pipelines sign in to. */
const accounts = ["plan", "release", "infrastructure"];

/** Rules of what signs in from GitHub Actions. */
export const gcpFederation: Rule[] = [
  rule<Gcp>(["deploy", "pipelines", "state"], federationRule),
  rule<Gcp>(["deploy", "pipelines", "environment"], function* ({ deploy, pipelines, environment }) {
    const subjects: [path: string, repository: string | undefined, environment: string][] = [
      [
        pipelines ? "pipelines.repository" : "deploy.repository",
        (pipelines ?? deploy)?.repository,
        `${environment}-watch`,
      ],
      ["deploy.repository", deploy?.repository, deploy?.github_environment ?? environment],
    ];
    const tooLong = subjects.find(
      ([, repository, of]) => repository && `repo:${repository}:environment:${of}`.length > longestSubject,
    );
    if (tooLong) {
      const [path, repository, of] = tooLong;
      yield {
        path,
        problem: "a longer subject than Google takes",
        expected: `at most ${longestSubject} characters in repo:<repository>:environment:<environment>`,
        found: String(`repo:${repository}:environment:${of}`.length),
      };
    }
  }),
  rule<Gcp>(["deploy", "pipelines", "application.components"], function* ({ deploy, pipelines, application }) {
    if (!deploy && !pipelines) return;
    for (const name of accounts.filter((account) => application.components[account])) {
      yield {
        path: `application.components.${name}`,
        problem: "the account of pipelines has this name",
        expected: `another name than ${accounts.join(", ")}`,
        found: name,
      };
    }
  }),
];
