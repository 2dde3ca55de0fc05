import { readDockerfile } from "../../../operator/init/application/dockerfile";

const read = (text: string, target?: string) => {
  const { port, imageCommand, user, healthPath, notTaken } = readDockerfile(text, "Dockerfile", target);
  return { port, imageCommand, user, healthPath, notTaken: notTaken.map(({ line, text }) => `${line}: ${text}`) };
};

const rootUser = "it runs as root: Kubernetes refuses that; add USER with a number such as 10001";

test.each<[what: string, text: string, expected: object]>([
  [
    "Python, two stages, as pip's guides show it",
    `# syntax=docker/dockerfile:1
FROM python:3.12-slim AS build
WORKDIR /app
COPY requirements.txt .
RUN pip install --prefix=/install -r requirements.txt
EXPOSE 9999
FROM python:3.12-slim
COPY --from=build /install /usr/local
RUN useradd --uid 10001 app
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s CMD curl -f http://localhost:8000/health/live || exit 1
CMD ["gunicorn", "shop.wsgi", "-b", "0.0.0.0:8000"]
`,
    {
      port: 8000,
      imageCommand: ["gunicorn", "shop.wsgi", "-b", "0.0.0.0:8000"],
      user: "10001:10001",
      healthPath: "/health/live",
      notTaken: [],
    },
  ],
  [
    "Node, with ARG and ENV in EXPOSE and a shell-form command",
    `ARG NODE_VERSION=20
FROM node:\${NODE_VERSION}-alpine
ARG PORT=3000
ENV PORT=$PORT
EXPOSE \${PORT}
USER node
CMD npm start
`,
    {
      port: 3000,
      imageCommand: ["/bin/sh", "-c", "npm start"],
      user: "node",
      notTaken: ["6: USER node is a name: Kubernetes needs a number such as 10001"],
    },
  ],
  [
    "a stage that another stage is made from",
    'FROM debian AS base\nEXPOSE 80 443/tcp 53/udp\nUSER 1000\nCMD ["serve"]\nFROM base\nRUN true\n',
    {
      port: 80,
      imageCommand: ["serve"],
      user: "1000",
      notTaken: ["2: port 53/udp: only TCP reaches a container", "2: port 443: the application has one port"],
    },
  ],
  [
    "an ENTRYPOINT, which takes away the command of its base",
    'FROM debian AS base\nCMD ["old"]\nFROM base\nENTRYPOINT ["tini", "--"]\nUSER 1\n',
    { imageCommand: undefined, user: "1", notTaken: [] },
  ],
  [
    "an ENTRYPOINT after the command of its own stage",
    'FROM debian\nCMD ["run"]\nENTRYPOINT ["tini", "--"]\nUSER 1\n',
    { imageCommand: ["run"], user: "1", notTaken: [] },
  ],
  [
    "a range, and an argument without a value",
    "FROM debian\nARG METRICS\nEXPOSE 8000-8010 $METRICS\nUSER 5\n",
    {
      port: 8000,
      notTaken: [
        "3: ports 8000-8010: of a range, only the first is taken",
        "3: EXPOSE $METRICS: no port that is known here",
      ],
    },
  ],
  [
    "continued lines, comments among them, and a here-document with instructions in it",
    'FROM debian\nRUN apt-get update \\\n  # a comment\n  && true\nRUN <<EOF\nEXPOSE 1111\nEOF\nEXPOSE \\\n  8080\nCMD ["a", \\\n  "b"]\nUSER 7\n',
    { port: 8080, imageCommand: ["a", "b"], user: "7", notTaken: [] },
  ],
  ["the escape of Windows", "# escape=`\nFROM x\nEXPOSE `\n  80\nUSER 1\n", { port: 80, notTaken: [] }],
  ["lower case, CRLF and a BOM", "\uFEFFfrom x\r\nexpose 81\r\nuser 2\r\n", { port: 81, user: "2", notTaken: [] }],
  ["no user", "FROM x\nEXPOSE 80\n", { port: 80, user: undefined, notTaken: [`1: ${rootUser}`] }],
  ["root by name", "FROM x\nUSER root\n", { user: "root", notTaken: [`2: ${rootUser}`] }],
  [
    "HEALTHCHECK NONE",
    "FROM x AS a\nHEALTHCHECK CMD wget http://x/ok\nFROM a\nHEALTHCHECK NONE\nUSER 1\n",
    { healthPath: undefined, notTaken: [] },
  ],
  ["an old ENV", "FROM x\nENV PORT 4000\nEXPOSE $PORT\nUSER 1\n", { port: 4000, notTaken: [] }],
  ["a default in place", "FROM x\nEXPOSE ${PORT:-5000}\nUSER 1\n", { port: 5000, notTaken: [] }],
  ["nothing", "# only a comment\n", { port: undefined, notTaken: ["1: it has no FROM"] }],
  [
    "a port that is none",
    "FROM x\nEXPOSE 70000\nUSER 1\n",
    { port: undefined, notTaken: ["2: EXPOSE 70000: no port that is known here"] },
  ],
])("a Dockerfile: %s", (_, text, expected) => expect(read(text)).toMatchObject(expected));

test("a stage that a compose file names", () => {
  const text = "FROM x AS dev\nEXPOSE 1\nUSER 1\nFROM x AS release\nEXPOSE 2\nUSER 2\n";
  expect(read(text, "dev").port).toBe(1);
  expect(read(text, "staging").notTaken).toEqual(["1: stage staging is not there"]);
});

test("a secret of a command is not shown", () => {
  const { taken } = readDockerfile('FROM x\nCMD ["app", "--token=abc123"]\nUSER 1\n', "Dockerfile");
  expect(JSON.stringify(taken)).not.toContain("abc123");
});
