import { type Command, Help, type Option } from "commander";

/** One call of each command, as people type it. */
const examples: Readonly<Record<string, string>> = {
  init: "npm run init -- --system shop --platforms gcp,aws --environments dev,prod",
  "init:workflows": "npm run init:workflows",
  synth: "npm run synth -- aws-prod",
  plan: "npm run plan -- aws-staging 'aws-*-prod'",
  preflight: "npm run preflight -- aws-prod aws-eks-prod",
  deploy: "npm run deploy -- aws-prod --var image=ghcr.io/your-org/your-app:1.4.2",
  destroy: "npm run destroy -- aws-dev",
  bootstrap: "npm run bootstrap -- prod",
  outputs: "npm run --silent outputs -- aws-prod --json",
  "publish-site": "npm run publish-site -- aws-websocket-prod dist",
  release: "npm run release -- aws-prod --image ghcr.io/your-org/your-app:1.4.2",
  rollback: "npm run rollback -- aws-prod --reason 'orders fail'",
  releases: "npm run releases -- aws-prod",
  state: "npm run state -- history aws-prod",
  "state history": "npm run state -- history aws-prod",
  "state show": "npm run state -- show aws-prod --version -1",
  "state diff": "npm run state -- diff aws-prod -1",
  "state restore": "npm run state -- restore aws-prod --version -1",
  affected: "npm run affected -- --since origin/main",
  runbooks: "npm run runbooks -- aws-prod",
  checklist: "npm run checklist -- aws-prod --production --image ghcr.io/your-org/your-app:1.4.2",
  status: "npm run status -- prod",
  gitops:
    "npm run gitops -- staging --repository your-org/app-gitops --image ghcr.io/your-org/your-app@sha256:… --wait-for https://staging.example.com/version",
  scans: "npm run scans -- trivy.sarif grype.sarif --out scans",
  drift: "npm run drift -- 'aws-*-prod'",
  pipeline: "npm run pipeline -- affected --since origin/main",
  "pipeline affected": "npm run pipeline -- affected --since origin/main",
  "pipeline look": "npm run pipeline -- look drift --environment prod --out drift",
  "pipeline comment": "npm run pipeline -- comment --from plans",
  "pipeline issue": "npm run pipeline -- issue drift --from drift",
  "pipeline artifacts": "npm run pipeline -- artifacts aws-prod",
  "pipeline promote":
    "npm run pipeline -- promote aws-prod --image ghcr.io/your-org/your-app@sha256:<digest> --tag v1.4.2 --evidence evidence.json",
  "pipeline evidence": "npm run pipeline -- evidence aws-staging --out evidence.json",
  "pipeline rules": "npm run pipeline -- rules --reviewer prod=your-org/release-managers",
  unlock: "npm run unlock -- aws-prod",
  validate: "npm run validate -- 'aws-*'",
  stacks: "npm run stacks",
  settings: "npm run settings -- aws-prod",
  "settings:schema": "npm run --silent settings:schema > schema.json",
  "settings:reference": "npm run settings:reference",
  start: "npm start -- --port 4566",
  "local:status": "npm run local:status",
  "local:reset": "npm run local:reset",
  "local:down": "npm run local:down",
  "local:env": 'eval "$(npm run --silent local:env)"',
};

/** The script of package.json that runs a command; nothing for the program itself. Only `local` has one for each of its commands. */
export function scriptOf(command: Command): string | undefined {
  if (!command.parent) return undefined;
  const parent = scriptOf(command.parent);
  if (!parent) return command.name();
  if (parent !== "local") return parent;
  return command.name() === "start" ? "start" : `${parent}:${command.name()}`;
}

/** A command's place in {@link examples}: its script, and its name where the script has several. */
function exampleOf(command: Command): string {
  const script = scriptOf(command) ?? "";
  const isNamed = command.parent !== null && scriptOf(command.parent) === script;
  return isNamed ? `${script} ${command.name()}` : script;
}

/** How a command is called through npm. */
function usage(command: Command): string {
  const script = scriptOf(command);
  if (!script) return "npm run <command> -- [options] [arguments]";
  if (script === "local") return "npm start, npm run local:<command>";
  const isNamed = command.parent !== null && scriptOf(command.parent) === script;
  if (isNamed) return `npm run ${script} -- ${command.name()} ${command.usage()}`;
  if (command.commands.length > 0) return `npm run ${script} -- <command> [options]`;
  return `${script === "start" ? "npm start" : `npm run ${script}`} -- ${command.usage()}`;
}

/** An option's description, without a default that is empty. */
function optionDescription(option: Option): string {
  return new Help().optionDescription(option).replace(/ ?\(default: (\{\}|\[\])\)$/, "");
}

/** Makes help speak of `npm run …`, as people call the commands. */
export function speakOfNpm(program: Command): void {
  const prepare = (command: Command) => {
    command.configureHelp({ commandUsage: usage, optionDescription });
    const example = examples[exampleOf(command)];
    if (example) command.addHelpText("after", `\nExample: ${example}`);
    for (const child of command.commands) prepare(child);
  };
  prepare(program);
}
