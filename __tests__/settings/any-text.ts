import fc from "fast-check";

const point = fc.oneof(fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff }));

/** Any characters, as fast-check's own unit "binary" has them: but that takes a second to make. */
export const anyText = fc.string({ unit: point.map((code) => String.fromCodePoint(code)) });
