import type { FunctionLink } from "./function-links";

/** One model of Amazon Bedrock by its id, as it is offered in a region. */
export function modelLink(variable: string, region: string, modelId: string): FunctionLink {
  return {
    environment: { [variable]: modelId },
    statements: [
      { actions: ["bedrock:InvokeModel"], resources: [`arn:aws:bedrock:${region}::foundation-model/${modelId}`] },
    ],
  };
}
