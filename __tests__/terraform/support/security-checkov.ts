import { checkPlan as check, checkovEnvironment, type Report } from "../../../operator/policy/checkov";
import { root } from "../../stacks/synthesized";
import { installPythonTool } from "./python-tool";

export type { Report } from "../../../operator/policy/checkov";
export type { FailedCheck } from "../../../operator/policy/exceptions";

const environment = checkovEnvironment(root);

/** Installs checkov from PyPI (290 MB) where `--policy` has it too. Returns the reason if that fails. */
export const installCheckov = (): string | undefined => installPythonTool(environment);

/** checkov's report on a plan in JSON. */
export const checkPlan = (planFile: string): Promise<Report> => check(environment, planFile);
