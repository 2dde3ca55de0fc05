/** The digest of an image that is named by it; nothing for any other name, such as one with a tag alone, which can be moved. */
export const digestOf = (image: string): string | undefined => /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1];
