import { isAws } from "../../../settings/rule";
import type { Found } from "../application/found";
import { local } from "../model/answers";
import type { ExistingProject } from "../model/existing";
import { Networks } from "../model/networks";
import type { Place } from "../model/place";
import type { Plan, PlannedFile, PlannedSystem } from "../model/plan";
import { applicationEntries, sizeEntries } from "./application";
import { copiedEntries, fileToCopy } from "./copy";
import { tfvars } from "./hcl";
import { type PlaceInputs, placeOf } from "./place";
import { type Code, platformBase } from "./platform-base";
import { platformEnvironment } from "./platform-environment";

/** The files of `systems/` that are not there yet: what runs, in all environments and in each. */
export function systemFiles(plan: Plan, code: ReadonlyMap<string, Code>, examples: ExistingProject): PlannedFile[] {
  const networks = new Networks(plan.existing.text);
  return plan.systems.flatMap((system) => {
    const { name, platforms } = system;
    const found = system.isNew ? plan.answers.found : foundIn(plan, name);
    const environments = [...plan.environments, ...(plan.hasLocal && platforms.some(isAws) ? [local] : [])];
    const path = (file: string) => `systems/${name}/${file}.tfvars`;
    const copy = system.example === undefined ? undefined : copier(plan, system, code, examples);
    const base = { path: path("base"), text: copy?.("base") ?? baseFile(plan, system, found, code) };
    const files = environments.map((environment) => {
      const inputs = { environment, found, networks };
      const text = copy?.(environment, placeOf(plan, system, inputs)) ?? environmentFile(plan, system, inputs);
      return { path: path(environment), text };
    });
    return [base, ...files].filter((file) => !plan.existing.files.has(file.path));
  });
}

/** Files of a shipped system's copy. */
function copier({ answers }: Plan, system: PlannedSystem, code: ReadonlyMap<string, Code>, examples: ExistingProject) {
  const { example = "" } = system;
  const files = examples.systems.get(example) ?? new Map();
  return (file: string, place?: Place): string => {
    const values = files.get((place && fileToCopy([...files.keys()], file)) ?? file) ?? {};
    const { repository, emails } = answers;
    // The emulators have AWS only.
    const copied = file === local ? { ...system, platforms: system.platforms.filter(isAws) } : system;
    const entries = copiedEntries({
      example,
      values,
      base: files.get("base") ?? {},
      system: copied,
      code,
      repository,
      emails,
      place,
    });
    return tfvars(
      `${system.name} ${place ? `in ${file}` : "in all environments"}: begun as a copy of ${example}.`,
      entries,
    );
  };
}

function baseFile({ answers }: Plan, system: PlannedSystem, found: Found, code: ReadonlyMap<string, Code>): string {
  return tfvars(
    `${system.name}: what runs, in all environments. <environment>.tfvars has the values of one; a platform's block there makes its stack.\n` +
      "Every key: docs/settings.md. What the platforms give the application: docs/your-application.md.",
    [...applicationEntries(system, found, answers.repository), ...platformBase(system, found, code)],
  );
}

function environmentFile(plan: Plan, system: PlannedSystem, inputs: PlaceInputs): string {
  const { environment, found } = inputs;
  const isLocal = environment === local;
  const platforms = isLocal ? system.platforms.filter(isAws) : system.platforms;
  const place = placeOf(plan, system, inputs);
  const title = isLocal
    ? `${system.name} on the emulators of this machine: npm start`
    : `${system.name} in ${environment}: sizes, networks and names. The block of a platform makes its stack.`;
  return tfvars(title, [
    ...sizeEntries(environment, platforms, found),
    ...platforms.flatMap((platform) => [...platformEnvironment(platform, system, place)]),
  ]);
}

/** What the base of a system that is there says of its components and stores. */
function foundIn({ existing, answers }: Plan, name: string): Found {
  const files = existing.systems.get(name);
  const base = files?.get("base") as
    | { application?: { components?: object }; database?: object; cache?: object }
    | undefined;
  const none = { ports: [], environment: {}, secrets: [] };
  const components = Object.keys(base?.application?.components ?? {}).map((key) => [key, none] as const);
  return {
    ...answers.found,
    ...(base?.database && { database: {} }),
    ...(base?.cache && { cache: {} }),
    components: Object.fromEntries(components),
  };
}
