import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { profileOptions } from "../../aws/profile";
import { type Outputs, output } from "./proof";

const lambda = new LambdaClient(profileOptions("ministack"));

/** Calls the function that an output names, through its alias, and returns its answer. @throws with what it raised */
export async function callFunction(outputs: Outputs, name: string, event: object): Promise<unknown> {
  const request = { FunctionName: output(outputs, name), Qualifier: "live", Payload: JSON.stringify(event) };
  const { FunctionError, Payload } = await lambda.send(new InvokeCommand(request));
  const said = Payload?.transformToString() ?? "null";
  if (FunctionError) throw new Error(`${name}: ${FunctionError}: ${said}`);
  return JSON.parse(said);
}
