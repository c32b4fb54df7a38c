/**
 * Rows: values of one type in binary, as docs/runtime.md specifies byte for byte. The code for a type is generated: with
 * literal property names the engine compiles reads and object literals as if they were written by hand, which is several
 * times faster than closures that walk the type (docs/adr/0005-row-format.md).
 */
import type { IrField, IrType, IrTypeOf } from "../../compiler/ir/type.ts";
import { assertNever } from "../../shared/assert-never.ts";
import type { Json } from "../../shared/json.ts";
import type { ByteSink } from "./byte-sink.ts";
import * as sinks from "./byte-sink.ts";
import type { ByteSource } from "./byte-source.ts";
import * as sources from "./byte-source.ts";
import * as parts from "./reference-codec.ts";

export interface RowCodec {
  encode(sink: ByteSink, value: Json): void;
  decode(source: ByteSource): Json;
}

const codecs = new Map<string, RowCodec>();

/** The codec of a type; kept, since tasks of one process meet few types. */
export function rowCodec(type: IrType): RowCodec {
  const key = JSON.stringify(type);
  const known = codecs.get(key);
  if (known !== undefined) {
    return known;
  }
  const codec = generate(type);
  codecs.set(key, codec);
  return codec;
}

/** What generated code may call. */
const library = { ...sinks, ...sources, ...parts };

/** The code of records without one field, the key, which whoever holds them has elsewhere. */
export interface KeyedCodec {
  encode(sink: ByteSink, value: Json): void;
  /** With `key` in the place of the field that was left out. */
  decode(source: ByteSource, key: Json): Json;
}

export function keyedCodec(type: IrTypeOf<"record">, key: string): KeyedCodec {
  const fields = type.fields.filter((field) => field.name !== key);
  const parts = type.fields.map((field) =>
    field.name === key ? `${propertyName(key)}: key` : property(field),
  );
  return link(encoder({ ...type, fields }, "value", 0), `({ ${parts.join(", ")} })`);
}

const generate = (type: IrType): RowCodec => link(encoder(type, "value", 0), decoder(type));

/** The text is made from field names and literals in JSON notation alone. */
function link(encoding: readonly string[], decoding: string): KeyedCodec & RowCodec {
  const body = [
    '"use strict";',
    "const encode = (sink, value) => {",
    ...encoding,
    "};",
    `const decode = (source, key) => ${decoding};`,
    "return { encode, decode };",
  ].join("\n");
  return new Function(...Object.keys(library), body)(...Object.values(library)) as KeyedCodec &
    RowCodec; // what the text is
}

/** Statements that write `value`, a JavaScript expression without effects. `depth` keeps variable names apart. */
function encoder(type: IrType, value: string, depth: number): readonly string[] {
  switch (type.kind) {
    case "null":
      return [];
    case "bool":
      return [`writeByte(sink, ${value} ? 1 : 0);`];
    case "int":
    case "duration":
    case "size":
      return [`writeInt(sink, ${value});`];
    case "float":
      return [`writeFloat(sink, ${value});`];
    case "string":
    case "secret":
      return [`writeString(sink, ${value});`];
    case "json":
    case "tensor":
    case "model":
      return [`writeJson(sink, ${value});`];
    case "file":
      return [`writeFile(sink, ${value});`];
    case "text":
      return [`writeText(sink, ${value});`];
    case "bytes":
      return [`writeBytesValue(sink, ${value});`];
    case "literal":
      return [`writeLength(sink, ${JSON.stringify(type.values)}.indexOf(${value}));`];
    case "optional":
      return [
        `if (${value} === null || ${value} === undefined) { writeByte(sink, 0); } else {`,
        "writeByte(sink, 1);",
        ...encoder(type.type, value, depth),
        "}",
      ];
    case "list": {
      const element = `element${depth}`;
      return [
        `writeLength(sink, ${value}.length);`,
        `for (const ${element} of ${value}) {`,
        ...encoder(type.element, element, depth + 1),
        "}",
      ];
    }
    case "map": {
      const [map, key] = [`map${depth}`, `key${depth}`];
      return [
        `const ${map} = ${value};`,
        `const keys${depth} = sortedKeys(${map});`,
        `writeLength(sink, keys${depth}.length);`,
        `for (const ${key} of keys${depth}) {`,
        `writeString(sink, ${key});`,
        ...encoder(type.value, `${map}[${key}]`, depth + 1),
        "}",
      ];
    }
    case "record":
      return type.fields.flatMap((field, index) => {
        const local = `field${depth}_${index}`;
        return [
          `const ${local} = ${value}[${JSON.stringify(field.name)}];`,
          "{",
          ...encoder(field.type, local, depth + 1),
          "}",
        ];
      });
    case "never":
    case "dataset":
    case "stream":
    case "groups":
      throw new Error(`broken invariant: rows hold no ${type.kind}`);
    default:
      return assertNever(type);
  }
}

/** An expression that reads a value. Arguments and fields are evaluated in the order in which they are written. */
function decoder(type: IrType): string {
  switch (type.kind) {
    case "null":
      return "null";
    case "bool":
      return "(readByte(source) === 1)";
    case "int":
    case "duration":
    case "size":
      return "readInt(source)";
    case "float":
      return "readFloat(source)";
    case "string":
    case "secret":
      return "readString(source)";
    case "json":
    case "tensor":
    case "model":
      return "readJson(source)";
    case "file":
      return "readFile(source)";
    case "text":
      return "readText(source)";
    case "bytes":
      return "readBytesValue(source)";
    case "literal":
      return `${JSON.stringify(type.values)}[readLength(source)]`;
    case "optional":
      return `(readByte(source) === 0 ? null : ${decoder(type.type)})`;
    case "list":
      return `readList(source, (source) => ${decoder(type.element)})`;
    case "map":
      return `readMap(source, (source) => ${decoder(type.value)})`;
    case "record":
      return `({ ${type.fields.map(property).join(", ")} })`;
    case "never":
    case "dataset":
    case "stream":
    case "groups":
      throw new Error(`broken invariant: rows hold no ${type.kind}`);
    default:
      return assertNever(type);
  }
}

const property = (field: IrField): string => `${propertyName(field.name)}: ${decoder(field.type)}`;

/** `__proto__` as a plain property name would set the prototype. */
const propertyName = (name: string): string =>
  name === "__proto__" ? '["__proto__"]' : JSON.stringify(name);
