import type { Names } from "../../names";
import type { FunctionLink } from "./function-links";

/** Lets a function read the plain parameters below the system's path, which the variable `PARAMETER_PATH` holds, as for containers. */
export function parametersLink(names: Names): FunctionLink {
  const arn = names.arn("ssm", `parameter${names.path()}`);
  return {
    environment: { PARAMETER_PATH: names.path() },
    statements: [
      {
        actions: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
        resources: [arn, `${arn}/*`],
      },
    ],
  };
}
