import type { Construct } from "constructs";
import { connectionsLink, type WebSocketApi } from "../../modules/aws/api/websocket-api";
import { ServerlessFunction } from "../../modules/aws/functions/function";
import { type FunctionLink, secretLink, tableLink, topicLink } from "../../modules/aws/functions/function-links";
import { modelLink } from "../../modules/aws/functions/model-link";
import { topicArn } from "../../modules/aws/monitoring/notifications";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import { functionRelease } from "../aws-shared/function-release";
import { flagLinks, functionSize } from "../aws-shared/function-settings";
import type { Stores } from "./stores";

type Settings = PlatformSettings["aws-websocket"];
type FunctionName = keyof Settings["functions"];

export interface FunctionInputs {
  /** Folder of the handlers. */
  readonly code: string;
  readonly api: WebSocketApi;
  readonly stores: Stores;
  /** Web origins whose pages may connect, or `*`. */
  readonly allowedOrigins: readonly string[];
}

export type Functions = Readonly<Record<FunctionName, ServerlessFunction>>;

/** The functions that authorize, connect and disconnect clients, answer them, and send the daily summary (document 001). */
export function addFunctions(
  stack: Construct,
  settings: Settings,
  { names, keyArn, logDays }: AwsContext,
  { code, api, stores, allowedOrigins }: FunctionInputs,
): Functions {
  const { chat, summary } = settings;
  const make = (
    name: FunctionName,
    description: string,
    link: readonly FunctionLink[],
    environment: Readonly<Record<string, string>> = {},
  ) => {
    const of = settings.functions[name];
    return new ServerlessFunction(stack, name, {
      names,
      name,
      description,
      code: { folder: code, handler: `handlers.${name}.handler` },
      keyArn,
      ...functionSize(of),
      logDays,
      link: [...link, ...flagLinks(settings, names)],
      environment,
      released: functionRelease(stack, name, name === "summary" ? "schedule" : "clients", of),
    });
  };
  const conversationLife = { CONVERSATION_TTL_SECONDS: String(chat.conversation_days * 86_400) };

  return {
    authorizer: make(
      "authorizer",
      "Lets clients connect whose token is the API key",
      [secretLink("API_KEY_SECRET", stores.apiKey)],
      { ALLOWED_ORIGINS: allowedOrigins.join(",") },
    ),
    connect: make(
      "connect",
      "Remembers a connection and begins its conversation",
      [tableLink("CONNECTIONS_TABLE", stores.connections, ["PutItem"])],
      { CONNECTION_TTL_SECONDS: String(chat.connection_minutes * 60) },
    ),
    disconnect: make("disconnect", "Forgets a connection", [
      tableLink("CONNECTIONS_TABLE", stores.connections, ["DeleteItem"]),
    ]),
    chat: make(
      "chat",
      "Answers what clients say, and forgets those that are gone",
      [
        tableLink("CONNECTIONS_TABLE", stores.connections, ["DeleteItem", "GetItem"]),
        tableLink("CONVERSATIONS_TABLE", stores.conversations, ["PutItem", "Query", "UpdateItem"]),
        connectionsLink("CONNECTIONS_URL", api, ["POST"]),
        ...(chat.model ? [modelLink("MODEL_ID", names, chat.model)] : []),
      ],
      conversationLife,
    ),
    summary: make(
      "summary",
      "Tells once a day how much the bot had to do",
      [
        tableLink("CONVERSATIONS_TABLE", stores.conversations, ["GetItem"]),
        topicLink("SUMMARY_TOPIC", topicArn(names, summary.severity), keyArn),
      ],
      { ENVIRONMENT: settings.environment },
    ),
  };
}
