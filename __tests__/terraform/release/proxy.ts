import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A call of AWS on its way to the emulator. */
export interface Call {
  /** Who makes it. */
  readonly by: "terraform" | "operator";
  /** Name of the operation, such as `ModifyRule`; of S3 the method and the object, such as `PUT /bucket/key`. */
  readonly operation: string;
  readonly body: string;
  /** How it is written. */
  readonly protocol: "json" | "query" | "cbor" | "s3";
}

/** Whether a call may change what users reach. */
export const changes = ({ operation }: Call): boolean =>
  /^(Modify|Create|Delete|Update|Set|Register|Deregister)/.test(operation);

/** What happens to a call in the place of being passed on: an answer, or none because the caller is gone. */
export type Refusal = { readonly status: number; readonly body: string | Buffer; readonly type: string } | "no answer";

/** A proxy between the processes of a test and the emulator: it sees every call, and can refuse it. */
export class AwsProxy {
  /** Called before a call is passed on. */
  before: (call: Call) => Promise<Refusal | undefined> = async () => undefined;
  /** Called when it was answered, before the caller sees the answer. */
  after: (call: Call, status: number) => Promise<Refusal | undefined> = async () => undefined;
  private readonly server: Server;

  /** @param emulator its address */
  constructor(private readonly emulator: string) {
    this.server = createServer((incoming, outgoing) => {
      this.pass(incoming, outgoing).catch(() => outgoing.destroy());
    });
    // Terraform reuses connections.
    this.server.keepAliveTimeout = 120_000;
  }

  start(): Promise<string> {
    return new Promise((resolve) => {
      this.server.listen(0, "127.0.0.1", () => {
        resolve(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}`);
      });
    });
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = Buffer.concat(await incoming.toArray());
    const call = callOf(incoming, body.toString());
    const refused = await this.before(call);
    if (refused) return refuse(outgoing, refused);
    const answer = await this.send(incoming, body);
    const gone = await this.after(call, answer.status);
    if (gone) return refuse(outgoing, gone);
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  }

  private send({ method, url, headers }: IncomingMessage, body: Buffer) {
    const { hostname, port } = new URL(this.emulator);
    return new Promise<{ status: number; headers: IncomingMessage["headers"]; body: Buffer }>((resolve, reject) => {
      const sent = request({ hostname, port, method, path: url, headers }, async (answer) => {
        try {
          const text = Buffer.concat(await answer.toArray());
          const { "transfer-encoding": _, ...rest } = answer.headers;
          resolve({ status: answer.statusCode ?? 500, headers: rest, body: text });
        } catch (error) {
          reject(error);
        }
      });
      sent.once("error", reject);
      sent.end(body);
    });
  }
}

function refuse(outgoing: ServerResponse, refusal: Refusal): void {
  if (refusal === "no answer") outgoing.destroy();
  else {
    const protocol = refusal.type.endsWith("cbor") ? { "smithy-protocol": "rpc-v2-cbor" } : {};
    outgoing.writeHead(refusal.status, { "Content-Type": refusal.type, ...protocol }).end(refusal.body);
  }
}

function callOf({ method, url = "", headers }: IncomingMessage, body: string): Call {
  const by = /terraform/i.test(headers["user-agent"] ?? "") ? "terraform" : "operator";
  const target = String(headers["x-amz-target"] ?? "").split(".")[1];
  const form = /^(?:.*&)?Action=(\w+)/.exec(body)?.[1];
  const path = /\/operation\/(\w+)/.exec(url)?.[1];
  const protocol = target ? "json" : form ? "query" : path ? "cbor" : "s3";
  return { by, operation: target || form || path || `${method} ${url.split("?")[0]}`, body, protocol };
}
