import type { Construct } from "constructs";
import { ServerlessFunction } from "../../modules/aws/functions/function";
import { bucketLink, streamLink, tableLink } from "../../modules/aws/functions/function-links";
import { modelLink } from "../../modules/aws/functions/model-link";
import { StreamConsumer } from "../../modules/aws/functions/stream-consumer";
import type { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";
import { previousVersion } from "../aws-shared/function-release";
import { functionSize } from "../aws-shared/function-settings";
import type { ServerlessStores } from "./stores";

type Settings = PlatformSettings["aws-serverless"];

export interface FunctionSurroundings {
  readonly names: Names;
  readonly keyArn: string;
  readonly stores: ServerlessStores;
  /** Web origin whose pages may read what the API answers. */
  readonly corsOrigin: string;
}

export interface ServerlessFunctions {
  readonly testExecution: ServerlessFunction;
  readonly aiAnalysis: ServerlessFunction;
}

/** What answers the API, and what reads the executions that it has stored (document 000). */
export function addServerlessFunctions(
  stack: Construct,
  settings: Settings,
  { names, keyArn, stores, corsOrigin }: FunctionSurroundings,
): ServerlessFunctions {
  const { analysis } = settings;
  const common = (of: Settings["functions"]["test_execution"], name: string, handler: string) => ({
    names,
    name,
    keyArn,
    code: { folder: "functions/ai-test-automation", handler: `handlers.${handler}.lambda_handler` },
    ...functionSize(of),
    logDays: settings.log_days,
    previousVersion: previousVersion(stack, name),
  });

  const testExecution = new ServerlessFunction(stack, "test-execution", {
    ...common(settings.functions.test_execution, "test-execution", "test_execution"),
    description: "Starts test executions, takes their results, reads and lists them",
    environment: { CORS_ORIGIN: corsOrigin },
    link: [
      tableLink("TEST_CASES_TABLE", stores.testCases, "read"),
      tableLink("TEST_EXECUTIONS_TABLE", stores.testExecutions, "read-write"),
      bucketLink("TEST_DATA_BUCKET", stores.testData, "read-write"),
    ],
  });
  const aiAnalysis = new ServerlessFunction(stack, "ai-analysis", {
    ...common(settings.functions.ai_analysis, "ai-analysis", "ai_analysis"),
    description: "Writes beside each finished test execution what its results mean",
    link: [
      tableLink("TEST_EXECUTIONS_TABLE", stores.testExecutions, "read-write"),
      streamLink(stores.testExecutions),
      ...(analysis.model ? [modelLink("BEDROCK_MODEL_ID", settings.region, analysis.model)] : []),
    ],
  });
  new StreamConsumer(stack, "finished-executions", {
    consumer: aiAnalysis,
    table: stores.testExecutions,
    batchSize: analysis.batch_size,
    retries: analysis.retries,
    filters: [
      // What is finished and has no analysis: so an analysis, which is a change too, is not analyzed.
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
