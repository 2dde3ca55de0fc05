/** Reads JSON that another program wrote. The mark that some put before their text is no part of it (RFC 8259, 8.1). @throws {SyntaxError} */
export const parseJson = (text: string): unknown => JSON.parse(text.replace(/^\ufeff/, ""));
