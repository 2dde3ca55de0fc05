import { cacheControlOf, contentTypeOf, isHashed } from "../../../operator/publish-site/media";

test.each([
  ["index.html", "text/html; charset=utf-8"],
  ["assets/app.js", "text/javascript; charset=utf-8"],
  ["assets/app.mjs", "text/javascript; charset=utf-8"],
  ["assets/app.css", "text/css; charset=utf-8"],
  ["assets/app.js.map", "application/json; charset=utf-8"],
  ["manifest.webmanifest", "application/manifest+json; charset=utf-8"],
  ["logo.svg", "image/svg+xml"],
  ["photo.JPG", "image/jpeg"],
  ["font.woff2", "font/woff2"],
  ["module.wasm", "application/wasm"],
  ["robots.txt", "text/plain; charset=utf-8"],
  [".well-known/something", "application/octet-stream"],
  ["html", "text/html; charset=utf-8"],
])("%s is %s", (path, type) => {
  expect(contentTypeOf(path)).toBe(type);
});

test.each([
  "main.3f2a1b9c.js",
  "main.3f2a1b9c.chunk.js",
  "main.3f2a1b9c.js.map",
  "117-abcdef0123456789.js",
  "e1b2c3d4e5f60718.png",
  "index-DiwrgT4a.js",
  "app-5XQKZ3PM.css",
  "chunk.5XQKZ3PM.js",
])("%s has a hash in its name", (name) => {
  expect(isHashed(name)).toBe(true);
});

test.each([
  "app.js",
  "hero-download.png",
  "photo-20240115.jpg",
  "photo-IMG_1234.jpg",
  "manual-Version2.pdf",
  "app.settings.js",
  "deadbeef.js",
  "3f2a1b9c.js",
  "index-abcdefgh.js",
  "index-ABCDEFGH.js",
  "main-3f2a1b9c",
])("%s has none", (name) => {
  expect(isHashed(name)).toBe(false);
});

test.each([
  ["index.html", "no-cache"],
  ["docs/page.HTM", "no-cache"],
  ["page-5XQKZ3PM.html", "no-cache"],
  ["sw.js", "no-cache"],
  ["service-worker.js", "no-cache"],
  ["assets/app-5XQKZ3PM.js", "public, max-age=31536000, immutable"],
  ["5XQKZ3PM.1a2b3c4d/app.js", "public, max-age=0, s-maxage=86400, must-revalidate"],
  ["favicon.ico", "public, max-age=0, s-maxage=86400, must-revalidate"],
])("%s is kept as %s", (path, caching) => {
  expect(cacheControlOf(path)).toBe(caching);
});
