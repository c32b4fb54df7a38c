import { report } from "../diagnostics/report.ts";
import type { Identifier, NameExpr, Param, WorkflowDecl } from "../syntax/ast.ts";
import { holdsReturn } from "../syntax/block-shape.ts";
import { bindBlock } from "./bind-block.ts";
import { bindExpr } from "./bind-expression.ts";
import { bindName } from "./bind-name.ts";
import { bindType } from "./bind-type.ts";
import type { BindState } from "./bindings.ts";
import { createScope, findDeclared, type Scope } from "./scope.ts";
import type { CallableDecl, DimensionSymbol, ParamSymbol } from "./symbol.ts";

/** Names in the dimensions of a function are variables of its signature, and stand for themselves. */
export function bindCallable(state: BindState, fileScope: Scope, declaration: CallableDecl): void {
  if (declaration.kind === "WorkflowDecl") {
    bindWorkflow(state, fileScope, declaration);
    return;
  }
  for (const type of [...declaration.params.map((param) => param.type), declaration.result]) {
    if (type !== undefined) {
      bindType(state, type, () => {});
    }
  }
  bindParams(state, createScope(undefined), declaration);
}

function bindWorkflow(state: BindState, fileScope: Scope, workflow: WorkflowDecl): void {
  const scope = createScope(fileScope);
  state.workflow = workflow;
  bindParams(state, scope, workflow);
  bindDimensions(state, scope, workflow);
  if (workflow.result !== undefined) {
    bindType(state, workflow.result, (name) => {
      resolveDimension(state, scope, name);
    });
  }
  bindBlock(state, createScope(scope), workflow.body);
  checkReturn(state, workflow);
  state.workflow = undefined;
}

/** A default sees the parameters before its own, and nothing of the file but functions it may not call. */
function bindParams(state: BindState, scope: Scope, owner: CallableDecl): void {
  for (const [position, param] of owner.params.entries()) {
    if (param.defaultValue !== undefined) {
      bindDefault(state, scope, owner, param, owner.params.slice(position));
    }
    const symbol: ParamSymbol = { kind: "param", name: param.name, param, owner };
    bindName(state, scope, param.name, symbol);
  }
}

function bindDefault(
  state: BindState,
  scope: Scope,
  owner: CallableDecl,
  param: Param,
  later: readonly Param[],
): void {
  const { defaultValue } = param;
  if (defaultValue === undefined) {
    return;
  }
  bindExpr(state, scope, defaultValue);
  const names = new Map(later.map((other) => [other.name.name, other] as const));
  for (const [node, from] of state.unknown) {
    const other = from === scope || from.parent === scope ? names.get(node.name) : undefined;
    if (other !== undefined && node.span.start >= defaultValue.span.start) {
      state.unknown.delete(node);
      state.resolutions.set(node, { kind: "unresolved", name: other.name });
      report(
        state.sink,
        "FLOW2011",
        node.span,
        { name: node.name },
        {
          label: other === param ? "this is the parameter itself" : "declared only after this",
          secondary: other === param ? [] : [{ span: other.name.span, text: "declared here" }],
          ...(other !== param && {
            hint: `Move \`${other.name.name}\` before \`${param.name.name}\` in \`${owner.name.name}\`.`,
          }),
        },
      );
    }
  }
}

/** Names in the parameters' dimensions become constants of the body, unless they are parameters themselves. */
function bindDimensions(state: BindState, scope: Scope, workflow: WorkflowDecl): void {
  const dimensions: DimensionSymbol[] = [];
  const own = new Set(workflow.params.map((param) => param.name.name));
  for (const param of workflow.params) {
    bindType(state, param.type, (node) => {
      if (!own.has(node.name) && scope.names.get(node.name) === undefined) {
        const name: Identifier = { kind: "Identifier", name: node.name, span: node.span };
        const symbol: DimensionSymbol = { kind: "dimension", name, workflow };
        if (bindName(state, scope, name, symbol)) {
          dimensions.push(symbol);
        }
      }
      const symbol = findDeclared(scope, node.name);
      if (symbol !== undefined) {
        state.resolutions.set(node, symbol);
      }
    });
  }
  state.dimensions.set(workflow, dimensions);
}

function resolveDimension(state: BindState, scope: Scope, node: NameExpr): void {
  const symbol = findDeclared(scope, node.name);
  if (symbol?.kind === "dimension" || symbol?.kind === "param") {
    state.resolutions.set(node, symbol);
  } else {
    state.unknown.set(node, scope);
  }
}

/** That there is only one `return`, and none in an inner block, is the parser's to say. */
function checkReturn(state: BindState, { name, result, body }: WorkflowDecl): void {
  const last = body.items.at(-1);
  const returned = body.items.find((item) => item.kind === "ReturnItem");
  // That a second `return` is one too many is said by the parser.
  if (returned !== undefined && last !== undefined && last.kind !== "ReturnItem") {
    report(
      state.sink,
      "FLOW4007",
      { ...returned.span, end: returned.span.start + "return".length },
      { name: name.name },
      {
        secondary: [{ span: last.span, text: "this comes after it" }],
        hint: "Move the `return` to the end: order comes from data, so nothing else changes.",
      },
    );
  } else if (
    returned === undefined &&
    last?.kind !== "ResultItem" &&
    result !== undefined &&
    !holdsReturn(body)
  ) {
    report(
      state.sink,
      "FLOW4006",
      name.span,
      { name: name.name },
      {
        label: "never returns",
        secondary: [{ span: result.span, text: "this is promised" }],
        hint: "Write `return` and the value as the last line of the workflow.",
      },
    );
  }
}
