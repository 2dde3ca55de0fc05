import { bootstrap as bootstrapEnvironment } from "../operations/bootstrap";
import { againWithOptions, approvalFor, type ChangeOptions, finish, withProgress } from "../operations/command-output";
import { withStacks } from "./with-stacks";

/** Creates the state backend of an environment, or repairs it. */
export async function bootstrap(environment: string, options: ChangeOptions): Promise<void> {
  const { settings: settingsFiles, var: vars, json } = options;
  await withStacks({ patterns: [`account-${environment}`], settingsFiles, vars }, async (selection) => {
    const result = await withProgress(json, (progress) =>
      bootstrapEnvironment(environment, {
        ...selection,
        progress,
        vars,
        again: (_, id) => againWithOptions(options)?.("bootstrap", id.slice("account-".length)) ?? "",
        approve: approvalFor(options, selection, progress),
      }),
    );
    finish([result], json);
  });
}
