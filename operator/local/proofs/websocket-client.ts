import WebSocket from "ws";

/** What was received, parsed. */
export type Frame = Readonly<Record<string, unknown>>;

export interface WebSocketClient {
  /** Sends a frame and waits for the next one that is received. */
  ask(frame: object): Promise<Frame>;
  close(): Promise<void>;
}

const patienceMs = 30_000;

/**
 * Connects as an application does.
 * @throws {Refused} when the handshake is answered with an HTTP status
 */
export async function connect(url: string, headers: Readonly<Record<string, string>>): Promise<WebSocketClient> {
  const socket = new WebSocket(url, { headers, handshakeTimeout: patienceMs });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", () => resolve());
    socket.once("unexpected-response", (_, { statusCode }) => reject(new Refused(statusCode)));
    socket.once("error", reject);
  });
  return {
    ask: (frame) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no answer to ${JSON.stringify(frame)}`)), patienceMs);
        socket.once("message", (data) => {
          clearTimeout(late);
          resolve(JSON.parse(String(data)));
        });
        socket.send(JSON.stringify(frame));
      }),
    close: () =>
      new Promise((resolve) => {
        socket.once("close", () => resolve());
        socket.close();
      }),
  };
}

/** A handshake that was refused. */
export class Refused extends Error {
  override readonly name = "Refused";

  constructor(readonly status: number | undefined) {
    super(`the handshake was refused with ${status}`);
  }
}
