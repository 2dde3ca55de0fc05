import type { Construct } from "constructs";
import { ServerlessFunction } from "../../modules/aws/functions/function";
import { bucketLink, streamLink, tableLink } from "../../modules/aws/functions/function-links";
import { modelLink } from "../../modules/aws/functions/model-link";
import { StreamConsumer } from "../../modules/aws/functions/stream-consumer";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import { type Caller, functionRelease } from "../aws-shared/function-release";
import { flagLinks, functionSize } from "../aws-shared/function-settings";
import type { Stores } from "./stores";

type Settings = PlatformSettings["aws-serverless"];

export interface FunctionInputs {
  /** Folder of the handlers. */
  readonly code: string;
  readonly stores: Stores;
  /** Web origin whose pages may read the API's responses. */
  readonly corsOrigin: string;
}

export interface Functions {
  readonly testExecution: ServerlessFunction;
  readonly aiAnalysis: ServerlessFunction;
}

/** The function behind the API, and the one that analyzes the executions that it stored (document 000). */
export function addFunctions(
  stack: Construct,
  settings: Settings,
  { names, keyArn, logDays }: AwsContext,
  { code, stores, corsOrigin }: FunctionInputs,
): Functions {
  const { analysis } = settings;
  const flags = flagLinks(settings, names);
  const common = (of: Settings["functions"]["test_execution"], name: string, handler: string, calledBy: Caller) => ({
    names,
    name,
    keyArn,
    code: { folder: code, handler: `handlers.${handler}.lambda_handler` },
    ...functionSize(of),
    logDays,
    released: functionRelease(stack, name, calledBy, of),
  });

  const testExecution = new ServerlessFunction(stack, "test-execution", {
    ...common(settings.functions.test_execution, "test-execution", "test_execution", "clients"),
    description: "Starts test executions, takes their results, reads and lists them",
    environment: { CORS_ORIGIN: corsOrigin, TEAM_GROUP: settings.users.team_group },
    link: [
      tableLink("TEST_CASES_TABLE", stores.testCases, ["GetItem"]),
      tableLink("TEST_EXECUTIONS_TABLE", stores.testExecutions, [
        "GetItem",
        "PutItem",
        "Query",
        "QueryIndex",
        "UpdateItem",
      ]),
      bucketLink("TEST_DATA_BUCKET", stores.testData, ["GetObject", "PutObject"]),
      ...flags,
    ],
  });
  const aiAnalysis = new ServerlessFunction(stack, "ai-analysis", {
    ...common(settings.functions.ai_analysis, "ai-analysis", "ai_analysis", "stream"),
    description: "Writes beside each finished test execution what its results mean",
    link: [
      tableLink("TEST_EXECUTIONS_TABLE", stores.testExecutions, ["Query", "UpdateItem"]),
      streamLink(stores.testExecutions),
      ...(analysis.model ? [modelLink("BEDROCK_MODEL_ID", names, analysis.model)] : []),
      ...flags,
    ],
  });
  new StreamConsumer(stack, "finished-executions", {
    consumer: aiAnalysis,
    table: stores.testExecutions,
    batchSize: analysis.batch_size,
    retries: analysis.retries,
    filters: [
      // Finished executions without an analysis. Writing an analysis is a change too, and must not start another one.
      {
        eventName: ["INSERT", "MODIFY"],
        dynamodb: {
          NewImage: { status: { S: ["passed", "failed"] }, analyzed_at: { S: [{ exists: false }] } },
        },
      },
    ],
  });
  return { testExecution, aiAnalysis };
}
