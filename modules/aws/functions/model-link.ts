import type { FunctionLink } from "./function-links";

/** Links one model of Amazon Bedrock in a region: the variable holds its id. */
export function modelLink(variable: string, region: string, modelId: string): FunctionLink {
  return {
    environment: { [variable]: modelId },
    statements: [
      { actions: ["bedrock:InvokeModel"], resources: [`arn:aws:bedrock:${region}::foundation-model/${modelId}`] },
    ],
  };
}
