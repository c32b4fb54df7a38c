/**
 * The grammar, one rule a construct, each building its node. `grammar/flow.ebnf` is generated from these rules.
 *
 * Rules run once without input while chevrotain records the grammar: tokens and nodes are then placeholders, so what
 * looks at them stands behind the reporting methods of the base class or checks `RECORDING_PHASE`.
 */
import type { IOrAlt, ParserMethod } from "chevrotain";
import type {
  Argument,
  AssembleStep,
  AssertItem,
  BindItem,
  Block,
  Callee,
  Declaration,
  DoItem,
  Expr,
  FieldPath,
  FoldStep,
  ForExpr,
  FunctionDecl,
  GroupStep,
  Identifier,
  IfExpr,
  IndexRange,
  Item,
  JoinSide,
  JoinStep,
  Key,
  ListElement,
  ListExpr,
  MapStep,
  NamedType,
  Option,
  Options,
  OrderKey,
  Param,
  ParenExpr,
  PercentLit,
  PipelineDecl,
  QualifiedName,
  ReadStep,
  RecordExpr,
  RecordField,
  RecordKey,
  RecordKeyField,
  RecordSpread,
  RecordType,
  RecordTypeField,
  ReduceStep,
  RepeatStep,
  ResultItem,
  ReturnItem,
  ShuffleInput,
  ShuffleStep,
  SortStep,
  SourceUnit,
  SplitStep,
  Step,
  StepBody,
  StringExpr,
  StringPart,
  TileItem,
  TileSpec,
  TrainStep,
  TryExpr,
  TypeDecl,
  TypeNode,
  UseDecl,
  UseName,
  WholeExtent,
  WorkflowDecl,
} from "./ast.ts";
import { checkBlocks } from "./block-shape.ts";
import { readInt, readQuantity, readString } from "./literals.ts";
import { MendingParser } from "./mending-parser.ts";
import { buildOperators, type Operand } from "./operators.ts";
import * as errors from "./parse-errors.ts";
import type { ParserInput } from "./reading-parser.ts";
import { resolveEscapes } from "./string-text.ts";
import { toBindTarget } from "./targets.ts";
import { itemWords, primaryStarts, stepWords, suffixStarts, typeStarts } from "./token-sets.ts";
import { T, type Token } from "./tokens.ts";

type Rule<Node> = ParserMethod<[], Node>;
type Alternatives<Node> = IOrAlt<Node>[];

interface Signature {
  readonly params: readonly Param[];
  readonly result: TypeNode | undefined;
}

const noTokens: readonly Token[] = [];

class FlowParser extends MendingParser {
  constructor(options: { readonly validate: boolean }) {
    super(options);
    this.performSelfAnalysis();
  }

  parse(input: ParserInput): SourceUnit {
    this.begin(input);
    const unit = this.sourceUnit();
    this.end();
    return unit;
  }

  protected override readStep(): Step {
    return this.subrule(9, this.step);
  }

  // ------------------------------------------------------------ declarations

  readonly sourceUnit: Rule<SourceUnit> = this.RULE("sourceUnit", (): SourceUnit => {
    const declarations: Declaration[] = [];
    this.findDeclaration();
    this.MANY(() => {
      declarations.push(this.SUBRULE(this.declaration));
      this.findDeclaration();
    });
    const span = { file: this.file.path, start: 0, end: this.file.text.length };
    return { kind: "SourceUnit", span, declarations };
  });

  readonly declaration: Rule<Declaration> = this.RULE(
    "declaration",
    (): Declaration =>
      this.OR<Alternatives<Declaration>>([
        { ALT: () => this.SUBRULE(this.use) },
        { ALT: () => this.SUBRULE(this.typeDeclaration) },
        { ALT: () => this.SUBRULE(this.functionDeclaration) },
        { ALT: () => this.SUBRULE(this.workflowDeclaration) },
        { ALT: () => this.SUBRULE(this.pipelineDeclaration) },
      ]),
  );

  readonly use: Rule<UseDecl> = this.RULE("use", (): UseDecl => {
    const start = this.start();
    let names: UseName[] | undefined;
    let alias: Identifier | undefined;
    this.CONSUME(T.Use);
    this.OPTION(() => {
      const open = this.CONSUME(T.LeftBrace);
      names = this.commaList(open, () => this.SUBRULE(this.useName));
      this.close(1, open, T.RightBrace);
      this.expect(1, T.From);
    });
    const path = this.SUBRULE(this.path);
    this.OPTION2({
      GATE: () => names === undefined,
      DEF: () => {
        this.CONSUME(T.As);
        alias = this.name(1);
      },
    });
    if (names === undefined && alias === undefined) {
      this.expected(
        "`as` and a name",
        'Write `use { a, b } from "./x.flow"` or `use "./x.flow" as x`.',
      );
      alias = this.missingIdentifier();
    }
    return { kind: "UseDecl", span: this.spanFrom(start), names, path, alias };
  });

  readonly useName: Rule<UseName> = this.RULE("useName", (): UseName => {
    const start = this.start();
    let alias: Identifier | undefined;
    const name = this.name(1);
    this.OPTION(() => {
      this.CONSUME(T.As);
      alias = this.name(2);
    });
    return { kind: "UseName", span: this.spanFrom(start), name, alias };
  });

  readonly typeDeclaration: Rule<TypeDecl> = this.RULE("typeDeclaration", (): TypeDecl => {
    const doc = this.doc();
    const start = this.start();
    this.CONSUME(T.Type);
    const name = this.name(1);
    if (this.is(T.LeftBrace)) {
      this.mend(() => errors.reportMissingSign(this.sink, this.file, this.around(), T.Equals));
    } else {
      this.expectNot(1, T.Equals, T.Colon);
    }
    const type = this.SUBRULE(this.type);
    return { kind: "TypeDecl", span: this.spanFrom(start), doc, name, type };
  });

  readonly functionDeclaration: Rule<FunctionDecl> = this.RULE(
    "functionDeclaration",
    (): FunctionDecl => {
      const doc = this.doc();
      const start = this.start();
      let exportName: Identifier | undefined;
      let options: Options | undefined;
      this.CONSUME(T.Function);
      const name = this.name(1);
      const { params, result } = this.SUBRULE(this.signature);
      this.expect(1, T.From, 'A function names the module it is in: `from "./x.ts"`.');
      const path = this.SUBRULE(this.path);
      this.OPTION(() => {
        this.CONSUME(T.As);
        exportName = this.name(2);
      });
      this.OPTION2(() => {
        options = this.SUBRULE(this.options);
      });
      const span = this.spanFrom(start);
      return { kind: "FunctionDecl", span, doc, name, params, result, path, exportName, options };
    },
  );

  readonly workflowDeclaration: Rule<WorkflowDecl> = this.RULE(
    "workflowDeclaration",
    (): WorkflowDecl => {
      const doc = this.doc();
      const start = this.start();
      const found = this.sink.length;
      this.innerBlocks = [];
      this.CONSUME(T.Workflow);
      const name = this.name(1);
      const { params, result } = this.SUBRULE(this.signature);
      const body = this.SUBRULE(this.block);
      // In a workflow with a mistake these would mostly be its consequences.
      if (
        !this.RECORDING_PHASE &&
        this.sink.length === found &&
        !this.hasLexicalMistake(start, this.lastEnd())
      ) {
        errors.checkParamNames(this.sink, params);
        checkBlocks(body, this.innerBlocks, this.sink);
      }
      return { kind: "WorkflowDecl", span: this.spanFrom(start), doc, name, params, result, body };
    },
  );

  readonly pipelineDeclaration: Rule<PipelineDecl> = this.RULE(
    "pipelineDeclaration",
    (): PipelineDecl => {
      const doc = this.doc();
      const start = this.start();
      this.CONSUME(T.Pipeline);
      const name = this.name(1);
      const { params, result } = this.SUBRULE(this.signature);
      this.expectNot(1, T.Equals, T.Colon);
      this.expect(1, T.Partition);
      const path = this.SUBRULE(this.path);
      const options = this.SUBRULE(this.options);
      const span = this.spanFrom(start);
      return { kind: "PipelineDecl", span, doc, name, params, result, path, options };
    },
  );

  readonly signature: Rule<Signature> = this.RULE("signature", (): Signature => {
    let result: TypeNode | undefined;
    const open = this.expect(1, T.LeftParen);
    const params = this.commaList(open, () => this.SUBRULE(this.param));
    this.close(1, open, T.RightParen);
    this.mistakenFor(T.Colon, T.Arrow);
    if (!this.RECORDING_PHASE && this.isArrowMissing()) {
      this.expected("`->`");
      result = this.SUBRULE(this.type);
    } else {
      this.OPTION(() => {
        this.CONSUME(T.Arrow);
        result = this.SUBRULE2(this.type);
      });
    }
    return { params, result };
  });

  readonly param: Rule<Param> = this.RULE("param", (): Param => {
    this.beginRegion();
    const doc = this.doc();
    const start = this.start();
    let defaultValue: Expr | undefined;
    const name = this.word(1);
    this.expectNot(1, T.Colon, T.Equals);
    const type = this.SUBRULE(this.type);
    this.OPTION(() => {
      this.CONSUME(T.Equals);
      defaultValue = this.SUBRULE(this.expr);
    });
    return { kind: "Param", span: this.spanFrom(start), doc, name, type, defaultValue };
  });

  /** A string that names a file or a literal: it has no holes. */
  readonly path: Rule<StringExpr> = this.RULE("path", (): StringExpr => {
    if (!(this.RECORDING_PHASE || this.is(T.String) || this.is(T.StringStart))) {
      this.expected("a path in quotes");
      return { kind: "StringExpr", span: this.missingSpan(), parts: [] };
    }
    const string = this.SUBRULE(this.string);
    if (!this.RECORDING_PHASE) {
      errors.checkNoHoles(this.sink, string);
    }
    return string;
  });

  // ------------------------------------------------------------ types

  readonly type: Rule<TypeNode> = this.RULE(
    "type",
    (): TypeNode =>
      this.nested<TypeNode>(
        () => {
          const start = this.start();
          const first = this.SUBRULE(this.suffixedType);
          const members = [first];
          this.MANY(() => {
            this.CONSUME(T.Bar);
            members.push(this.SUBRULE2(this.suffixedType));
          });
          return members.length === 1
            ? first
            : { kind: "UnionType", span: this.spanFrom(start), members };
        },
        () => this.missingType(),
      ),
  );

  readonly suffixedType: Rule<TypeNode> = this.RULE("suffixedType", (): TypeNode => {
    const start = this.start();
    let type = this.SUBRULE(this.typeAtom);
    if (this.mayBe(T.Question) || this.mayBe(T.LeftBracket)) {
      this.MANY({
        GATE: () => this.onSameLine(),
        DEF: () => {
          if (!this.deepen()) {
            type = this.missingType();
          }
          this.OR([
            {
              ALT: () => {
                this.CONSUME(T.Question);
                type = { kind: "OptionalType", span: this.spanFrom(start), type };
              },
            },
            {
              ALT: () => {
                const open = this.CONSUME(T.LeftBracket);
                const dimensions = this.commaList(open, () => this.#index());
                this.close(1, open, T.RightBracket);
                const span = this.spanFrom(start);
                type =
                  dimensions.length === 0
                    ? { kind: "ListType", span, element: type }
                    : { kind: "DimensionedType", span, type, dimensions };
              },
            },
          ]);
        },
      });
    }
    return type;
  });

  readonly typeAtom: Rule<TypeNode> = this.RULE("typeAtom", (): TypeNode => {
    if (!this.RECORDING_PHASE) {
      this.mendReservedType();
      if (!typeStarts.has(this.LA(1).tokenType) || this.startsBinding(1)) {
        this.expected("a type");
        return this.missingType();
      }
    }
    return this.OR<Alternatives<TypeNode>>(this.#typeAtoms);
  });
  readonly #typeAtoms: Alternatives<TypeNode> = [
    { ALT: () => this.SUBRULE(this.literalType) },
    { ALT: () => this.SUBRULE(this.namedType) },
    { ALT: () => this.SUBRULE(this.recordType) },
    { ALT: () => this.SUBRULE(this.parenthesizedType) },
  ];

  readonly literalType: Rule<TypeNode> = this.RULE("literalType", (): TypeNode => {
    const start = this.start();
    const value = this.OR([
      { ALT: () => this.SUBRULE(this.path) },
      {
        ALT: () => {
          const int = this.CONSUME(T.Int);
          return {
            kind: "IntExpr" as const,
            span: this.spanFrom(start),
            value: readInt(int.image),
          };
        },
      },
    ]);
    return { kind: "LiteralType", span: this.spanFrom(start), value };
  });

  readonly namedType: Rule<NamedType> = this.RULE("namedType", (): NamedType => {
    const start = this.start();
    let args: TypeNode[] = [];
    const name = this.OR<Alternatives<QualifiedName>>([
      { ALT: () => this.SUBRULE(this.qualifiedName) },
      {
        ALT: () => {
          const map = this.identifier(this.CONSUME(T.Map));
          return { kind: "QualifiedName", span: map.span, parts: [map] };
        },
      },
    ]);
    this.OPTION(() => {
      const open = this.CONSUME(T.Less);
      args = this.commaList(open, () => this.SUBRULE(this.type));
      this.close(1, open, T.Greater);
    });
    return { kind: "NamedType", span: this.spanFrom(start), name, args };
  });

  readonly recordType: Rule<RecordType> = this.RULE("recordType", (): RecordType => {
    const start = this.start();
    const open = this.CONSUME(T.LeftBrace);
    const fields = this.commaList(open, () => this.SUBRULE(this.recordTypeField));
    this.close(1, open, T.RightBrace);
    return { kind: "RecordType", span: this.spanFrom(start), fields };
  });

  readonly recordTypeField: Rule<RecordTypeField> = this.RULE(
    "recordTypeField",
    (): RecordTypeField => {
      const doc = this.doc();
      const start = this.start();
      const name = this.word(1);
      this.expectNot(1, T.Colon, T.Equals);
      const type = this.SUBRULE(this.type);
      return { kind: "RecordTypeField", span: this.spanFrom(start), doc, name, type };
    },
  );

  readonly parenthesizedType: Rule<TypeNode> = this.RULE("parenthesizedType", (): TypeNode => {
    const open = this.CONSUME(T.LeftParen);
    const type = this.SUBRULE(this.type);
    this.close(1, open, T.RightParen);
    return type;
  });

  // ------------------------------------------------------------ options and blocks

  readonly options: Rule<Options> = this.RULE("options", (): Options => {
    const start = this.start();
    const entries: Option[] = [];
    this.withRegions(() => {
      const open = this.openBrace(1);
      const isOpen = open !== undefined || this.isBraceForgotten();
      if (isOpen) {
        this.settleOption(open, "an option");
      }
      this.MANY({
        GATE: () => isOpen && !this.isOptionsEnd(open),
        DEF: () => {
          entries.push(this.SUBRULE(this.optionEntry));
          this.OPTION(() => this.CONSUME(T.Comma));
          this.settleOption(open, "a comma or a line end after an option");
        },
      });
      if (isOpen || this.RECORDING_PHASE) {
        this.close(1, open, T.RightBrace);
      }
    });
    return { kind: "Options", span: this.spanFrom(start), entries };
  });

  readonly optionEntry: Rule<Option> = this.RULE("optionEntry", (): Option => {
    const start = this.start();
    const values: (Expr | PercentLit)[] = [];
    const name = this.identifier(this.CONSUME(T.Word));
    this.dropSign();
    this.MANY({
      GATE: () => this.onSameLine(),
      DEF: () => {
        values.push(
          this.OR<Alternatives<Expr | PercentLit>>([
            { ALT: () => this.SUBRULE(this.percent) },
            { ALT: () => this.SUBRULE(this.expr) },
          ]),
        );
      },
    });
    return { kind: "Option", span: this.spanFrom(start), name, values };
  });

  readonly percent: Rule<PercentLit> = this.RULE("percent", (): PercentLit => {
    const token = this.CONSUME(T.Percent);
    const percent = Number.parseFloat(token.image);
    return { kind: "PercentLit", span: this.tokenSpan(token), percent };
  });

  readonly block: Rule<Block> = this.RULE("block", (): Block => {
    if (!this.RECORDING_PHASE && this.isRecordAsBlock()) {
      return this.#recordAsBlock();
    }
    const start = this.start();
    const items: Item[] = [];
    this.withRegions(() => {
      const open = this.openBrace(1);
      const isOpen = open !== undefined || this.isBraceForgotten();
      if (isOpen) {
        this.settleItem(open);
      }
      this.MANY({
        GATE: () => isOpen && !this.isBlockEnd(open),
        DEF: () => {
          if (!this.isCrowded) {
            this.beginRegion();
          }
          const item = this.SUBRULE(this.item);
          if (this.endItem(item, open)) {
            items.push(item);
          }
        },
      });
      if (isOpen || this.RECORDING_PHASE) {
        if (this.is(T.RightBrace)) {
          this.beginRegion();
        }
        this.close(1, open, T.RightBrace);
      }
    });
    return { kind: "Block", span: this.spanFrom(start), items };
  });

  /** A block inside a workflow. */
  readonly innerBlock: Rule<Block> = this.RULE("innerBlock", (): Block => {
    this.blockDepth++;
    const block = this.SUBRULE(this.block);
    this.blockDepth--;
    this.innerBlocks.push(block);
    return block;
  });

  // ------------------------------------------------------------ items

  readonly item: Rule<Item> = this.RULE("item", (): Item => {
    if (!this.RECORDING_PHASE) {
      this.mendItemStart();
    }
    return this.RECORDING_PHASE || itemWords.has(this.LA(1).tokenType)
      ? this.OR<Alternatives<Item>>(this.#items)
      : this.SUBRULE(this.binding);
  });
  readonly #items: Alternatives<Item> = [
    { ALT: () => this.SUBRULE(this.tile) },
    { ALT: () => this.SUBRULE(this.assert) },
    { ALT: () => this.SUBRULE(this.doItem) },
    { ALT: () => this.SUBRULE(this.returnItem) },
    { ALT: () => this.SUBRULE(this.binding) },
  ];

  readonly tile: Rule<TileItem> = this.RULE("tile", (): TileItem => {
    const start = this.start();
    let halo: TileSpec | undefined;
    let fill: Expr | undefined;
    this.CONSUME(T.Tile);
    const name = this.name(1);
    const open = this.expect(1, T.LeftBracket);
    const indices = this.commaList(open, () => this.identifier(this.CONSUME(T.Name)));
    this.close(1, open, T.RightBracket);
    this.expectNot(1, T.Equals, T.Colon);
    const source = this.SUBRULE(this.expr);
    this.expect(1, T.By);
    const by = this.SUBRULE(this.tileSpec);
    this.OPTION(() => {
      this.CONSUME(T.Halo);
      halo = this.SUBRULE2(this.tileSpec);
    });
    this.OPTION2(() => {
      this.CONSUME(T.Fill);
      fill = this.SUBRULE2(this.expr);
    });
    return { kind: "TileItem", span: this.spanFrom(start), name, indices, source, by, halo, fill };
  });

  readonly tileSpec: Rule<TileSpec> = this.RULE("tileSpec", (): TileSpec => {
    const start = this.start();
    const open = this.expect(1, T.LeftBracket);
    const entries = this.commaList(open, () =>
      this.OR<Alternatives<Expr | WholeExtent>>([
        {
          ALT: () => {
            const whole = this.CONSUME(T.DotDot);
            return { kind: "WholeExtent", span: this.tokenSpan(whole) };
          },
        },
        { ALT: () => this.SUBRULE(this.expr) },
      ]),
    );
    this.close(1, open, T.RightBracket);
    return { kind: "TileSpec", span: this.spanFrom(start), entries };
  });

  readonly assert: Rule<AssertItem> = this.RULE("assert", (): AssertItem => {
    const start = this.start();
    this.CONSUME(T.Assert);
    const condition = this.SUBRULE(this.expr);
    this.expect(1, T.Comma, 'An assertion says what failed: `assert n > 0, "n must be positive"`.');
    const message = this.SUBRULE2(this.expr);
    return { kind: "AssertItem", span: this.spanFrom(start), condition, message };
  });

  readonly doItem: Rule<DoItem> = this.RULE("doItem", (): DoItem => {
    const start = this.start();
    this.CONSUME(T.Do);
    const step = this.SUBRULE(this.step);
    return { kind: "DoItem", span: this.spanFrom(start), step };
  });

  readonly returnItem: Rule<ReturnItem> = this.RULE("returnItem", (): ReturnItem => {
    const start = this.start();
    this.CONSUME(T.Return);
    const step = this.SUBRULE(this.step);
    return { kind: "ReturnItem", span: this.spanFrom(start), step };
  });

  readonly binding: Rule<BindItem | ResultItem> = this.RULE(
    "binding",
    (): BindItem | ResultItem => {
      const start = this.start();
      let step: Step | undefined;
      let ranges: readonly IndexRange[] = [];
      this.atHead = true;
      const head = this.SUBRULE(this.step);
      this.atHead = false;
      this.mendColon(head);
      if (this.mayBe(T.Equals)) {
        this.OPTION(() => {
          this.CONSUME(T.Equals);
          step = this.SUBRULE2(this.step);
          this.OPTION2(() => {
            this.CONSUME(T.Where);
            ranges = this.openList(
              () => this.isAt(2, T.Name) && this.isAt(3, T.In),
              (occurrence) => this.subrule(occurrence, this.indexRange),
            );
          });
        });
      }
      const span = this.spanFrom(start);
      if (step === undefined || this.RECORDING_PHASE) {
        return { kind: "ResultItem", span, step: head };
      }
      const sink = this.isConsequence ? [] : this.sink;
      const target = toBindTarget(head, sink);
      errors.checkRanges(sink, target, ranges);
      return { kind: "BindItem", span, target, step, ranges };
    },
  );

  readonly indexRange: Rule<IndexRange> = this.RULE("indexRange", (): IndexRange => {
    const start = this.start();
    const name = this.name(1, T.In);
    this.expect(1, T.In);
    const range = this.SUBRULE(this.expr);
    return { kind: "IndexRange", span: this.spanFrom(start), name, range };
  });

  // ------------------------------------------------------------ steps

  readonly step: Rule<Step> = this.RULE("step", (): Step => {
    const start = this.start();
    return this.#withClauses(start, this.#stepBody());
  });

  /** A step that begins with its word. */
  readonly bareStep: Rule<Step> = this.RULE("bareStep", (): Step => {
    const start = this.start();
    const body = this.OR<Alternatives<StepBody>>(this.#bareBodies);
    return this.#withClauses(start, body);
  });

  #withClauses(start: number, body: StepBody): Step {
    let options: Options | undefined;
    let after: readonly Identifier[] = [];
    if (this.mayBe(T.With)) {
      this.OPTION(() => {
        this.CONSUME(T.With);
        options = this.SUBRULE(this.options);
      });
    }
    if (!this.mayBe(T.After)) {
      return { kind: "Step", span: this.spanFrom(start), body, options, after };
    }
    this.OPTION2(() => {
      this.CONSUME(T.After);
      after = this.openList(
        () => this.isAt(2, T.Name) && !this.startsBinding(2),
        (occurrence) => this.name(occurrence),
      );
    });
    return { kind: "Step", span: this.spanFrom(start), body, options, after };
  }

  #stepBody(): StepBody {
    if (!this.RECORDING_PHASE) {
      this.mendStepWord();
      if (!stepWords.has(this.LA(1).tokenType)) {
        return this.SUBRULE(this.expr);
      }
      this.atHead = false;
    }
    return this.OR<Alternatives<StepBody>>(this.#stepBodies);
  }

  readonly #bareBodies: Alternatives<StepBody> = [
    { ALT: () => this.SUBRULE(this.map) },
    { ALT: () => this.SUBRULE(this.reduce) },
    { ALT: () => this.SUBRULE(this.fold) },
    { ALT: () => this.SUBRULE(this.shuffle) },
    { ALT: () => this.SUBRULE(this.read) },
    { ALT: () => this.SUBRULE(this.split) },
    { ALT: () => this.SUBRULE(this.sort) },
    { ALT: () => this.SUBRULE(this.group) },
    { ALT: () => this.SUBRULE(this.join) },
    { ALT: () => this.SUBRULE(this.assemble) },
    { ALT: () => this.SUBRULE(this.train) },
    { ALT: () => this.SUBRULE(this.repeat) },
  ];

  readonly #stepBodies: Alternatives<StepBody> = [
    { ALT: () => this.SUBRULE(this.expr) },
    ...this.#bareBodies,
  ];

  readonly read: Rule<ReadStep> = this.RULE("read", (): ReadStep => {
    const start = this.start();
    let type: TypeNode | undefined;
    this.CONSUME(T.Read);
    const source = this.SUBRULE(this.expr);
    this.expect(1, T.As, "Say how the files are read: `read x as csv of T`.");
    const format = this.name(1, T.Of);
    this.OPTION(() => {
      this.CONSUME(T.Of);
      type = this.SUBRULE(this.type);
    });
    const into = this.#into();
    return { kind: "ReadStep", span: this.spanFrom(start), source, format, type, into };
  });

  readonly split: Rule<SplitStep> = this.RULE("split", (): SplitStep => {
    const start = this.start();
    let unit: Identifier | undefined;
    let unitCount: Expr | undefined;
    this.CONSUME(T.Split);
    const source = this.SUBRULE(this.expr);
    this.mistakenFor(T.By, T.At);
    this.OPTION(() => {
      this.CONSUME(T.At);
      unit = this.name(1, T.Into);
      this.OPTION2({
        GATE: () => this.onSameLine(),
        DEF: () => {
          const open = this.CONSUME(T.LeftParen);
          unitCount = this.SUBRULE2(this.expr);
          this.close(1, open, T.RightParen);
        },
      });
    });
    const into = this.#into();
    return { kind: "SplitStep", span: this.spanFrom(start), source, unit, unitCount, into };
  });

  readonly sort: Rule<SortStep> = this.RULE("sort", (): SortStep => {
    const start = this.start();
    let by: readonly OrderKey[] = [];
    this.CONSUME(T.Sort);
    const source = this.SUBRULE(this.expr);
    this.OPTION(() => {
      this.CONSUME(T.By);
      by = this.SUBRULE(this.order);
    });
    const into = this.#into();
    return { kind: "SortStep", span: this.spanFrom(start), source, by, into };
  });

  readonly map: Rule<MapStep> = this.RULE("map", (): MapStep => {
    const start = this.start();
    this.CONSUME(T.Map);
    const callee = this.SUBRULE(this.callee);
    this.expect(1, T.Over);
    const over = this.SUBRULE(this.expr);
    return { kind: "MapStep", span: this.spanFrom(start), callee, over };
  });

  readonly reduce: Rule<ReduceStep> = this.RULE("reduce", (): ReduceStep => {
    const start = this.start();
    this.CONSUME(T.Reduce);
    const callee = this.SUBRULE(this.callee);
    this.expect(1, T.Over);
    const over = this.SUBRULE(this.expr);
    return { kind: "ReduceStep", span: this.spanFrom(start), callee, over };
  });

  readonly fold: Rule<FoldStep> = this.RULE("fold", (): FoldStep => {
    const start = this.start();
    let of: Expr | undefined;
    let from: Expr | undefined;
    this.CONSUME(T.Fold);
    const callee = this.SUBRULE(this.callee);
    this.expect(1, T.Over);
    const over = this.SUBRULE(this.expr);
    this.OPTION(() => {
      this.CONSUME(T.Of);
      of = this.SUBRULE2(this.expr);
    });
    this.OPTION2(() => {
      this.CONSUME(T.From);
      from = this.SUBRULE3(this.expr);
    });
    return { kind: "FoldStep", span: this.spanFrom(start), callee, over, of, from };
  });

  readonly shuffle: Rule<ShuffleStep> = this.RULE("shuffle", (): ShuffleStep => {
    const start = this.start();
    let combine: Callee | undefined;
    this.CONSUME(T.Shuffle);
    const inputs = [this.SUBRULE(this.shuffleInput)];
    this.MANY(() => {
      this.CONSUME(T.And);
      inputs.push(this.SUBRULE2(this.shuffleInput));
    });
    const into = this.#into();
    this.OPTION(() => {
      this.CONSUME(T.Combine);
      combine = this.SUBRULE(this.callee);
    });
    return { kind: "ShuffleStep", span: this.spanFrom(start), inputs, into, combine };
  });

  readonly shuffleInput: Rule<ShuffleInput> = this.RULE("shuffleInput", (): ShuffleInput => {
    const start = this.start();
    let sortBy: readonly OrderKey[] = [];
    const source = this.SUBRULE(this.expr);
    this.expect(1, T.By);
    const key = this.SUBRULE(this.key);
    this.OPTION({
      // A step `sort xs by ...` may stand on the line below.
      GATE: () => this.isAt(2, T.By),
      DEF: () => {
        this.CONSUME(T.Sort);
        this.expect(2, T.By);
        sortBy = this.SUBRULE(this.order);
      },
    });
    return { kind: "ShuffleInput", span: this.spanFrom(start), source, key, sortBy };
  });

  readonly group: Rule<GroupStep> = this.RULE("group", (): GroupStep => {
    const start = this.start();
    this.CONSUME(T.Group);
    const binder = this.name(1, T.By);
    this.expect(1, T.In);
    const source = this.SUBRULE(this.expr);
    this.expect(1, T.By);
    const key = this.SUBRULE(this.key);
    const into = this.#into();
    const aggregates = this.SUBRULE(this.record);
    const span = this.spanFrom(start);
    return { kind: "GroupStep", span, binder, source, key, into, aggregates };
  });

  readonly join: Rule<JoinStep> = this.RULE("join", (): JoinStep => {
    const start = this.start();
    this.CONSUME(T.Join);
    const sides = [this.SUBRULE(this.joinSide)];
    this.MANY(() => {
      this.CONSUME(T.And);
      sides.push(this.SUBRULE2(this.joinSide));
    });
    const into = this.#into();
    return { kind: "JoinStep", span: this.spanFrom(start), sides, into };
  });

  readonly joinSide: Rule<JoinSide> = this.RULE("joinSide", (): JoinSide => {
    const start = this.start();
    let optional = false;
    const binder = this.name(1, T.In);
    this.OPTION(() => {
      this.CONSUME(T.Question);
      optional = true;
    });
    this.expect(1, T.In);
    const source = this.SUBRULE(this.expr);
    this.expect(1, T.By);
    const key = this.SUBRULE(this.key);
    return { kind: "JoinSide", span: this.spanFrom(start), binder, optional, source, key };
  });

  readonly assemble: Rule<AssembleStep> = this.RULE("assemble", (): AssembleStep => {
    const start = this.start();
    let fill: Expr | undefined;
    this.CONSUME(T.Assemble);
    const source = this.SUBRULE(this.expr);
    this.OPTION(() => {
      this.CONSUME(T.Fill);
      fill = this.SUBRULE2(this.expr);
    });
    return { kind: "AssembleStep", span: this.spanFrom(start), source, fill };
  });

  readonly train: Rule<TrainStep> = this.RULE("train", (): TrainStep => {
    const start = this.start();
    this.CONSUME(T.Train);
    const init = this.SUBRULE(this.expr);
    this.expect(1, T.On);
    const data = this.SUBRULE2(this.expr);
    const options = this.SUBRULE(this.options);
    return { kind: "TrainStep", span: this.spanFrom(start), init, data, options };
  });

  readonly repeat: Rule<RepeatStep> = this.RULE("repeat", (): RepeatStep => {
    const start = this.start();
    let stateType: TypeNode | undefined;
    let index: Identifier | undefined;
    let until: Expr | undefined;
    this.CONSUME(T.Repeat);
    const state = this.name(1);
    this.OPTION(() => {
      this.CONSUME(T.Colon);
      stateType = this.SUBRULE(this.type);
    });
    this.OPTION2(() => {
      this.CONSUME(T.Comma);
      index = this.name(2);
    });
    this.expect(1, T.Equals);
    const init = this.SUBRULE(this.expr);
    this.expect(1, T.For, "A loop has a bound: `repeat s = init for 50 { ... }`.");
    const times = this.SUBRULE2(this.expr);
    const body = this.SUBRULE(this.innerBlock);
    this.OPTION3(() => {
      this.CONSUME(T.Until);
      until = this.SUBRULE3(this.expr);
    });
    const span = this.spanFrom(start);
    return { kind: "RepeatStep", span, state, stateType, index, init, times, body, until };
  });

  // ------------------------------------------------------------ parts of steps

  readonly callee: Rule<Callee> = this.RULE("callee", (): Callee => {
    const start = this.start();
    let args: readonly Argument[] | undefined;
    const name = this.SUBRULE(this.qualifiedName);
    this.OPTION({
      GATE: () => this.onSameLine(),
      DEF: () => {
        args = this.SUBRULE(this.args);
      },
    });
    return { kind: "Callee", span: this.spanFrom(start), name, args };
  });

  readonly qualifiedName: Rule<QualifiedName> = this.RULE("qualifiedName", (): QualifiedName => {
    const start = this.start();
    const parts = [this.name(1, T.Over)];
    this.MANY(() => {
      this.CONSUME(T.Dot);
      parts.push(this.name(2, T.Over));
    });
    return { kind: "QualifiedName", span: this.spanFrom(start), parts };
  });

  readonly key: Rule<Key> = this.RULE(
    "key",
    (): Key =>
      this.RECORDING_PHASE || this.is(T.LeftBrace)
        ? this.OR<Alternatives<Key>>([
            { ALT: () => this.SUBRULE(this.recordKey) },
            { ALT: () => this.SUBRULE(this.fieldPath) },
          ])
        : this.SUBRULE(this.fieldPath),
  );

  readonly recordKey: Rule<RecordKey> = this.RULE("recordKey", (): RecordKey => {
    const start = this.start();
    const open = this.CONSUME(T.LeftBrace);
    const fields = this.commaList(open, () => this.SUBRULE(this.recordKeyField));
    this.close(1, open, T.RightBrace);
    return { kind: "RecordKey", span: this.spanFrom(start), fields };
  });

  readonly recordKeyField: Rule<RecordKeyField> = this.RULE(
    "recordKeyField",
    (): RecordKeyField => {
      const start = this.start();
      let name: Identifier | undefined;
      this.OPTION({
        GATE: () => this.isAt(2, T.Colon),
        DEF: () => {
          name = this.identifier(this.CONSUME(T.Word));
          this.CONSUME(T.Colon);
        },
      });
      const path = this.SUBRULE(this.fieldPath);
      return { kind: "RecordKeyField", span: this.spanFrom(start), name, path };
    },
  );

  readonly order: Rule<readonly OrderKey[]> = this.RULE("order", (): readonly OrderKey[] =>
    this.openList(
      () => this.isAt(2, T.Word) && !this.startsBinding(2),
      (occurrence) => this.subrule(occurrence, this.orderKey),
    ),
  );

  readonly orderKey: Rule<OrderKey> = this.RULE("orderKey", (): OrderKey => {
    const start = this.start();
    let descending = false;
    const path = this.SUBRULE(this.fieldPath);
    this.mendDirection();
    this.OPTION(() => {
      this.OR([
        { ALT: () => this.CONSUME(T.Asc) },
        {
          ALT: () => {
            this.CONSUME(T.Desc);
            descending = true;
          },
        },
      ]);
    });
    return { kind: "OrderKey", span: this.spanFrom(start), path, descending };
  });

  readonly fieldPath: Rule<FieldPath> = this.RULE("fieldPath", (): FieldPath => {
    const start = this.start();
    const parts = [this.word(1)];
    this.MANY(() => {
      this.CONSUME(T.Dot);
      parts.push(this.word(2));
    });
    return { kind: "FieldPath", span: this.spanFrom(start), parts };
  });

  readonly args: Rule<readonly Argument[]> = this.RULE("args", (): readonly Argument[] => {
    const open = this.CONSUME(T.LeftParen);
    const args = this.commaList(open, () => this.SUBRULE(this.argument));
    this.close(1, open, T.RightParen);
    return args;
  });

  readonly argument: Rule<Argument> = this.RULE("argument", (): Argument => {
    const start = this.start();
    let name: Identifier | undefined;
    if (this.isAt(1, T.Word)) {
      this.mistakenFor(T.Equals, T.Colon, 2);
    }
    if (this.RECORDING_PHASE || this.isAt(2, T.Colon)) {
      this.OPTION(() => {
        name = this.identifier(this.CONSUME(T.Word));
        this.CONSUME(T.Colon);
      });
    }
    const value =
      this.RECORDING_PHASE || this.isSoleStep()
        ? this.OR<Alternatives<Expr>>([
            { ALT: () => this.SUBRULE(this.expr) },
            { ALT: () => this.#parenthesizedByCall() },
          ])
        : this.SUBRULE2(this.expr);
    return { kind: "Argument", span: this.spanFrom(start), name, value };
  });

  #parenthesizedByCall(): ParenExpr {
    const start = this.start();
    const step = this.SUBRULE(this.bareStep);
    return { kind: "ParenExpr", span: this.spanFrom(start), step };
  }

  // ------------------------------------------------------------ expressions

  readonly expr: Rule<Expr> = this.RULE(
    "expr",
    (): Expr =>
      this.nested(
        () => this.#row(),
        () => this.missingExpr(),
      ),
  );

  /** Operands with operators between them; `operators.ts` makes a tree of them. */
  #row(): Expr {
    const { atHead } = this;
    const mayMeetEquals = atHead || this.inBrackets;
    this.inBrackets = false;
    const first = this.#rowOperand(1, atHead);
    if (!mayMeetEquals) {
      this.mendComparison();
    }
    if (!(this.RECORDING_PHASE || this.isAt(1, T.Operator) || first.nots.length > 0)) {
      return first.expr;
    }
    let row = [first];
    let signs: Token[] = [];
    this.MANY(() => {
      if (!this.deepen()) {
        row = [{ nots: [], expr: this.missingExpr() }];
        signs = [];
      }
      signs.push(this.CONSUME(T.Operator));
      row.push(this.#rowOperand(2, false));
      if (!mayMeetEquals) {
        this.mendComparison();
      }
    });
    return this.RECORDING_PHASE
      ? this.missingExpr()
      : buildOperators(this.file, row, signs, this.sink);
  }

  #rowOperand(occurrence: number, atHead: boolean): Operand {
    let nots: readonly Token[] = noTokens;
    if (this.mayBe(T.Not)) {
      const found: Token[] = [];
      this.many(occurrence, () => {
        if (!this.deepen()) {
          found.length = 0;
        }
        found.push(this.consume(occurrence, T.Not));
      });
      nots = found;
    }
    this.atHead = atHead;
    const expr = this.subrule(occurrence, this.operand);
    return { nots, expr };
  }

  readonly operand: Rule<Expr> = this.RULE("operand", (): Expr => {
    const { atHead } = this;
    this.atHead = false;
    if (!this.mayBe(T.Minus)) {
      return this.#suffixed(atHead);
    }
    const minuses: Token[] = [];
    this.MANY(() => {
      if (!this.deepen()) {
        minuses.length = 0;
      }
      minuses.push(this.CONSUME(T.Minus));
    });
    return this.#negate(minuses, this.#suffixed(false));
  });

  #suffixed(atHead: boolean): Expr {
    if (!this.RECORDING_PHASE) {
      this.mendReservedOperand();
      if (!primaryStarts.has(this.LA(1).tokenType) || (!atHead && this.startsBinding(1))) {
        return this.missingOperand();
      }
    }
    const start = this.start();
    let expr = this.SUBRULE(this.primary);
    if (!(this.RECORDING_PHASE || suffixStarts.has(this.LA(1).tokenType))) {
      return expr;
    }
    this.MANY2({
      GATE: () => this.is(T.Dot) || this.is(T.QuestionDot) || this.onSameLine(),
      DEF: () => {
        if (!this.deepen()) {
          expr = this.missingExpr();
        }
        this.OR([
          {
            ALT: () => {
              this.CONSUME(T.Dot);
              const name = this.member(1);
              const span = this.spanFrom(start);
              expr = { kind: "MemberExpr", span, object: expr, name, optional: false };
            },
          },
          {
            ALT: () => {
              this.CONSUME(T.QuestionDot);
              const name = this.member(2);
              const span = this.spanFrom(start);
              expr = { kind: "MemberExpr", span, object: expr, name, optional: true };
            },
          },
          {
            ALT: () => {
              const args = this.SUBRULE(this.args);
              expr = { kind: "CallExpr", span: this.spanFrom(start), callee: expr, args };
            },
          },
          {
            ALT: () => {
              const open = this.CONSUME(T.LeftBracket);
              const indices = this.commaList(open, () => this.#index());
              this.close(1, open, T.RightBracket);
              expr = { kind: "IndexExpr", span: this.spanFrom(start), object: expr, indices };
            },
          },
        ]);
      },
    });
    return expr;
  }

  readonly primary: Rule<Expr> = this.RULE(
    "primary",
    (): Expr => this.OR<Alternatives<Expr>>(this.#primaries),
  );
  readonly #primaries: Alternatives<Expr> = [
    {
      ALT: () => {
        const token = this.CONSUME(T.Name);
        return { kind: "NameExpr", span: this.tokenSpan(token), name: token.image };
      },
    },
    {
      ALT: () => {
        const token = this.CONSUME(T.Int);
        return { kind: "IntExpr", span: this.tokenSpan(token), value: readInt(token.image) };
      },
    },
    {
      ALT: () => {
        const token = this.CONSUME(T.Float);
        const value = Number.parseFloat(token.image);
        return { kind: "FloatExpr", span: this.tokenSpan(token), value };
      },
    },
    {
      ALT: () => {
        const token = this.CONSUME(T.Unit);
        const { number, meant } = readQuantity(token.image);
        return { kind: "UnitExpr", span: this.tokenSpan(token), number, unit: meant ?? "h" };
      },
    },
    { ALT: () => this.SUBRULE(this.string) },
    {
      ALT: () => {
        const token = this.CONSUME(T.True);
        return { kind: "BoolExpr", span: this.tokenSpan(token), value: true };
      },
    },
    {
      ALT: () => {
        const token = this.CONSUME(T.False);
        return { kind: "BoolExpr", span: this.tokenSpan(token), value: false };
      },
    },
    {
      ALT: () => {
        const token = this.CONSUME(T.Null);
        return { kind: "NullExpr", span: this.tokenSpan(token) };
      },
    },
    { ALT: () => this.SUBRULE(this.parenthesized) },
    { ALT: () => this.SUBRULE(this.list) },
    { ALT: () => this.SUBRULE(this.record) },
    { ALT: () => this.SUBRULE(this.if) },
    { ALT: () => this.SUBRULE(this.for) },
    { ALT: () => this.SUBRULE(this.try) },
  ];

  readonly string: Rule<StringExpr> = this.RULE("string", (): StringExpr => {
    const start = this.start();
    const parts: StringPart[] = [];
    this.OR([
      {
        ALT: () => {
          const token = this.CONSUME(T.String);
          const value = readString(token);
          if (value !== "") {
            const { file, start, end } = this.tokenSpan(token);
            const span = { file, start: start + 1, end: end - 1 };
            parts.push({ kind: "StringText", span, value });
          }
        },
      },
      {
        ALT: () => {
          this.CONSUME(T.StringStart);
          this.MANY(() => parts.push(this.SUBRULE(this.stringPart)));
          this.expect(1, T.StringEnd);
        },
      },
    ]);
    return { kind: "StringExpr", span: this.spanFrom(start), parts };
  });

  readonly stringPart: Rule<StringPart> = this.RULE("stringPart", (): StringPart => {
    const start = this.start();
    return this.OR<Alternatives<StringPart>>([
      {
        ALT: () => {
          const token = this.CONSUME(T.StringText);
          const value = resolveEscapes(token.image);
          return { kind: "StringText", span: this.tokenSpan(token), value };
        },
      },
      {
        ALT: () => {
          const open = this.CONSUME(T.HoleStart);
          const expr = this.SUBRULE(this.expr);
          this.close(1, open, T.RightBrace);
          return { kind: "StringHole", span: this.spanFrom(start), expr };
        },
      },
    ]);
  });

  readonly parenthesized: Rule<ParenExpr> = this.RULE("parenthesized", (): ParenExpr => {
    const start = this.start();
    const open = this.CONSUME(T.LeftParen);
    const step = this.SUBRULE(this.step);
    this.close(1, open, T.RightParen);
    return { kind: "ParenExpr", span: this.spanFrom(start), step };
  });

  readonly list: Rule<ListExpr> = this.RULE("list", (): ListExpr => {
    const start = this.start();
    const open = this.CONSUME(T.LeftBracket);
    const elements = this.commaList(
      open,
      () => this.SUBRULE(this.listElement),
      () => this.isNakedStep(),
    );
    this.close(1, open, T.RightBracket);
    return { kind: "ListExpr", span: this.spanFrom(start), elements };
  });

  readonly listElement: Rule<ListElement> = this.RULE("listElement", (): ListElement => {
    const start = this.start();
    let spread = false;
    this.OPTION(() => {
      this.CONSUME(T.Ellipsis);
      spread = true;
    });
    const value = this.SUBRULE(this.expr);
    return { kind: "ListElement", span: this.spanFrom(start), spread, value };
  });

  readonly record: Rule<RecordExpr> = this.RULE("record", (): RecordExpr => {
    const start = this.start();
    const open = this.expect(1, T.LeftBrace);
    const entries = this.commaList<RecordField | RecordSpread>(open, () =>
      this.OR<Alternatives<RecordField | RecordSpread>>([
        { ALT: () => this.SUBRULE(this.recordSpread) },
        { ALT: () => this.SUBRULE(this.recordField) },
      ]),
    );
    this.close(1, open, T.RightBrace);
    return { kind: "RecordExpr", span: this.spanFrom(start), entries };
  });

  readonly recordSpread: Rule<RecordSpread> = this.RULE("recordSpread", (): RecordSpread => {
    const start = this.start();
    this.CONSUME(T.Ellipsis);
    const value = this.SUBRULE(this.expr);
    return { kind: "RecordSpread", span: this.spanFrom(start), value };
  });

  readonly recordField: Rule<RecordField> = this.RULE("recordField", (): RecordField => {
    const start = this.start();
    let value: Expr | undefined;
    const isReserved = this.isReserved(1);
    const token = this.CONSUME(T.Word);
    this.mistakenFor(T.Equals, T.Colon);
    this.OPTION(() => {
      this.CONSUME(T.Colon);
      value = this.SUBRULE(this.expr);
    });
    const name = this.identifier(token);
    const span = this.spanFrom(start);
    if (value !== undefined) {
      return { kind: "RecordField", span, name, value, shorthand: false };
    }
    if (isReserved) {
      this.problem(() => errors.reportReserved(this.sink, this.file, token));
    }
    value = { kind: "NameExpr", span: name.span, name: name.name };
    return { kind: "RecordField", span, name, value, shorthand: true };
  });

  readonly if: Rule<IfExpr> = this.RULE(
    "if",
    (): IfExpr =>
      this.nested<IfExpr>(
        () => {
          const start = this.start();
          let otherwise: Block | IfExpr | undefined;
          // Behind an `elif`, which stands for both words, there is none.
          if (this.mayBe(T.If)) {
            this.CONSUME(T.If);
          }
          const condition = this.SUBRULE(this.expr);
          const then = this.SUBRULE(this.innerBlock);
          const isElseIf = this.mendElseIf();
          this.OPTION(() => {
            this.CONSUME(T.Else);
            otherwise =
              this.RECORDING_PHASE || isElseIf || this.is(T.If)
                ? this.#branch(isElseIf)
                : this.SUBRULE2(this.innerBlock);
          });
          // oxlint-disable-next-line unicorn/no-thenable -- a block, never called
          return { kind: "IfExpr", span: this.spanFrom(start), condition, then, otherwise };
        },
        () => {
          const span = this.missingSpan();
          const then: Block = { kind: "Block", span, items: [] };
          const condition = this.missingExpr();
          // oxlint-disable-next-line unicorn/no-thenable -- a block, never called
          return { kind: "IfExpr", span, condition, then, otherwise: undefined };
        },
      ),
  );

  #branch(isElseIf: boolean): Block | IfExpr {
    return isElseIf
      ? this.SUBRULE(this.if)
      : this.OR<Alternatives<Block | IfExpr>>([
          { ALT: () => this.SUBRULE(this.if) },
          { ALT: () => this.SUBRULE2(this.innerBlock) },
        ]);
  }

  readonly for: Rule<ForExpr> = this.RULE("for", (): ForExpr => {
    const start = this.start();
    let index: Identifier | undefined;
    let where: Expr | undefined;
    this.CONSUME(T.For);
    const binder = this.name(1, T.In);
    this.OPTION(() => {
      this.CONSUME(T.Comma);
      index = this.name(2, T.In);
    });
    this.expectNot(1, T.In, T.Of);
    const source = this.SUBRULE(this.expr);
    this.OPTION2(() => {
      this.CONSUME(T.Where);
      where = this.SUBRULE2(this.expr);
    });
    const body = this.SUBRULE(this.innerBlock);
    return { kind: "ForExpr", span: this.spanFrom(start), binder, index, source, where, body };
  });

  readonly try: Rule<TryExpr> = this.RULE("try", (): TryExpr => {
    const start = this.start();
    this.CONSUME(T.Try);
    const body = this.SUBRULE(this.innerBlock);
    this.expect(1, T.Catch, "`try` says what happens on failure: `try { ... } catch e { ... }`.");
    const error = this.name(1);
    const handler = this.SUBRULE2(this.innerBlock);
    return { kind: "TryExpr", span: this.spanFrom(start), body, error, handler };
  });

  // ------------------------------------------------------------ parts of rules

  #into(): Expr | undefined {
    return this.option(7, () => {
      this.consume(7, T.Into);
      return this.subrule(7, this.expr);
    });
  }

  /** An expression in square brackets behind a name. */
  #index(): Expr {
    this.inBrackets = true;
    return this.SUBRULE(this.expr);
  }

  #negate(minuses: readonly Token[], operand: Expr): Expr {
    return minuses.reduceRight<Expr>((negated, minus) => {
      const span = { ...this.tokenSpan(minus), end: negated.span.end };
      return { kind: "UnaryExpr", span, operator: "-", operand: negated };
    }, operand);
  }

  /** A block holds steps; this one holds the fields of a record. */
  #recordAsBlock(): Block {
    const start = this.start();
    const brace = this.LA(1);
    this.structuralProblem(() => errors.reportRecordAsBlock(this.sink, this.file, brace));
    const body = this.SUBRULE(this.record);
    const span = this.spanFrom(start);
    const step: Step = { kind: "Step", span, body, options: undefined, after: [] };
    return { kind: "Block", span, items: [{ kind: "ResultItem", span, step }] };
  }
}

let parser: FlowParser | undefined;

/** Never throws, and answers with a whole tree whatever it is given. */
export function parseTokens(input: ParserInput): SourceUnit {
  parser ??= new FlowParser({ validate: false });
  return parser.parse(input);
}

/** For the generated grammar and its tests: throws where the rules are ambiguous or not LL(3). */
export function createValidatedParser(): FlowParser {
  return new FlowParser({ validate: true });
}
