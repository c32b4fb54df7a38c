import { assertNever } from "../../shared/assert-never.ts";
import type { BinaryExpr, CallExpr, Expr, ForExpr, IfExpr, MemberExpr } from "../syntax/ast.ts";
import { bindName } from "./bind-name.ts";
import type { BindState } from "./bindings.ts";
import { resolveName, resolveNamespaceMember } from "./resolve-name.ts";
import { createScope, findDeclared, type Scope } from "./scope.ts";

export function bindExpr(state: BindState, scope: Scope, expr: Expr): void {
  switch (expr.kind) {
    case "IntExpr":
    case "FloatExpr":
    case "UnitExpr":
    case "BoolExpr":
    case "NullExpr":
    case "MissingExpr":
      return;
    case "StringExpr":
      for (const part of expr.parts) {
        if (part.kind === "StringHole") {
          bindExpr(state, scope, part.expr);
        }
      }
      return;
    case "NameExpr":
      resolveName(state, scope, expr);
      return;
    case "MemberExpr":
      bindMember(state, scope, expr);
      return;
    case "CallExpr":
      bindCall(state, scope, expr);
      return;
    case "IndexExpr":
      bindExpr(state, scope, expr.object);
      bindAll(state, scope, expr.indices);
      return;
    case "UnaryExpr":
      bindExpr(state, scope, expr.operand);
      return;
    case "BinaryExpr":
      bindBinary(state, scope, expr);
      return;
    case "RangeExpr":
      bindExpr(state, scope, expr.from);
      bindExpr(state, scope, expr.to);
      return;
    case "ParenExpr":
      state.walk.step(state, scope, expr.step);
      return;
    case "ListExpr":
      for (const element of expr.elements) {
        bindExpr(state, scope, element.value);
      }
      return;
    case "RecordExpr":
      for (const entry of expr.entries) {
        bindExpr(state, scope, entry.value);
      }
      return;
    case "IfExpr":
      bindIf(state, scope, expr);
      return;
    case "ForExpr":
      bindFor(state, scope, expr);
      return;
    case "TryExpr": {
      state.walk.block(state, createScope(scope), expr.body);
      const handler = createScope(scope);
      bindName(state, handler, expr.error, {
        kind: "binder",
        role: "error",
        name: expr.error,
        owner: expr,
      });
      state.walk.block(state, handler, expr.handler);
      return;
    }
    default:
      assertNever(expr);
  }
}

function bindAll(state: BindState, scope: Scope, exprs: readonly Expr[]): void {
  for (const expr of exprs) {
    bindExpr(state, scope, expr);
  }
}

/** Chains lean to the left and may be long, so that side is a loop. */
function bindBinary(state: BindState, scope: Scope, expr: BinaryExpr): void {
  const rights: Expr[] = [];
  let left: Expr = expr;
  while (left.kind === "BinaryExpr") {
    rights.push(left.right);
    left = left.left;
  }
  bindExpr(state, scope, left);
  bindAll(state, scope, rights.reverse());
}

function bindCall(state: BindState, scope: Scope, expr: CallExpr): void {
  bindExpr(state, scope, expr.callee);
  for (const argument of expr.args) {
    bindExpr(state, scope, argument.value);
  }
}

function bindMember(state: BindState, scope: Scope, expr: MemberExpr): void {
  bindExpr(state, scope, expr.object);
  if (expr.object.kind !== "NameExpr") {
    return;
  }
  const symbol = findDeclared(scope, expr.object.name);
  if (symbol?.kind === "namespace") {
    resolveNamespaceMember(state, symbol, expr);
  }
}

function bindIf(state: BindState, scope: Scope, expr: IfExpr): void {
  for (let at: IfExpr | undefined = expr; at !== undefined; ) {
    bindExpr(state, scope, at.condition);
    state.walk.block(state, createScope(scope), at.then);
    const otherwise: IfExpr["otherwise"] = at.otherwise;
    at = otherwise?.kind === "IfExpr" ? otherwise : undefined;
    if (otherwise?.kind === "Block") {
      state.walk.block(state, createScope(scope), otherwise);
    }
  }
}

function bindFor(state: BindState, scope: Scope, expr: ForExpr): void {
  bindExpr(state, scope, expr.source);
  const inner = createScope(scope);
  const { binder, index } = expr;
  bindName(state, inner, binder, { kind: "binder", role: "element", name: binder, owner: expr });
  if (index !== undefined) {
    bindName(state, inner, index, { kind: "binder", role: "index", name: index, owner: expr });
  }
  if (expr.where !== undefined) {
    bindExpr(state, inner, expr.where);
  }
  state.walk.block(state, inner, expr.body);
}
