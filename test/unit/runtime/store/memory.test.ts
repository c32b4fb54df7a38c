import { createMemoryStore } from "../../../../src/runtime/store/memory.ts";
import { describeStoreLaws } from "../../../support/store-laws.ts";

describeStoreLaws(async () => ({ store: createMemoryStore(), dispose: async () => undefined }));
