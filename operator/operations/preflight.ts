import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { StackReference } from "../../settings/project/stacks";
import type { Finding } from "../preflight/look/finding";
import { StackView } from "../preflight/look/stack-view";
import { ownName } from "../start/leftovers.cjs";
import { hcpFindings } from "./hcp/findings";
import { projectPlace } from "./project";
import { readProject, type Selection } from "./selection";

/**
 * Looks at what must be there before the named stacks are deployed for the first time. The other stacks of their accounts, projects and
 * subscriptions are built too: they share quotas. One of those with a mistake is left out, and named.
 * @param vars values of Terraform variables, such as the image
 */
export async function preflightStacks(
  ids: readonly string[],
  { source, hcpRuns }: Pick<Selection, "source" | "hcpRuns">,
  vars: Readonly<Record<string, string>> = {},
): Promise<Finding[]> {
  const { preflight } = await import("../preflight/preflight.js");
  const named = ids.map((id) => view(source, id, vars));
  const project = await readProject();
  const known = await withPlaces(project.stacks);
  const places = known.filter(({ stack }) => ids.includes(stack.id)).flatMap((it) => it.places);
  const sharing = known
    .filter((it) => !ids.includes(it.stack.id) && it.places.some((place) => places.includes(place)))
    .map(({ stack }) => stack);
  const folder = mkdtempSync(join(".local", `${ownName("synth")}-`));
  try {
    const { synthesize } = await import("../../stacks/synthesis/synthesize.js");
    const { built } = await synthesize({ project, outdir: folder, stacks: sharing });
    const environmentOf = (id: string) => project.stacks.find((stack) => stack.id === id)?.environment;
    const [inHcp, others] = await Promise.all([
      hcpFindings(ids, { source, hcpRuns, environmentOf }),
      preflight(named, [...named, ...built.map((id) => view(folder, id))]),
    ]);
    const findings = [...inHcp, ...others];
    const left = sharing.map(({ id }) => id).filter((id) => !built.includes(id));
    return left.length === 0 ? findings : [...findings, notCounted(left, ids)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function view(folder: string, id: string, vars?: Readonly<Record<string, string>>): StackView {
  return new StackView(id, readFileSync(join(folder, "stacks", id, "cdk.tf.json"), "utf8"), vars);
}

/** The stacks with their AWS account, Google project and Azure subscription, without those of the emulator and those whose settings cannot be read. */
async function withPlaces(stacks: readonly StackReference[]) {
  const { loadSettings } = await import("../../settings/load.js");
  return stacks.flatMap((stack) => {
    try {
      const { settings } = loadSettings(stack, projectPlace());
      const places = placesOf(settings);
      return places.length > 0 ? [{ stack, places }] : [];
    } catch {
      return [];
    }
  });
}

/** The AWS account, Google project and Azure subscription of checked settings, whose quotas stacks share; none on the emulator. */
export function placesOf(settings: object): string[] {
  const { account_id, project, subscription_id, emulator } = settings as Partial<Record<string, unknown>>;
  return emulator ? [] : [account_id, project, subscription_id].filter((place) => typeof place === "string");
}

const notCounted = (left: readonly string[], stacks: readonly string[]): Finding => ({
  check: "quota",
  subject: left.join(", "),
  stacks,
  status: "unknown",
  detail: "their settings have mistakes, so what they need is not counted: npm run check lists them",
});
