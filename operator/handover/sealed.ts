import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { UserError } from "../process/user-error";

/** The form of the file that this version writes and reads. */
export const formatVersion = 1;

/**
 * The first line of a sealed file. It is readable and authenticated: a changed one does not open. The key of each file is derived from the
 * salt (HKDF-SHA256), so that no key meets a nonce twice (NIST SP 800-38D, 8.3: at most 2^32 random nonces for one key).
 */
interface Header {
  readonly format: "multicloud-stacks plan";
  readonly version: number;
  readonly stack: string;
  /** ISO 8601. */
  readonly created: string;
  readonly salt: string;
  readonly nonce: string;
  /** Says whether a key is the one of this file. */
  readonly check: string;
  /** The number of bytes that follow the header's line. */
  readonly bytes: number;
}

const tagBytes = 16;

/** Encrypts with AES-256-GCM: one line that says what it is, then the ciphertext, then the tag. */
export function sealed(stack: string, content: Buffer, key: Buffer, created = new Date()): Buffer {
  const salt = randomBytes(32);
  const nonce = randomBytes(12);
  const { own, check } = derived(key, salt);
  const header: Header = {
    format: "multicloud-stacks plan",
    version: formatVersion,
    stack,
    created: created.toISOString(),
    salt: salt.toString("base64"),
    nonce: nonce.toString("base64"),
    check,
    bytes: content.length + tagBytes,
  };
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  const cipher = createCipheriv("aes-256-gcm", own, nonce, { authTagLength: tagBytes }).setAAD(line);
  return Buffer.concat([line, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Decrypts a sealed file.
 * @param name what messages call it
 * @throws {UserError} that says which: no sealed plan, another version's, another stack's, cut, another key, changed
 */
export function opened(name: string, stack: string, file: Buffer, key: Buffer): Buffer {
  const refuse = (what: string) => new UserError(`${name}: ${what}. Nothing was changed`);
  const end = file.subarray(0, 4096).indexOf("\n") + 1;
  const header = end > 0 ? headerOf(file.subarray(0, end)) : undefined;
  if (!header) throw refuse("expected a plan that `npm run plan -- <stack> --out <folder>` wrote, found another file");
  if (header.version !== formatVersion) {
    throw refuse(
      `expected form ${formatVersion} of a handed-over plan, found ${header.version}: plan and deploy with one version of this product`,
    );
  }
  if (header.stack !== stack) throw refuse(`expected the plan of ${stack}, found that of ${header.stack}`);
  const rest = file.subarray(end);
  if (rest.length !== header.bytes) {
    throw refuse(
      `expected ${header.bytes} bytes after its first line, found ${rest.length}: the file was cut or added to`,
    );
  }
  const { own, check } = derived(key, Buffer.from(header.salt, "base64"));
  if (check !== header.check) {
    throw refuse(
      "it was encrypted with another key: PLAN_KEY is not the one it was planned with, or the state that makes it has changed since: plan again",
    );
  }
  try {
    const nonce = Buffer.from(header.nonce, "base64");
    const decipher = createDecipheriv("aes-256-gcm", own, nonce, { authTagLength: tagBytes });
    decipher.setAAD(file.subarray(0, end)).setAuthTag(rest.subarray(-tagBytes));
    return Buffer.concat([decipher.update(rest.subarray(0, -tagBytes)), decipher.final()]);
  } catch {
    throw refuse("it was changed after it was written: its content does not belong to its key and its first line");
  }
}

function derived(key: Buffer, salt: Buffer): { own: Buffer; check: string } {
  const part = (info: string) => Buffer.from(hkdfSync("sha256", key, salt, `multicloud-stacks plan ${info}`, 32));
  return { own: part("content"), check: part("check").toString("base64") };
}

function headerOf(line: Buffer): Header | undefined {
  try {
    const header = JSON.parse(line.toString()) as Partial<Header> | null;
    const isWhole =
      header?.format === "multicloud-stacks plan" &&
      typeof header.version === "number" &&
      [header.stack, header.salt, header.nonce, header.check].every((part) => typeof part === "string");
    return isWhole ? (header as Header) : undefined;
  } catch {
    return undefined;
  }
}
