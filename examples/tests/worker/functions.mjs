// Calls a function of the CodeBuild Worker (document 004), and compares its answer. The AWS SDK is that of the checkout.
import { InvokeCommand, Lambda } from "@aws-sdk/client-lambda";

const lambda = new Lambda({});

/** The answer of a function; that it failed is an error. */
export async function call(name, qualifier, event) {
  const request = { FunctionName: name, Qualifier: qualifier, Payload: JSON.stringify(event) };
  const { FunctionError, Payload } = await lambda.send(new InvokeCommand(request));
  const text = Buffer.from(Payload ?? []).toString();
  if (FunctionError) throw new Error(`${name}:${qualifier}: ${FunctionError}: ${text}`);
  return JSON.parse(text);
}

/** Refuses another status than the expected one. */
export function expectStatus(what, answer, expected) {
  const found = answer?.statusCode;
  if (found !== expected) throw new Error(`${what}: expected ${expected}, found ${found}: ${JSON.stringify(answer)}`);
  console.log(`${what}: ${found}`);
}

/** Ends with the reason alone: the stack of this script says nothing. */
export function fail(error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
