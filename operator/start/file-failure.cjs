"use strict";

/** What is wrong and what to do, by the code of the operating system. */
const meanings = {
  ENOSPC: "the disk is full: free some space, and run it again",
  EDQUOT: "your share of the disk is full: free some space, and run it again",
  EROFS: "the file system is read-only: use a checkout that can be written",
  EACCES: "access is denied: it must belong to you (a checkout of your own does)",
  EPERM: "access is denied: it must belong to you (a checkout of your own does)",
  ENOTDIR: "a file is where a folder is expected: name another one, or remove it",
  EEXIST: "a file is where a folder is expected: name another one, or remove it",
  EISDIR: "a folder is where a file is expected: name another one, or remove it",
};

/** How programs that give no code word it. */
const words = [
  [/no space left on device/i, "ENOSPC"],
  [/read-only file system/i, "EROFS"],
  [/permission denied/i, "EACCES"],
];

/** One line about a file or folder that could not be used; nothing if an error is about something else. */
function fileFailure(error) {
  const { code, syscall = "", path, dest, message = "" } = error ?? {};
  if (/^(spawn|connect|kill|listen|bind)/.test(syscall)) return undefined;
  const known = code ?? words.find(([word]) => word.test(message))?.[1];
  if (!Object.hasOwn(meanings, known ?? "") || (known === "EEXIST" && syscall !== "mkdir")) return undefined;
  return `cannot ${/^(scandir|opendir|read|l?stat)/.test(syscall) ? "read" : "write"} ${dest ?? path ?? "a file"}: ${meanings[known]}`;
}

module.exports = { fileFailure };
