import type { Names } from "../../names";
import { modelStatements } from "../access/model-statements";
import type { FunctionLink } from "./function-links";

/** Links one model of Amazon Bedrock, or one inference profile such as `us.amazon.nova-lite-v1:0`: the variable holds its id. */
export function modelLink(variable: string, names: Names, modelId: string): FunctionLink {
  return { environment: { [variable]: modelId }, statements: modelStatements(names, modelId, ["InvokeModel"]) };
}
