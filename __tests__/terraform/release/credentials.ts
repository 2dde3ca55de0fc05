import type { AwsProxy, Call, Refusal } from "./proxy";

/** From now on AWS says of every call that its credentials have expired, as it does when a session has ended. */
export function refuseAll(proxy: AwsProxy): void {
  proxy.before = async (call) => expired(call);
}

const message = "The security token included in the request is expired";

function expired({ protocol }: Call): Refusal {
  if (protocol === "json") {
    const body = JSON.stringify({ __type: "ExpiredTokenException", message });
    return { status: 400, type: "application/x-amz-json-1.1", body };
  }
  if (protocol === "cbor") {
    const body = cborMap({ __type: "ExpiredTokenException", message });
    return { status: 400, type: "application/cbor", body };
  }
  const error = `<Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>${message}</Message></Error>`;
  const body = protocol === "query" ? `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>` : error;
  return { status: protocol === "query" ? 403 : 400, type: "text/xml", body };
}

/** RFC 8949, for texts of less than 256 bytes. */
function cborMap(entries: Readonly<Record<string, string>>): Buffer {
  const text = (value: string) => Buffer.concat([Buffer.from([0x78, Buffer.byteLength(value)]), Buffer.from(value)]);
  const pairs = Object.entries(entries).flatMap(([key, value]) => [text(key), text(value)]);
  return Buffer.concat([Buffer.from([0xa0 + Object.keys(entries).length]), ...pairs]);
}
