import { createMemoryStore } from "../../../../src/runtime/store/memory.ts";
import { describeStoreLaws, describeTaskStoreLaws } from "../../../support/store-laws.ts";

describeStoreLaws(async () => ({ store: createMemoryStore(), dispose: async () => undefined }));

describeTaskStoreLaws(async () => {
  const store = createMemoryStore();
  return { store, tasks: store.taskStore, dispose: async () => undefined };
});
