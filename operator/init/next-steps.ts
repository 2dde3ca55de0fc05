import { isAws } from "../../settings/rule";
import type { Plan } from "./model/plan";

/** The next three commands of this user, each with what it does, and where state is kept. */
export interface NextSteps {
  readonly commands: readonly { readonly command: string; readonly does: string }[];
  readonly state: readonly string[];
}

/** What to do next. `ids` are the stacks of the project, by environment; a folder that commands do not mean by themselves is named in each. */
export function nextSteps(plan: Plan, ids: ReadonlyMap<string, readonly string[]>, folder: string): NextSteps {
  const { state, commands } = stepsOf(plan, ids);
  if (folder === "project") return { state, commands };
  const named = (command: string) => (/^npm run .* -- /.test(command) ? `${command} --project ${folder}` : command);
  const start = `npm start -- --project ${folder}`;
  return {
    state,
    commands: commands.map(({ command, does }) => ({
      command: command === "npm start" ? start : named(command),
      does,
    })),
  };
}

function stepsOf({ answers, environments, systems }: Plan, ids: ReadonlyMap<string, readonly string[]>): NextSteps {
  const [first = ""] = environments;
  const all = ids.get(first) ?? [];
  const own = all.filter((id) => !id.startsWith("account-"));
  const shown = own[0] ?? `account-${first}`;
  const platforms = [...answers.platforms, ...systems.flatMap((system) => system.platforms)];
  const hasAws = platforms.some(isAws);
  const plan = { command: `npm run plan -- ${shown}`, does: "shows what a deploy would make; changes nothing" };
  const deploy = {
    command: `npm run deploy -- ${named(all, first, environments)}`,
    does: `shows the plans of ${first}, asks, and deploys`,
  };
  const settings = {
    command: `npm run settings -- ${shown}`,
    does: "shows each value and the file and line that set it",
  };
  if (answers.state?.kind === "hcp") {
    const { organization } = answers.state;
    return {
      state: [
        `The states are in HCP Terraform, organization ${organization}: one workspace for each stack. \`npm run bootstrap -- ${first}\` makes them.`,
        "It takes an account there, the organization, and `terraform login` on each machine that deploys.",
      ],
      commands: [
        hasAws ? tryLocally : settings,
        { command: "terraform login", does: "signs this machine in to HCP Terraform" },
        hasAws ? deploy : plan,
      ],
    };
  }
  const bootstrap = {
    command: `npm run bootstrap -- ${first}`,
    does: "makes the bucket of the states and its lock table",
  };
  const account = answers.account.get(first) ?? answers.account.get("*");
  const state = hasAws
    ? ["The states are in an S3 bucket of each environment's AWS account."]
    : [
        `The states are in S3 or HCP Terraform for each cloud: here in an S3 bucket of the AWS account ${account ?? `of ${first}`}.`,
        "It takes AWS credentials of that account wherever Terraform runs, in addition to the cloud's own. `--state hcp:<organization>` needs no AWS account.",
      ];
  return { state, commands: hasAws ? [tryLocally, bootstrap, deploy] : [bootstrap, plan, deploy] };
}

/** The stacks of an environment: each by its id, or many by a pattern that matches those of no other environment. */
function named(ids: readonly string[], environment: string, environments: readonly string[]): string {
  const isPlain = !environments.some((other) => other !== environment && other.endsWith(`-${environment}`));
  return ids.length > 4 && isPlain ? `'*-${environment}'` : ids.join(" ");
}

const tryLocally = { command: "npm start", does: "deploys to the emulators on this machine; takes no account" };
