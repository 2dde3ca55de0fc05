import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What the fake answers to a call. */
export interface Reply {
  readonly status?: number;
  /** An object is sent as JSON. */
  readonly body?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer, or one for each request. */
type Answers = Readonly<Record<string, Reply | ((request: { body: string; url: string }) => Reply)>>;

/**
 * A cloud on 127.0.0.1. A call of AWS is named by its action, such as `GetRole`; others by method and path, such as `GET /v1/projects/x`,
 * without the query. A call without an answer fails with 501, so that no test passes by chance.
 */
export class FakeCloud {
  readonly calls: string[] = [];
  private answers: Answers = {};

  private readonly server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const name = nameOf(request, body);
    this.calls.push(name);
    const answer = this.answers[name];
    const reply =
      typeof answer === "function"
        ? answer({ body, url: request.url ?? "" })
        : (answer ?? { status: 501, body: { __type: "NotFaked", message: `no answer for ${name}` } });
    const isJson = typeof reply.body === "object";
    const type = isJson ? "application/x-amz-json-1.1" : "text/xml";
    response.writeHead(reply.status ?? 200, { "content-type": type, ...reply.headers });
    response.end(isJson ? JSON.stringify(reply.body) : (reply.body ?? ""));
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  /** Sets the answers from now on, and forgets the calls. */
  answer(answers: Answers): void {
    this.answers = answers;
    this.calls.length = 0;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  /** Points AWS's SDK here, with credentials that mean nothing. */
  useForAws(): void {
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: this.url,
      AWS_ACCESS_KEY_ID: "AKIDFAKE",
      AWS_SECRET_ACCESS_KEY: "fake",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    });
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** A fake for all tests of a file. */
export function fakeCloud(): FakeCloud {
  const fake = new FakeCloud();
  beforeAll(() => fake.start());
  afterAll(() => fake.stop());
  return fake;
}

/** As {@link fakeCloud}, where AWS's SDK finds it; the environment is put back at the end. */
export function fakeAws(): FakeCloud {
  const fake = fakeCloud();
  const environment = { ...process.env };
  beforeAll(() => fake.useForAws());
  afterAll(() => {
    process.env = environment;
  });
  return fake;
}

/** Where no program listens: a port that was just given back. */
export async function noAnswer(): Promise<string> {
  const fake = await new FakeCloud().start();
  const { host } = fake;
  fake.stop();
  return host;
}

function nameOf({ headers, method, url = "" }: IncomingMessage, body: string): string {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return target.split(".").at(-1) as string;
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  return action ?? `${method} ${url.split("?")[0]?.replace(/\/$/, "")}`;
}

/** A refusal of a service that speaks JSON. */
export const refusal = (code: string, status = 400): Reply => ({
  status,
  body: { __type: code, message: `${code} of the fake` },
  headers: { "x-amzn-errortype": code },
});

/** A refusal of a service that speaks XML. */
export const xmlRefusal = (code: string, status = 404): Reply => ({
  status,
  body: `<ErrorResponse><Error><Code>${code}</Code><Message>${code} of the fake</Message></Error></ErrorResponse>`,
});

/** STS's answer to who calls. */
export const caller = (account: string): Reply => ({
  body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/ann</Arn><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
});
