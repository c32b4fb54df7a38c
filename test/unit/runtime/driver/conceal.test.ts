import { expect, it } from "vitest";
import type { RunEvent } from "../../../../src/runtime/run-event.ts";
import { failureOf } from "../../../../src/runtime/task-error.ts";
import { err } from "../../../../src/shared/result.ts";
import { call, plan, ref, region } from "../../../support/plan-nodes.ts";
import { runWithFakes } from "../../../support/run-with-fakes.ts";

it("says no secret: not in failures, not in events, not in the store", async () => {
  const params = [
    { name: "token", type: { kind: "secret" }, doc: null, defaultValue: null, origin: ref("x") },
  ] as unknown as Parameters<typeof plan>[1];
  const body = region([call("send", { token: ref("token") })], ref("send"));
  const { outcome, events, store, invoker } = await runWithFakes(
    plan(body, params),
    (task) =>
      err(
        failureOf("function", `401 for ${JSON.stringify(task.scope["token"])}`, {
          item: "hush-hush!",
          stack: "at hush-hush",
        }),
      ),
    { args: { token: "hush-hush" }, secrets: ["hush", "hush-hush"] },
  );

  expect(invoker.started[0]?.scope).toEqual({ token: "hush-hush" });
  expect(outcome).toMatchObject({
    failure: { failure: { message: '401 for "***"', item: "***!", stack: "at ***" } },
  });
  expect(JSON.stringify([outcome, events satisfies readonly RunEvent[]])).not.toContain("hush");
  const keys = await store.list("");
  for (const key of keys.ok ? keys.value : []) {
    const object = await store.get(key);
    expect(new TextDecoder().decode(object.ok ? object.value : undefined)).not.toContain("hush");
  }
});
