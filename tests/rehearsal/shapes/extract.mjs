// Writes published.json: which fields Slack's published types give to the payloads and answers that we send.
//
// To refresh: in an empty folder `npm install @slack/bolt @slack/types @slack/web-api typescript@5`, then there
// `node .../tests/rehearsal/shapes/extract.mjs > .../tests/rehearsal/shapes/published.json`.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";

const here = process.cwd();
const ts = createRequire(path.join(here, "package.json"))("typescript");
const packages = ["bolt", "types", "web-api"];
const events = [
  "AppHomeOpenedEvent", "AppMentionEvent", "GenericMessageEvent", "MessageChangedEvent", "MessageDeletedEvent",
  "MemberJoinedChannelEvent", "MemberLeftChannelEvent", "ReactionAddedEvent", "ReactionRemovedEvent",
  "TeamJoinEvent", "UserChangeEvent",
];
const bolt = [
  "BlockAction", "ButtonAction", "StaticSelectAction", "DatepickerAction", "OverflowAction", "CheckboxesAction",
  "PlainTextInputAction", "BlockSuggestion", "GlobalShortcut", "MessageShortcut", "SlashCommand", "ViewClosedAction",
  "ViewSubmitAction", "ViewOutput", "EnvelopedEvent",
];
const responses = [
  "AuthTestResponse", "BotsInfoResponse", "ChatGetPermalinkResponse", "ChatPostEphemeralResponse",
  "ChatPostMessageResponse", "ChatUpdateResponse", "ChatDeleteResponse", "ConversationsHistoryResponse",
  "ConversationsInfoResponse", "ConversationsListResponse", "ConversationsMembersResponse",
  "ConversationsOpenResponse", "ConversationsRepliesResponse", "FilesCompleteUploadExternalResponse",
  "FilesGetUploadURLExternalResponse", "TeamInfoResponse", "UsersInfoResponse", "UsersListResponse",
  "UsersLookupByEmailResponse", "UsersProfileGetResponse", "ViewsOpenResponse", "ViewsPublishResponse",
  "AppsConnectionsOpenResponse",
];
// Blocks and attachments are judged by rehearsal/validation; here they are taken as they are.
const whole = new Set(["blocks", "attachments", "room", "chunks"]);

const source = [
  `import type { ${bolt.join(", ")} } from "@slack/bolt";`,
  `import type { ${events.join(", ")} } from "@slack/types";`,
  `import type { ${responses.join(", ")} } from "@slack/web-api";`,
  ...[...bolt, ...events, ...responses].map((name) => `export declare const the${name}: ${name};`),
].join("\n");
const entry = path.join(here, "entry.ts");
const options = { strict: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [] };
const host = ts.createCompilerHost(options);
const read = host.getSourceFile.bind(host);
host.getSourceFile = (name, ...rest) => name === entry ? ts.createSourceFile(entry, source, options.target, true) : read(name, ...rest);
const exists = host.fileExists.bind(host);
host.fileExists = (name) => name === entry || exists(name);
const program = ts.createProgram([entry], options, host);
const checker = program.getTypeChecker();

// Each object type is written once and referred to by a number: Slack's types refer to each other.
const numbers = new Map();
const definitions = [];

function shape(type) {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return "any";
  if (type.flags & ts.TypeFlags.StringLike) return "string";
  if (type.flags & ts.TypeFlags.NumberLike) return "number";
  if (type.flags & ts.TypeFlags.BooleanLike) return "boolean";
  if (type.flags & ts.TypeFlags.Null) return "null";
  if (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) return "undefined";
  if (type.isUnion()) return union(type.types.map(shape));
  if (checker.isArrayType(type)) return { list: shape(checker.getTypeArguments(type)[0]) };
  if (!numbers.has(type)) {
    numbers.set(type, definitions.length);
    const at = definitions.push(null) - 1;
    definitions[at] = object(type);
  }
  return { ref: numbers.get(type) };
}

function union(shapes) {
  const distinct = [...new Map(shapes.map((one) => [JSON.stringify(one), one])).values()].filter((one) => one !== "undefined");
  if (distinct.includes("any")) return "any";
  return distinct.length === 1 ? distinct[0] : { one_of: distinct };
}

function object(type) {
  const fields = {};
  for (const property of checker.getPropertiesOfType(type)) {
    const optional = Boolean(property.flags & ts.SymbolFlags.Optional);
    const declared = whole.has(property.name) ? "any" : shape(checker.getTypeOfSymbol(property));
    fields[property.name + (optional ? "?" : "")] = declared;
  }
  const index = checker.getIndexInfosOfType(type)[0];
  return index ? { fields, others: shape(index.type) } : { fields };
}

const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)));
const shapes = Object.fromEntries(symbols.map((symbol) => [symbol.name.slice(3), shape(checker.getTypeOfSymbol(symbol))]));
const versions = Object.fromEntries(packages.map((name) => [`@slack/${name}`, JSON.parse(readFileSync(path.join(here, "node_modules/@slack", name, "package.json"))).version]));
console.log(JSON.stringify({ versions, shapes, definitions }));
