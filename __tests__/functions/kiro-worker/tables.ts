import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { type Attributes, fromItem, toItem } from "../../../functions/kiro-worker/attributes";
import type { Status } from "../../../functions/kiro-worker/change";
import { type Stored, WorkItems } from "../../../functions/kiro-worker/work-items";
import { emulatorPython, ensureEmulatorInstalled } from "../../../operator/local/emulator-install";
import { moto } from "../../../operator/local/emulator-program";

const folder = join(__dirname, "../../../.local");
let tests = 0;

/** One request at a time: a transaction of moto that fails puts back the tables as they were, with what others wrote meanwhile. */
const server = `import sys
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple
run_simple("127.0.0.1", int(sys.argv[1]), DomainDispatcherApplication(create_backend_app), threaded=False)
`;

/** DynamoDB with its conditions and transactions, as moto has it; new tables for each test. */
export class Tables {
  private process?: ChildProcess;
  private client = new DynamoDBClient({});
  names = { workItems: "", locks: "" };
  /** Seconds since 1970, as the code under test sees them. */
  now = 1_800_000_000;
  workItems = new WorkItems(this.names);

  async start(): Promise<void> {
    await ensureEmulatorInstalled(folder);
    const port = await freePort();
    this.process = spawn(emulatorPython(folder, moto), ["-c", server, String(port)], {
      stdio: "ignore",
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
    });
    const endpoint = `http://127.0.0.1:${port}`;
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    this.client = new DynamoDBClient({ endpoint, credentials, region: "us-east-1" });
    for (let waited = 0; !(await answers(endpoint)); waited += 100) {
      if (waited > 60_000) throw new Error("moto does not answer");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async stop(): Promise<void> {
    this.client.destroy();
    const { process } = this;
    if (!process) return;
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.kill();
    await ended;
  }

  async clean(): Promise<void> {
    tests += 1;
    this.now = 1_800_000_000;
    this.names = { workItems: `work-items-${tests}`, locks: `locks-${tests}` };
    const text = (AttributeName: string) => ({ AttributeName, AttributeType: "S" as const });
    const key = (AttributeName: string, KeyType: "HASH" | "RANGE" = "HASH") => ({ AttributeName, KeyType });
    await this.client.send(
      new CreateTableCommand({
        TableName: this.names.workItems,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [text("id"), text("status"), text("created_at")],
        KeySchema: [key("id")],
        GlobalSecondaryIndexes: [
          {
            IndexName: "by-status",
            KeySchema: [key("status"), key("created_at", "RANGE")],
            Projection: { ProjectionType: "ALL" },
          },
        ],
      }),
    );
    await this.client.send(
      new CreateTableCommand({
        TableName: this.names.locks,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [text("id")],
        KeySchema: [key("id")],
      }),
    );
    this.workItems = new WorkItems(this.names, this.client, () => this.now);
  }

  /** The same tables through a client that a test has made of this one. */
  through(wrap: (client: DynamoDBClient) => DynamoDBClient): WorkItems {
    return new WorkItems(this.names, wrap(this.client), () => this.now);
  }

  /** All items with a status, oldest first. */
  async list(status: Status): Promise<Stored[]> {
    const items: Stored[] = [];
    for await (const item of this.workItems.withStatus(status)) items.push(item);
    return items;
  }

  async ids(status: Status): Promise<string[]> {
    return (await this.list(status)).map(({ id }) => id);
  }

  /** Stores an item like another writer with access to the table. */
  async put(table: "workItems" | "locks", attributes: Attributes): Promise<void> {
    await this.client.send(new PutItemCommand({ TableName: this.names[table], Item: toItem(attributes) }));
  }

  async remove(table: "workItems" | "locks", id: string): Promise<void> {
    await this.client.send(new DeleteItemCommand({ TableName: this.names[table], Key: toItem({ id }) }));
  }

  async read(table: "workItems" | "locks", id: string): Promise<Record<string, unknown> | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.names[table], Key: toItem({ id }), ConsistentRead: true }),
    );
    return Item && fromItem(Item);
  }
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/moto-api/`)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
